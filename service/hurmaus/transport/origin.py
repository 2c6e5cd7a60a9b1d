"""Which web pages may talk to the service through their visitor's browser. Pure.

Programs send no ``Origin`` and pass. Where no token is required (loopback only) the ``Host`` must be a name
of this machine too: else a web page could give its own name this address and read what is said here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


def allowed(origin: str | None, host: str | None, origins: Collection[str], *, tokens: bool) -> bool:
    """Say whether a request with these headers may be served.

    ``origins`` are the configured ones beside the service's own; ``tokens`` whether tokens are required.
    """
    if not tokens and not _is_loopback(host):
        return False
    return origin is None or origin in origins or urlsplit(origin).netloc == host


def _is_loopback(host: str | None) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
