"""Static files under content-hashed URLs, cached for ever; style sheets joined into one."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

STATIC_ROOT = Path(__file__).parent / "static"
STYLE_SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/buttons.css",
    "css/forms.css",
    "css/components.css",
    "css/tables.css",
    "css/match.css",
    "css/charts.css",
    "css/atlas.css",
    "css/board.css",
    "css/conversion.css",
    "css/home.css",
    "css/catalogue.css",
    "css/needs.css",
    "css/technology_form.css",
    "css/applications.css",
    "css/expert_review.css",
    "css/print.css",
)
"""Sources of app.css in cascade order."""

BUNDLES: Mapping[str, Sequence[str]] = {"app.css": STYLE_SHEETS, "app.js": ("app.js",)}
IMMUTABLE = "public, max-age=31536000, immutable"
DIGEST_LENGTH = 12
MINIMUM_COMPRESSED_BYTES = 512


@dataclass(frozen=True)
class Asset:
    """One served file: its bytes, their gzip form (None when it does not pay) and its digest."""

    name: str
    body: bytes
    compressed: bytes | None
    digest: str
    mimetype: str


class Assets:
    """All static files by name, read once at start-up.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the static files.
    bundles : Mapping[str, Sequence[str]]
        Name of each joined file and the files it is made of, in order.
    """

    def __init__(
        self, root: Path = STATIC_ROOT, bundles: Mapping[str, Sequence[str]] = BUNDLES
    ) -> None:
        joined = {source for sources in bundles.values() for source in sources}
        self._assets = {
            name: _asset(name, b"\n".join((root / source).read_bytes() for source in sources))
            for name, sources in bundles.items()
        }
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in joined and name not in self._assets:
                self._assets[name] = _asset(name, path.read_bytes())

    def url(self, name: str) -> str:
        """Give the immutable URL of a file.

        Raises
        ------
        KeyError
            When there is no such file: a wrong name in a template fails at once.
        """
        return f"/assets/{self._assets[name].digest}/{name}"

    def get(self, name: str) -> Asset | None:
        """Give a file by its name, None when there is none."""
        return self._assets.get(name)


def _asset(name: str, body: bytes) -> Asset:
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".js"):
        mimetype = "text/javascript"
    if name.endswith(".css"):
        body = _lean(body)
    text_like = mimetype.startswith("text/") or mimetype == "image/svg+xml"
    compressed = (
        gzip.compress(body, 9, mtime=0)
        if text_like and len(body) >= MINIMUM_COMPRESSED_BYTES
        else None
    )
    digest = hashlib.sha256(body).hexdigest()[:DIGEST_LENGTH]
    return Asset(name, body, compressed, digest, mimetype)


def _lean(styles: bytes) -> bytes:
    """Return style sheets without comments, indentation and empty lines: readers need none."""
    without = re.sub(rb"/\*.*?\*/", b"", styles, flags=re.DOTALL)
    tight = re.sub(rb"\s*([{};,])\s*", rb"\1", without)
    return re.sub(rb"\s*\n\s*", b"\n", tight).strip()


def asset_response(asset: Asset, digest: str, *, gzip_accepted: bool) -> Response:
    """Answer with a file: immutable under its own digest, uncached under an old one.

    An old digest still answers (a page kept open over an upgrade asks for it), with the present
    content, which must then not be stored.
    """
    compress = gzip_accepted and asset.compressed is not None
    response = Response(asset.compressed if compress else asset.body, mimetype=asset.mimetype)
    if compress:
        response.headers["Content-Encoding"] = "gzip"
    if asset.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = IMMUTABLE if digest == asset.digest else "no-store"
    response.set_etag(asset.digest + ("-gz" if compress else ""))
    return response


def register_assets(app: Flask, assets: Assets | None = None) -> Assets:
    """Serve the static files at /assets/DIGEST/NAME and give templates `asset(name)`.

    Parameters
    ----------
    app : flask.Flask
        The application; make it with ``static_folder=None``, nothing else serves these files.
    assets : Assets | None
        The files; read from web/static when absent.

    Returns
    -------
    Assets
        The files, for code that needs a URL outside a template.
    """
    known = assets or Assets()

    @app.get("/assets/<digest>/<path:name>")
    def static_asset(digest: str, name: str) -> Response:
        """Return a static file: for ever under the digest of its bytes, briefly under another."""
        asset = known.get(name)
        if asset is None:
            abort(404)
        accepted = request.accept_encodings["gzip"] > 0
        return asset_response(asset, digest, gzip_accepted=accepted)

    app.jinja_env.globals["asset"] = known.url
    return known
