"""Every Finnish line of the playbooks is spelt right, by Voikko (Debian: voikko-fi and python3-libvoikko)."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hurmaus.coach.candidates import FEELINGS, OVERDUE_WHY, REMINDER_WHY
from hurmaus.coach.loading import load_playbooks

KNOWN = frozenset({"Moikka"})
"""Words that the dictionary lacks."""

DEBIAN = Path("/usr/lib/python3/dist-packages/libvoikko.py")


def binding() -> ModuleType | None:
    """Return libvoikko, from the environment or from where Debian keeps it."""
    if importlib.util.find_spec("libvoikko") is not None:
        return importlib.import_module("libvoikko")
    spec = importlib.util.spec_from_file_location("libvoikko", DEBIAN) if DEBIAN.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["libvoikko"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def voikko() -> Iterator[Any]:
    module = binding()
    if module is None:
        pytest.skip("Voikko is not installed: apt-get install voikko-fi python3-libvoikko")
    try:
        speller = module.Voikko("fi")
    except module.VoikkoException:
        pytest.skip("Voikko has no Finnish dictionary: apt-get install voikko-fi")
    yield speller
    speller.terminate()


def lines() -> Iterator[tuple[str, str]]:
    """Every line that an agent may see, with where it stands."""
    yield "reminder", REMINDER_WHY
    yield "overdue", OVERDUE_WHY
    yield from (("feeling", name) for name in FEELINGS.values())
    for playbook in load_playbooks().values():
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
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.sub(r"\{\w+\}", "", line))
        if word not in KNOWN and not voikko.spell(word)
    ]
    assert wrong == []


def test_no_known_word_is_kept_that_the_dictionary_knows(voikko: Any) -> None:
    assert [word for word in KNOWN if voikko.spell(word)] == []
