"""Every Finnish line of the playbooks is spelt right, by Voikko (Debian: voikko-fi and python3-libvoikko)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hurmaus.coach.candidates import FEELINGS, OVERDUE_WHY, REMINDER_WHY
from hurmaus.coach.loading import load_library

from tests.support.finnish import speller, words

KNOWN = frozenset({"Moikka"})
"""Words that the dictionary lacks."""


@pytest.fixture(scope="module")
def voikko() -> Iterator[Any]:
    finnish = speller()
    yield finnish
    finnish.terminate()


def lines() -> Iterator[tuple[str, str]]:
    """Every line that an agent may see, with where it stands."""
    yield "reminder", REMINDER_WHY
    yield "overdue", OVERDUE_WHY
    yield from (("feeling", name) for name in FEELINGS.values())
    library = load_library()
    assert library.description is not None
    yield "description", library.description.name
    for limit in library.description.outside:
        yield from ((f"outside {limit.id}", line) for line in (limit.label, limit.help) if line)
    for playbook in library.playbooks.values():
        yield f"{playbook.id} name", playbook.name
        yield from ((f"{playbook.id} step {step.id}", step.label) for step in playbook.steps)
        for rule in playbook.rules:
            yield from ((f"{playbook.id} rule {rule.id}", entry.why) for entry in rule.when if entry.why)
        for phrases in playbook.phrases.values():
            for spec in phrases:
                wordings = (spec.te, spec.sina, spec.text)
                yield from ((f"{playbook.id} phrase {spec.id}", wording) for wording in wordings if wording)


def test_every_word_is_spelt_right(voikko: Any) -> None:
    wrong = [
        f"{where}: {word}"
        for where, line in lines()
        for word in words(line)
        if word not in KNOWN and not voikko.spell(word)
    ]
    assert wrong == []


def test_no_known_word_is_kept_that_the_dictionary_knows(voikko: Any) -> None:
    assert [word for word in KNOWN if voikko.spell(word)] == []
