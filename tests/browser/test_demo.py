"""A newcomer on the demo page: the real service as its own process, its real model, a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import ANGRY, card, draft, phrase, say_as, status, step, wait_until_connected
from tests.support.service import Service

CONVERSATIONS = ("delivery", "billing", "delight")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(Path(tmp_path_factory.mktemp("demo"))).start()
    yield service
    service.stop()


@pytest.fixture
def page(service: Service, open_page: OpenPage) -> Page:
    page = open_page(service.url, viewport={"width": 1280, "height": 800})
    wait_until_connected(page)
    return page


def moods(page: Page) -> int:
    """How many turns the mood's little chart shows (it is drawn from the second on)."""
    chart = page.locator("hurmaus-sidebar .chart polyline")
    return len((chart.get_attribute("points") or "").split()) if chart.count() else 0


def play_to_the_end(page: Page, name: str) -> list[str]:
    """Play a ready conversation message by message; the kinds of the cards seen, in order."""
    seen: list[str] = []
    page.click(f"#play-{name}")
    page.click("#pause")
    said = 0
    while page.locator("#skip").is_visible():
        page.click("#skip")
        said += 1
        expect(page.locator(".message .state", has_text="perillä")).to_have_count(said)
        page.wait_for_timeout(150)
        if card(page).count():
            seen.append(card(page).get_attribute("data-kind") or "")
    return seen


def test_an_angry_message_leads_to_a_hint_whose_phrase_does_the_step(page: Page) -> None:
    say_as("customer", page, ANGRY)
    expect(card(page)).to_be_visible()
    expect(page.locator("hurmaus-sidebar .mood-word")).to_contain_text("ielteinen")
    title = card(page).locator("h2").inner_text()
    served = page.locator("hurmaus-sidebar .served input").get_attribute("data-step") or ""
    first = phrase(page, 1)

    draft(page).focus()
    page.keyboard.press("Alt+1")
    expect(draft(page)).to_have_value(first)
    expect(status(page)).to_have_text("Lause lisätty viestiin.")

    page.keyboard.press("Enter")
    expect(draft(page)).to_have_value("")
    expect(page.locator(".message.agent .text")).to_have_text(first)
    expect(step(page, served)).to_be_checked()
    expect(card(page).locator("h2", has_text=title)).to_have_count(0)


def test_the_page_measures_how_long_a_hint_takes(page: Page) -> None:
    say_as("customer", page, ANGRY)
    expect(page.locator("#latency")).to_have_attribute("data-samples", "1")
    expect(page.locator("#latency")).to_contain_text(" ms")


def test_a_calm_enquiry_gets_no_more_than_a_greeting(page: Page) -> None:
    say_as("customer", page, "Hei! Mihin asti olette tänään auki?")
    say_as("agent", page, "Hei! Olemme tänään auki kello 18 asti.")
    expect(page.locator(".message .state", has_text="perillä")).to_have_count(2)
    page.wait_for_timeout(300)
    expect(card(page)).to_have_count(0)
    expect(page.locator("hurmaus-sidebar .quiet-card")).to_be_visible()


def test_it_is_played_by_keyboard_alone(page: Page) -> None:
    page.locator("#customer-text").focus()
    page.keyboard.type(ANGRY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    kind = card(page).get_attribute("data-kind") or ""
    page.keyboard.press("Tab")
    expect(draft(page)).to_be_focused()
    page.keyboard.press("Alt+0")
    expect(card(page).and_(page.locator(f"[data-kind={kind}]"))).to_have_count(0)
    expect(draft(page)).to_be_focused()


def test_after_a_kill_and_a_restart_nothing_is_lost_or_shown_twice(page: Page, service: Service) -> None:
    say_as("customer", page, ANGRY)
    expect(card(page)).to_be_visible()
    service.kill()
    expect(page.locator("hurmaus-sidebar .connection")).to_contain_text("Yhteys katkesi")
    say_as("customer", page, "Oletteko te siellä? Olen todella pettynyt.")
    service.start()
    wait_until_connected(page)
    expect(page.locator(".message .state", has_text="perillä")).to_have_count(2)
    expect(page.locator("hurmaus-sidebar .chart")).to_be_visible()
    assert moods(page) == 2
    expect(card(page)).to_have_count(1)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_ready_conversation_plays_through(page: Page, name: str) -> None:
    seen = play_to_the_end(page, name)
    expect(page.locator(".message.failed")).to_have_count(0)
    if name == "delight":
        assert not {"apologise", "empathise", "stay_calm", "hand_over"} & set(seen)
    else:
        assert len(set(seen)) > 1, "hints should open and close along the way"
        done = page.locator("hurmaus-sidebar .steps input:checked")
        assert done.count() >= 4


def test_a_new_conversation_starts_from_nothing(page: Page) -> None:
    say_as("customer", page, ANGRY)
    expect(card(page)).to_be_visible()
    page.click("#new")
    wait_until_connected(page)
    expect(card(page)).to_have_count(0)
    expect(page.locator(".message")).to_have_count(0)
    expect(page.locator("#empty")).to_be_visible()


def test_a_message_that_is_refused_says_so_kindly(page: Page) -> None:
    say_as("customer", page, "Hei\u0000 vaan")
    expect(page.locator(".message .state")).to_contain_text("merkkejä, joita ei voi lähettää")
    say_as("customer", page, "Hei vaan")
    expect(page.locator(".message .state").nth(1)).to_have_text("perillä")


def test_a_message_that_is_too_long_is_kept_whole_and_said_to_be_so(page: Page) -> None:
    page.locator("#customer-text").focus()
    page.keyboard.insert_text("ä" * 40_000)
    expect(page.locator("#notice")).to_contain_text("liian pitkä")
    assert len(page.input_value("#customer-text")) == 40_000, "nothing is cut off in silence"
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_have_count(0)
    page.fill("#customer-text", "Hei!")
    expect(page.locator("#notice")).to_be_hidden()
    page.press("#customer-text", "Enter")
    expect(page.locator(".message .state")).to_have_text("perillä")


def test_after_a_replay_the_focus_is_on_the_conversation_and_no_button_looks_chosen(page: Page) -> None:
    page.click("#play-delight")
    expect(page.locator("#pause")).to_be_focused()
    page.click("#skip")
    page.click("#stop")
    expect(page.locator("#messages")).to_be_focused()
