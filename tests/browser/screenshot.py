"""Takes the README's picture: ``python -m tests.browser.screenshot [FOLDER]`` writes docs/images/sidebar.png.

With ``--all`` also the dark theme, a narrow window and the page before anybody has spoken, for whoever works
on the looks. The pictures come out best where the Inter typeface is installed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.steps import card, wait_until_connected
from tests.support.service import Service

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WIDE = {"width": 1280, "height": 800}
TURNS = 5
"""So far into the late delivery: the mood has a history, and an apology is due."""

VIEWS: dict[str, dict[str, Any]] = {
    "sidebar": {"viewport": {"width": 1280, "height": 880}, "device_scale_factor": 1.5},
    "sidebar-dark": {"viewport": WIDE, "color_scheme": "dark"},
    "sidebar-narrow": {"viewport": {"width": 390, "height": 844}},
    "sidebar-320-dark": {"viewport": {"width": 320, "height": 800}, "color_scheme": "dark"},
}


def main(arguments: list[str]) -> None:
    everything = "--all" in arguments
    folder = next((Path(one) for one in arguments if not one.startswith("-")), IMAGES)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        service = Service(Path(temporary)).start()
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            for name in VIEWS if everything else ["sidebar"]:
                take(browser, service.url, name, folder)
        finally:
            browser.close()
            service.stop()


def take(browser: Browser, url: str, name: str, folder: Path) -> None:
    page = browser.new_page(reduced_motion="reduce", **VIEWS[name])
    page.goto(url)
    wait_until_connected(page)
    play(page, TURNS)
    expect(card(page)).to_be_visible()
    page.focus("#agent-text")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{name}.png", full_page="narrow" in name or "320" in name)
    page.close()


def play(page: Page, turns: int) -> None:
    page.click("#play-delivery")
    page.click("#pause")
    for said in range(1, turns + 1):
        page.click("#skip")
        expect(page.locator(".message .state", has_text="perillä")).to_have_count(said)
    page.click("#stop")


if __name__ == "__main__":
    main(sys.argv[1:])
