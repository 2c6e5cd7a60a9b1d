"""The sidebar's built file, and the demo page for newcomers."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(str(files("hurmaus"))) / "static"

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # revalidated by ETag, so that an upgrade is seen at once
}


class _Static(StaticFiles):
    """Static files that other origins may load as a module: the sidebar is embedded in foreign desktops."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update({**_HEADERS, "Access-Control-Allow-Origin": "*"})
        return response


def add_static(app: FastAPI, *, demo: bool) -> None:
    """Serve ``/static``, and the demo page at ``/`` where wanted."""
    app.mount("/static", _Static(directory=STATIC), name="static")
    if demo:

        @app.get("/", include_in_schema=False)
        async def page() -> Response:
            return FileResponse(STATIC / "demo.html", headers=_HEADERS)
