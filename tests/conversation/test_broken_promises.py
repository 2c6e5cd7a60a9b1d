"""A promise told of as broken stays open; one reported on is kept."""

from __future__ import annotations

import pytest
from hurmaus.conversation import ledgers
from hurmaus.understanding.facts import PromiseFound
from hurmaus.vocabulary import PromiseState

PROMISED = ledgers.promise((), (PromiseFound(text="Soitan teille huomenna kello 10", due=None),), 1, 0.0, 0)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Lupasin soittaa eilen kello 9, mutta en ehtinyt.", "open"),
        ("Olen pahoillani, että lupauksemme soittaa ei pitänyt.", "open"),
        ("Kuten lupasin, soitan teille huomenna.", "open"),
        ("Soitin teille äsken, kuten lupasin.", "kept"),
    ],
)
def test_a_deed_keeps_it_and_an_excuse_does_not(told: str, state: PromiseState) -> None:
    kept = ledgers.keep(PROMISED, told, ("inform",), 3, 60.0)
    assert [entry.state for entry in kept] == [state]
