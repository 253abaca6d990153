"""Regions to choose from in forms, in the reader's language."""

from functools import lru_cache

from data.reference.divisions import ancestors, divisions, full_name, region_label


@lru_cache(maxsize=2)
def region_options(language: str) -> tuple[dict[str, str], ...]:
    """Return provinces and prefectures for a select field, each prefecture with its province."""
    return tuple(
        {"value": code, "label": region_name(code, language) or code}
        for code, item in divisions().items()
        if item.level in {"province", "prefecture"}
    )


def region_name(code: str | None, language: str) -> str | None:
    """Return a region's full name; None stays None, an unknown code stays as it is."""
    if not code:
        return None
    if code not in divisions():
        return code
    if language.startswith("zh"):
        return full_name(code)
    return ", ".join(region_label(item.region_code, language) for item in ancestors(code)[::-1])
