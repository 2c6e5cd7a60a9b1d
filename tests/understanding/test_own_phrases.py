"""The phrases that the coach offers do what they are offered for, in both forms of address."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from hurmaus.understanding import acts
from hurmaus.understanding.words import Words

WANTED = {
    "thank": {"thank"},
    "empathise": {"empathise"},
    "apologise": {"apologise"},
    "next_steps": {"next_step", "promise"},
    "recap": {"recap"},
}


def own_phrases() -> list[tuple[str, str]]:
    playbook = yaml.safe_load(
        files("hurmaus.coach").joinpath("playbooks", "reklamaatio.yaml").read_text(encoding="utf-8")
    )
    return [
        (kind, phrase[form])
        for kind, phrases in playbook["phrases"].items()
        for phrase in phrases
        for form in ("te", "sina", "text")
        if form in phrase
    ]


@pytest.mark.parametrize(("kind", "text"), [pair for pair in own_phrases() if pair[0] in WANTED])
def test_a_phrase_does_its_own_thing(kind: str, text: str) -> None:
    assert WANTED[kind] & set(acts.find(Words(text)))


@pytest.mark.parametrize("text", [text for _, text in own_phrases()])
def test_no_phrase_of_ours_blames_or_turns_away(text: str) -> None:
    assert not {"blame", "dismiss"} & set(acts.find(Words(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Vien sen nyt itse esihenkilölle", "Viemme asian tiimille käsiteltäväksi.",
        "Kerron vielä, kuinka asia etenee.", "Näin tästä edetään.",
    ],
)  # fmt: skip
def test_what_happens_next_is_told(text: str) -> None:
    assert {"next_step", "promise"} & set(acts.find(Words(text)))
