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


def own_phrases(*names: str) -> list[tuple[str, str]]:
    """Phrases of these playbooks; of all without any."""
    folder = files("hurmaus.coach").joinpath("playbooks")
    playbooks = [
        yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if not names or file.name in names
    ]
    return [
        (kind, phrase[form])
        for playbook in playbooks
        for kind, phrases in playbook.get("phrases", {}).items()
        for phrase in phrases
        for form in ("te", "sina", "text")
        if form in phrase
    ]


@pytest.mark.parametrize(
    ("kind", "text"), [pair for pair in own_phrases("reklamaatio.yaml") if pair[0] in WANTED]
)
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
