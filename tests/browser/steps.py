"""What a person does on the demo page, in the words of the tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ANGRY = "Paketti on taas myöhässä, tämä on jo kolmas kerta!"


def say_as(role: str, page: Page, text: str) -> None:
    page.fill(f"#{role}-text", text)
    page.press(f"#{role}-text", "Enter")


def card(page: Page) -> Locator:
    return page.locator("hurmaus-sidebar article.card")


def draft(page: Page) -> Locator:
    return page.locator("#agent-text")


def phrase(page: Page, number: int) -> str:
    """The wording of the n-th phrase on the card, as it would be inserted."""
    return card(page).locator(".phrase-text").nth(number - 1).inner_text().splitlines()[0]


def step(page: Page, name: str) -> Locator:
    return page.locator(f"hurmaus-sidebar input[data-step='{name}']")


def status(page: Page) -> Locator:
    return page.locator("hurmaus-sidebar [role=status]")


def wait_until_connected(page: Page) -> None:
    expect(page.locator("hurmaus-sidebar .connection")).to_have_class("connection online")
