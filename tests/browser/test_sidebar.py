"""The sidebar in a real browser, against a scripted service: what it shows, inserts, tells and survives."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from hurmaus.protocol import messages as wire
from hurmaus.vocabulary import Improvement
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import ANGRY, card, draft, phrase, say_as, status, step, wait_until_connected
from tests.fakes import scripted_replies as replies
from tests.fakes.scripted_service import ScriptedService

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def page(scripted: ScriptedService, open_page: OpenPage) -> Page:
    page = open_page(scripted.url)
    wait_until_connected(page)
    return page


@pytest.fixture
def angry(page: Page) -> Page:
    """The page after an angry message: one apology card with three phrases."""
    say_as("customer", page, ANGRY)
    expect(card(page)).to_be_visible()
    return page


def conversation_of(page: Page) -> str:
    name = page.get_attribute("hurmaus-sidebar", "conversation")
    assert name is not None
    return name


def eventually(met: Callable[[], bool], page: Page) -> None:
    deadline = time.monotonic() + 5
    while not met():
        assert time.monotonic() < deadline, "it did not happen within five seconds"
        page.wait_for_timeout(20)


# --- what it shows ----------------------------------------------------------------------------------------


def test_before_anybody_speaks_it_is_silent_and_says_so(page: Page) -> None:
    expect(page.locator("hurmaus-sidebar .quiet-card")).to_contain_text("Ei vihjeitä juuri nyt")
    expect(card(page)).to_have_count(0)


def test_one_card_says_what_why_and_how(angry: Page) -> None:
    expect(card(angry)).to_have_count(1)
    expect(card(angry)).to_contain_text("Pahoittele suoraan")
    expect(card(angry)).to_contain_text("jo kolmas kerta")
    expect(card(angry).locator(".phrase")).to_have_count(3)
    card(angry).locator("summary").click()
    expect(card(angry).locator("dl")).to_contain_text("91 %")


def test_the_status_line_tells_of_a_card_no_longer_than_it_is_there(angry: Page) -> None:
    expect(status(angry)).to_contain_text("Uusi vihje: Pahoittele suoraan")
    angry.evaluate("document.querySelector('hurmaus-sidebar').muted = true")
    expect(status(angry)).to_have_text("")


def test_the_status_line_says_nothing_of_the_conversation_before(angry: Page) -> None:
    expect(status(angry)).to_contain_text("Uusi vihje")
    angry.click("#new")
    expect(angry.locator("#empty")).to_be_visible()
    expect(status(angry)).to_have_text("")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_a_promise_is_due_at_the_finnish_hour_wherever_the_agent_sits(
    scripted: ScriptedService, open_page: OpenPage, zone: str
) -> None:
    page = open_page(scripted.url, timezone_id=zone)
    wait_until_connected(page)
    due = (datetime.datetime.now(HELSINKI) + datetime.timedelta(days=5)).replace(hour=9, minute=0)
    scripted.tell(conversation_of(page), replies.promise("open", due.isoformat(), "Soitan teille"))
    expect(page.locator("hurmaus-sidebar .open .due")).to_contain_text(f"{due.day}.{due.month}. klo 9.00")


def test_the_mood_is_said_in_words_and_not_by_colour_alone(angry: Page) -> None:
    mood = angry.locator("hurmaus-sidebar .mood")
    expect(mood).to_contain_text("Hyvin kielteinen")
    expect(mood).to_contain_text("heikkenee")
    expect(mood).to_contain_text("suuttumusta")
    meter = mood.locator("[role=meter]")
    expect(meter).to_have_attribute("aria-valuetext", "Hyvin kielteinen, heikkenee")
    expect(meter).to_have_attribute("aria-valuenow", "-0.72")


def test_questions_and_promises_are_listed_with_their_state(page: Page, scripted: ScriptedService) -> None:
    due = datetime.datetime.now(HELSINKI).replace(hour=23, minute=59).isoformat()
    scripted.tell(
        conversation_of(page),
        replies.questions(True, False, True),
        replies.promise("open", due, "Soitan teille"),
    )
    expect(page.locator("#questions-title")).to_contain_text("2/3 vastattu")
    promise = page.locator("hurmaus-sidebar [part=promises] li")
    expect(promise).to_contain_text("Soitan teille")
    expect(promise).to_contain_text("avoin · tänään klo 23.59")
    scripted.tell(conversation_of(page), replies.promise("late", due, "Soitan teille"))
    expect(promise).to_contain_text("myöhässä")


def test_an_expired_hint_is_never_shown(page: Page, scripted: ScriptedService) -> None:
    scripted.tell(conversation_of(page), replies.apology("old", lasts_s=-1), replies.questions(False))
    expect(page.locator("#questions-title")).to_contain_text("0/1 vastattu")
    expect(card(page)).to_have_count(0)


def test_a_hint_goes_away_when_it_expires(page: Page, scripted: ScriptedService) -> None:
    scripted.tell(conversation_of(page), replies.apology("brief", lasts_s=0.6))
    expect(card(page)).to_be_visible()
    expect(card(page)).to_have_count(0)


def test_when_the_conversation_ends_it_sums_up(angry: Page, scripted: ScriptedService) -> None:
    summary = wire.Summary(
        conversation_id="",
        epoch="",
        offset=0,
        at=0.0,
        mood_start=-0.7,
        mood_end=0.6,
        turns=4,
        steps_done=("kohtaa",),
        questions=(),
        promises=(),
    )
    scripted.tell(conversation_of(angry), summary)
    expect(card(angry)).to_contain_text("Keskustelu päättyi")
    expect(card(angry)).to_contain_text("kielteinen → hyvin myönteinen")


def test_at_the_end_it_tells_what_was_agreed_and_what_to_pass_on(
    page: Page, scripted: ScriptedService
) -> None:
    summary = wire.Summary(
        conversation_id="", epoch="", offset=0, at=0.0, mood_start=-0.7, mood_end=0.3, turns=4,
        steps_done=(), questions=(), promises=(), mood_trace="lifted", agreed=("Lähetän uuden paketin.",),
        improvements=(Improvement(text="Sivuilla oli väärä hinta.", noted=True),),
        hand_over=("Aihe: toimitus", "Luvattu: ”Soitan huomenna”"),
    )  # fmt: skip
    scripted.tell(conversation_of(page), summary)
    expect(card(page)).to_contain_text("koheni")
    expect(card(page).locator("[data-told=agreed]")).to_contain_text("Lähetän uuden paketin.")
    expect(card(page).locator("[data-told=improvements]")).to_contain_text("väärä hinta. (kirjattu)")
    expect(card(page).locator("[data-told=hand-over]")).to_contain_text("Soitan huomenna")
    card(page).locator(".copy-note").click()
    expect(status(page)).not_to_have_text("")


def test_another_language_is_said_once_where_the_hints_would_be(
    page: Page, scripted: ScriptedService
) -> None:
    told = wire.LanguageChanged(
        conversation_id="", epoch="", offset=0, at=0.0, language="sv", coached=False,
        note="Asiakas kirjoittaa ruotsiksi. Vihjeet lepäävät.",
    )  # fmt: skip
    scripted.tell(conversation_of(page), told)
    expect(page.locator("hurmaus-sidebar .quiet-card")).to_contain_text("ruotsiksi")


# --- the draft check --------------------------------------------------------------------------------------


def finding(page: Page, kind: str) -> Locator:
    return page.locator(f"hurmaus-sidebar [data-finding={kind}]")


def test_the_draft_is_checked_only_when_the_agent_asks(page: Page, scripted: ScriptedService) -> None:
    draft(page).fill("Pahoittelut, jos odotit.")
    page.keyboard.type(" Hei.")
    assert scripted.heard_of(wire.DraftCheck) == []
    draft(page).focus()
    page.keyboard.press("Alt+9")
    expect(finding(page, "non_apology")).to_contain_text("Ehdollinen pahoittelu")
    expect(finding(page, "open_question")).to_contain_text("Missä paketti on?")
    expect(draft(page)).to_be_focused()
    (asked,) = scripted.heard_of(wire.DraftCheck)
    assert asked.text == draft(page).input_value().strip()


def test_a_rewording_goes_in_at_the_caret_and_never_over_the_draft(
    page: Page, scripted: ScriptedService
) -> None:
    draft(page).fill("Paketti on matkalla.")
    page.locator("hurmaus-sidebar .check-draft").click()
    finding(page, "open_question").locator(".phrase").click()
    expect(draft(page)).to_have_value("Paketti on matkalla. Vastaan vielä kysymykseenne.")
    finding(page, "non_apology").locator(".phrase").click()
    expect(draft(page)).to_have_value("Paketti on matkalla. Vastaan vielä kysymykseenne.")


def test_what_was_found_goes_when_it_is_closed_or_the_draft_is_sent(
    page: Page, scripted: ScriptedService
) -> None:
    draft(page).fill("Paketti on matkalla.")
    page.locator("hurmaus-sidebar .check-draft").click()
    page.get_by_role("button", name="Sulje tarkistus").click()
    expect(finding(page, "open_question")).to_have_count(0)
    page.locator("hurmaus-sidebar .check-draft").click()
    expect(finding(page, "open_question")).to_be_visible()
    sent = wire.Reading(
        conversation_id="", epoch="", offset=0, at=0.0, utterance_id="a", turn=1, role="agent",
        language="fi", address="none", reading=None, acts=(),
    )  # fmt: skip
    scripted.tell(conversation_of(page), sent)
    expect(finding(page, "open_question")).to_have_count(0)


def test_an_empty_draft_is_not_sent_for_a_check(page: Page, scripted: ScriptedService) -> None:
    page.locator("hurmaus-sidebar .check-draft").click()
    expect(status(page)).to_have_text("Kirjoita ensin luonnos.")
    assert scripted.heard_of(wire.DraftCheck) == []


# --- inserting --------------------------------------------------------------------------------------------


def test_a_key_inserts_the_phrase_where_the_agent_writes(angry: Page, scripted: ScriptedService) -> None:
    first = phrase(angry, 1)
    draft(angry).focus()
    angry.keyboard.press("Alt+1")
    expect(draft(angry)).to_have_value(first)
    expect(draft(angry)).to_be_focused()
    expect(status(angry)).to_have_text("Lause lisätty viestiin.")

    def inserted() -> list[tuple[str, str | None]]:
        told = scripted.heard_of(wire.Feedback)
        return [(one.hint_id, one.phrase_id) for one in told if one.outcome == "inserted"]

    eventually(lambda: inserted() == [(replies.APOLOGY, "p1")], angry)
    assert not [one for one in scripted.heard_of(wire.Utterance) if one.role == "agent"], "it sent the phrase"


def test_insertion_spares_the_draft_and_its_selection(angry: Page) -> None:
    draft(angry).fill("Hei! Selvitän asian.")
    draft(angry).evaluate("field => field.setSelectionRange(0, 4)")
    angry.keyboard.press("Alt+2")
    expect(draft(angry)).to_have_value(f"Hei! {phrase(angry, 2)} Selvitän asian.")


def test_insertion_is_one_step_of_undo(angry: Page) -> None:
    draft(angry).press_sequentially("Hei!")
    angry.keyboard.press("Alt+1")
    expect(draft(angry)).not_to_have_value("Hei!")
    angry.keyboard.press("Control+z")
    expect(draft(angry)).to_have_value("Hei!")


def test_a_click_on_a_phrase_leaves_the_focus_in_the_draft(angry: Page) -> None:
    draft(angry).press_sequentially("Hei!")
    first = phrase(angry, 1)
    card(angry).locator(".phrase").first.click()
    expect(draft(angry)).to_have_value(f"Hei! {first}")
    expect(draft(angry)).to_be_focused()
    angry.keyboard.press("Control+z")
    expect(draft(angry)).to_have_value("Hei!")


def test_insertion_without_focus_keeps_the_focus_where_it_is_and_fires_input(angry: Page) -> None:
    draft(angry).evaluate("field => field.addEventListener('input', () => field.dataset.heard = 'yes')")
    angry.locator("#customer-text").focus()
    angry.keyboard.press("Alt+3")
    expect(draft(angry)).to_have_value(phrase(angry, 3))
    expect(draft(angry)).to_have_attribute("data-heard", "yes")
    expect(angry.locator("#customer-text")).to_be_focused()


def test_a_rich_editor_gets_the_phrase_at_its_caret(angry: Page) -> None:
    angry.evaluate(
        """() => {
            const editor = document.createElement('div');
            Object.assign(editor, {id: 'rich', contentEditable: 'true', textContent: 'Hei!'});
            document.body.append(editor);
            document.querySelector('hurmaus-sidebar').setAttribute('for', 'rich');
        }"""
    )
    rich = angry.locator("#rich")
    rich.focus()
    angry.keyboard.press("End")
    angry.keyboard.press("Alt+1")
    expect(rich).to_have_text(f"Hei! {phrase(angry, 1)}")
    angry.locator("#customer-text").focus()
    angry.keyboard.press("Alt+2")
    expect(rich).to_contain_text(phrase(angry, 2))


def test_a_host_may_insert_the_phrase_itself(angry: Page) -> None:
    angry.evaluate(
        """() => document.addEventListener('hurmaus-insert', (event) => {
            event.preventDefault();
            document.body.dataset.inserted = event.detail.text;
        })"""
    )
    first = phrase(angry, 1)
    angry.keyboard.press("Alt+1")
    expect(angry.locator("body")).to_have_attribute("data-inserted", first)
    expect(draft(angry)).to_have_value("")


def test_without_an_editor_the_phrase_is_copied(scripted: ScriptedService, open_page: OpenPage) -> None:
    page = open_page(scripted.url, permissions=["clipboard-read", "clipboard-write"])
    wait_until_connected(page)
    page.evaluate("document.querySelector('hurmaus-sidebar').removeAttribute('for')")
    say_as("customer", page, ANGRY)
    first = phrase(page, 1)
    page.keyboard.press("Alt+1")
    expect(status(page)).to_have_text("Lause kopioitu leikepöydälle.")
    assert page.evaluate("navigator.clipboard.readText()") == first


def test_a_changed_phrase_is_told_once_as_edited_without_its_words(
    angry: Page, scripted: ScriptedService
) -> None:
    draft(angry).focus()
    angry.keyboard.press("Alt+1")
    angry.keyboard.press("Backspace")
    angry.keyboard.press("Backspace")
    told = ["shown", "inserted", "edited"]
    eventually(lambda: [one.outcome for one in scripted.heard_of(wire.Feedback)] == told, angry)


# --- telling ----------------------------------------------------------------------------------------------


def test_a_card_is_told_as_shown_once_it_has_stood_a_moment(angry: Page, scripted: ScriptedService) -> None:
    expect(status(angry)).to_have_text("Uusi vihje: Pahoittele suoraan.")
    eventually(lambda: [one.outcome for one in scripted.heard_of(wire.Feedback)] == ["shown"], angry)


def test_a_dismissed_card_goes_at_once_and_the_service_is_told(
    angry: Page, scripted: ScriptedService
) -> None:
    angry.keyboard.press("Alt+0")
    expect(card(angry)).to_have_count(0)
    eventually(lambda: any(one.outcome == "dismissed" for one in scripted.heard_of(wire.Feedback)), angry)


def test_the_agent_switches_hints_off_and_nobody_is_told(page: Page, scripted: ScriptedService) -> None:
    page.get_by_role("button", name="Kytke vihjeet pois").click()
    told = len(scripted.heard)
    scripted.tell(conversation_of(page), replies.apology(), replies.questions(False))
    expect(page.locator("#questions-title")).to_contain_text("0/1 vastattu")
    expect(card(page)).to_have_count(0)
    page.keyboard.press("Alt+1")
    expect(draft(page)).to_have_value("")
    assert len(scripted.heard) == told
    page.get_by_role("button", name="Kytke vihjeet päälle").click()
    expect(card(page)).to_be_visible()


def test_a_ticked_step_is_marked_and_can_be_taken_back(page: Page, scripted: ScriptedService) -> None:
    step(page, "kiita").check()
    eventually(lambda: len(scripted.heard_of(wire.StepMark)) == 1, page)
    expect(page.locator("#steps-title")).to_contain_text("2/5")
    step(page, "kiita").uncheck()
    eventually(lambda: [one.done for one in scripted.heard_of(wire.StepMark)] == [True, False], page)


def test_nothing_typed_leaves_the_page_before_it_is_sent(page: Page, scripted: ScriptedService) -> None:
    draft(page).press_sequentially("luonnos, jota ei lähetetä")
    page.locator("#customer-text").press_sequentially("ei tätäkään")
    page.wait_for_timeout(200)
    kinds = {type(message) for message in scripted.heard}
    assert kinds == {wire.Hello, wire.ConversationStart, wire.Subscribe}


# --- surviving --------------------------------------------------------------------------------------------


def test_after_a_restart_it_goes_on_from_the_last_event(angry: Page, scripted: ScriptedService) -> None:
    seen = len(scripted.said[conversation_of(angry)])
    scripted.stop()
    expect(angry.locator("hurmaus-sidebar .connection")).to_contain_text("Yhteys katkesi")
    expect(card(angry)).to_be_visible()
    scripted.heard.clear()
    scripted.start()
    wait_until_connected(angry)
    resumed = [point for hello in scripted.heard_of(wire.Hello) for point in hello.resume]
    assert [(point.epoch, point.offset) for point in resumed] == [("e1", seen)]
    scripted.tell(conversation_of(angry), replies.closed(replies.APOLOGY, "done"))
    expect(card(angry)).to_have_count(0)


def test_what_was_said_while_the_service_was_away_arrives_when_it_is_back(
    page: Page, scripted: ScriptedService
) -> None:
    scripted.stop()
    say_as("customer", page, ANGRY)
    expect(page.locator("#notice")).to_contain_text("Yhteys palveluun katkesi")
    scripted.start()
    expect(card(page)).to_be_visible()
    expect(page.locator(".message .state")).to_have_text("perillä")
    assert len({one.utterance_id for one in scripted.heard_of(wire.Utterance)}) == 1


def test_repeated_events_show_nothing_twice(page: Page, scripted: ScriptedService) -> None:
    scripted.repeat_all = True
    say_as("customer", page, ANGRY)
    scripted.tell(conversation_of(page), replies.mood(0.2, 0.1, "rising"))
    expect(page.locator("hurmaus-sidebar .mood-word")).to_have_text("Tasainen")
    points = page.locator("hurmaus-sidebar .chart polyline").get_attribute("points")
    assert points is not None
    assert len(points.split()) == 2
    expect(card(page)).to_have_count(1)


def test_a_lost_event_is_noticed_and_fetched(page: Page, scripted: ScriptedService) -> None:
    scripted.swallow_next = True
    conversation = conversation_of(page)
    scripted.tell(conversation, replies.apology())
    scripted.tell(conversation, replies.questions(True, False))
    expect(card(page)).to_be_visible()
    expect(page.locator("#questions-title")).to_contain_text("1/2 vastattu")


def test_a_new_life_of_the_conversation_starts_over(angry: Page, scripted: ScriptedService) -> None:
    conversation = conversation_of(angry)
    scripted.stop()
    scripted.epoch = "e2"
    scripted.said[conversation] = []
    scripted.start()
    wait_until_connected(angry)
    scripted.tell(conversation, replies.questions(True))
    expect(angry.locator("#questions-title")).to_contain_text("1/1 vastattu")
    expect(card(angry)).to_have_count(0)


# --- for everybody ----------------------------------------------------------------------------------------


def test_the_status_line_is_there_before_it_has_anything_to_say(page: Page) -> None:
    expect(status(page)).to_have_count(1)
    expect(status(page)).to_have_attribute("aria-live", "polite")
    expect(status(page)).to_have_text("")


def test_a_new_card_never_takes_the_focus(page: Page, scripted: ScriptedService) -> None:
    draft(page).focus()
    scripted.tell(conversation_of(page), replies.apology())
    expect(status(page)).to_have_text("Uusi vihje: Pahoittele suoraan.")
    expect(draft(page)).to_be_focused()


def test_everything_is_reached_and_worked_by_keyboard(angry: Page) -> None:
    first = phrase(angry, 1)
    card(angry).locator(".plain").first.focus()
    angry.keyboard.press("Tab")
    angry.keyboard.press("Enter")
    expect(draft(angry)).to_have_value(first)
    step(angry, "kiita").focus()
    angry.keyboard.press("Space")
    expect(step(angry, "kiita")).to_be_checked()


def test_shortcuts_can_be_remapped_and_switched_off(angry: Page) -> None:
    sidebar = angry.locator("hurmaus-sidebar")
    sidebar.evaluate("node => node.setAttribute('keys', 'off')")
    angry.keyboard.press("Alt+1")
    expect(draft(angry)).to_have_value("")
    sidebar.evaluate(
        "node => node.setAttribute('keys', 'Ctrl+Shift+U Ctrl+Shift+Y Ctrl+Shift+P Ctrl+Shift+X')"
    )
    expect(card(angry).locator(".keys")).to_contain_text("Control+Shift+U")
    angry.keyboard.press("Control+Shift+U")
    expect(draft(angry)).not_to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_and_every_target_is_large_enough(
    scripted: ScriptedService, open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page(scripted.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    wait_until_connected(page)
    say_as("customer", page, ANGRY)
    expect(card(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [document, document.querySelector('hurmaus-sidebar').shadowRoot]
            .flatMap((root) => [...root.querySelectorAll('button, input, summary, textarea')])
            .filter((node) => node.getClientRects().length > 0)
            .map((node) => [node.className || node.id, node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([name]) => name)"""
    )
    assert small == []


def test_reduced_motion_stands_still(scripted: ScriptedService, open_page: OpenPage) -> None:
    page = open_page(scripted.url, reduced_motion="reduce")
    wait_until_connected(page)
    say_as("customer", page, ANGRY)
    expect(card(page)).to_have_css("animation-name", "none")


def test_a_second_sidebar_on_the_page_stays_out_of_the_firsts_way(angry: Page) -> None:
    expect(card(angry)).to_have_attribute("data-kind", re.compile("apologise"))
    angry.evaluate(
        """() => {
            const second = document.createElement('hurmaus-sidebar');
            document.body.append(second);
        }"""
    )
    expect(angry.locator("hurmaus-sidebar").nth(1)).to_contain_text("Valitse keskustelu")
    expect(card(angry)).to_have_count(1)
