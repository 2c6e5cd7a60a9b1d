"""Real headless Chromium; an error in its console or a request off this machine fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.fakes.scripted_service import ScriptedService

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 15_000
"""For a busy machine; what is expected comes within milliseconds."""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed: `apt-get install chromium`")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open an address in a fresh profile; the same arguments as ``Browser.new_context``."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A lost WebSocket is the browser's own remark on what some tests do on purpose.
        if message.type in {"error", "warning"} and "WebSocket" not in message.text:
            complaints.append(f"console: {message.text}")

    def check(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:")):
            complaints.append(f"request off this machine: {request.url}")

    def open_(url: str, **options: Any) -> Page:
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"page: {error}"))
        page.on("request", check)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def scripted() -> Iterator[ScriptedService]:
    service = ScriptedService().start()
    yield service
    service.stop()
