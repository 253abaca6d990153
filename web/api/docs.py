"""Our own page about the API, drawn from its description without scripts (RULINGS 13)."""

from typing import Any

from flask import Blueprint, current_app, render_template

from web.access import Access, allow

bp = Blueprint("api_docs", __name__)


@bp.get("/api/docs")
@allow(Access.PUBLIC)
def page() -> str:
    """Return the page."""
    spec: dict[str, Any] = current_app._get_spec("json")  # type: ignore[attr-defined] # noqa: SLF001
    return render_template("api_docs.html", spec=spec, operations=_operations(spec))


def _operations(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for path, methods in sorted(spec["paths"].items()):
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["API"])[0]
            by_tag.setdefault(tag, []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "anchor": operation.get("operationId", ""),
                    "is_public": not operation.get("security"),
                    "parameters": operation.get("parameters", []),
                    "body": _fields(spec, _json_schema(operation.get("requestBody", {}))),
                    "responses": [
                        {
                            "status": status,
                            "description": response.get("description", ""),
                            "fields": _fields(spec, _json_schema(response))
                            if status[0] == "2"
                            else [],
                        }
                        for status, response in sorted(operation["responses"].items())
                    ],
                }
            )
    return by_tag


def _json_schema(holder: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = holder.get("content", {})
    return dict(content.get("application/json", {}).get("schema", {}))


def _resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    return dict(spec["components"]["schemas"].get(name, {})) if name else schema


def _fields(spec: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    resolved = _resolved(spec, schema)
    required = set(resolved.get("required", []))
    return [
        {
            "name": name,
            "kind": _kind(spec, field),
            "is_required": name in required,
            "description": field.get("description", ""),
        }
        for name, field in resolved.get("properties", {}).items()
    ]


def _kind(spec: dict[str, Any], schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(spec, option) for option in schema["anyOf"]))
    if "$ref" in schema:
        target = _resolved(spec, schema)
        if "enum" in target:
            return " | ".join(str(value) for value in target["enum"])
        return str(target.get("title", "object"))
    if schema.get("type") == "array":
        return f"[{_kind(spec, schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    return str(schema.get("format") or schema.get("type", "any"))
