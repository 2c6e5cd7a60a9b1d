"""A service description says what is outside, and fills what phrases tell of hours, costs, times and ways."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hurmaus.coach.coach import Coach
from hurmaus.coach.description import FILE_NAME, ServiceDescription
from hurmaus.coach.loading import check, load_library
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.privacy.masking import mask
from hurmaus.understanding.read import read
from hurmaus.vocabulary import Channel, Hint
from msgspec.structs import replace

from tests.coach.dialogue import decided
from tests.conversation.happenings import heard

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / FILE_NAME
HEAD: dict[str, Any] = {"name": "Koe", "version": 1, "owner": "Tiimi", "review_by": date(2027, 1, 31)}


def described(**more: Any) -> ServiceDescription:
    return ServiceDescription.model_validate({**HEAD, **more})


def asked(text: str, coach: Coach, channel: Channel = "chat") -> ConversationState:
    """Return the conversation after a customer's first words."""
    state = apply(ConversationState(conversation_id="k"), coach.started("k", at=1.0, channel=channel))
    told = heard("customer", text, at=2.0)
    return apply(state, replace(told, facts=read(mask(text), "customer", 2.0, coach.requests)))


def scope_hint(text: str, coach: Coach) -> Hint | None:
    state = decided(coach, asked(text, coach), 2.0)
    return next((hint for hint in (*state.shown, *state.waiting) if hint.kind == "scope"), None)


def test_the_shipped_one_limits_and_invents_no_facts() -> None:
    shipped = load_library().description
    assert shipped is not None
    assert shipped.outside
    assert (shipped.hours, shipped.costs, shipped.times, shipped.channels) == ((), (), (), ())


def test_the_example_of_the_documents_is_sound(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(EXAMPLE.read_bytes())
    assert check([tmp_path]) == []


def test_a_request_outside_is_met_with_who_helps_instead() -> None:
    hint = scope_hint("Voitteko auttaa veroilmoituksen täyttämisessä?", Coach(load_library().playbooks))
    assert hint is not None
    assert "veroneuvonta" in hint.why
    assert "veroilmoituksen" in hint.why
    assert all("{" not in phrase.text for phrase in hint.phrases)


def test_a_companys_own_limits_and_words_are_followed(tmp_path: Path) -> None:
    limit = {
        "id": "saaristo",
        "label": "kuljetus saariin",
        "patterns": ["saareen"],
        "help": "Saaristovarustamo",
    }
    plain = {**HEAD, "outside": [limit]}
    (tmp_path / FILE_NAME).write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    coach = Coach(load_library(tmp_path).playbooks)
    hint = scope_hint("Tuotteko paketin myös saareen?", coach)
    assert hint is not None
    assert "kuljetus saariin" in hint.why
    assert scope_hint("Voitteko auttaa veroilmoituksen täyttämisessä?", coach) is None


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "Paljonko kotiinkuljetus maksaa?",
            {"kulut": "kuljetus on 6 euroa", "kesto": "arvio on kaksi päivää"},
        ),
        ("Milloin laskun eräpäivä on?", {"kesto": "arvio on kaksi päivää"}),
        ("Mihin asti olette auki?", {}),
    ],
)
def test_what_is_told_belongs_to_the_topic(text: str, slots: dict[str, str]) -> None:
    description = described(
        costs=[{"text": "kuljetus on 6 euroa", "topics": ["delivery"]}],
        times=[{"text": "arvio on kaksi päivää"}],
    )
    assert description.slots(asked(text, Coach(load_library().playbooks))) == slots


def test_hours_are_those_of_the_channel() -> None:
    description = described(hours=[{"channel": "phone", "text": "arkisin klo 9–15"}])
    coach = Coach(load_library().playbooks)
    assert description.slots(asked("Hei", coach, "phone")) == {"aukiolo": "arkisin klo 9–15"}
    assert description.slots(asked("Hei", coach)) == {}


@pytest.mark.parametrize(
    ("more", "line", "part"),
    [
        ("outside:\n- {id: oma, label: Oma}\n", 6, "nothing recognises oma"),
        ("outside:\n- {id: oma, label: Oma, patterns: ['... a']}\n", 6, "begins with a word"),
        ("hours:\n- {channel: chat, text: a}\n- {channel: chat, text: b}\n", 1, "given twice"),
        ("costs:\n- {text: Kuljetus on 6 euroa.}\n", 6, "costs.0.text"),
        ("costs:\n- {text: '{nimi}'}\n", 6, "costs.0.text"),
        ("aukiolo: []\n", 5, "aukiolo"),
    ],
)
def test_problems_are_named_with_line_and_remedy(tmp_path: Path, more: str, line: int, part: str) -> None:
    head = "name: Koe\nversion: 1\nowner: Tiimi\nreview_by: 2027-01-31\n"
    (tmp_path / FILE_NAME).write_text(head + more, encoding="utf-8")
    (problem,) = check([tmp_path])
    assert part in problem.message
    assert problem.line == line
    assert problem.remedy
