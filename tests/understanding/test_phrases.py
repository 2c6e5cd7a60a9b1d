"""The phrase language, and the lists written in it."""

from __future__ import annotations

import pytest
from hurmaus.understanding.data import load
from hurmaus.understanding.phrases import Phrasebook, parse
from hurmaus.understanding.words import Words, fold

SETS = {"late": "myohassa viivastynyt*"}


def found(phrase: str, text: str) -> list[str]:
    words = Words(text)
    book = Phrasebook({"label": [phrase]}, SETS)
    return [words.said(match.first, match.last) for match in book.find(words.plain)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("toimii", "se toimii nyt", ["toimii"]),
        ("lähet*", "Lähetän laskun", ["Lähetän"]),
        ("ei|en ole", "en ole", ["en ole"]),
        ("ei ... toimi", "ei se vaan millään toimi", ["ei se vaan millään toimi"]),
        ("ei ... toimi", "ei. Se toimi", []),
        ("on [ihan] rikki", "on rikki, on ihan rikki", ["on rikki", "on ihan rikki"]),
        ("olen _ tyytyväinen", "olen oikein tyytyväinen", ["olen oikein tyytyväinen"]),
        ("olen _ tyytyväinen", "olen tyytyväinen", []),
        ("on $late", "paketti on viivästynyt", ["on viivästynyt"]),
        ("on $late ~ei|eikä", "ei se paketti on myöhässä", []),
        ("<start> eli", "Eli näin. Siis eli", ["Eli"]),
        ("hei <end>", "hei! hei sinä", ["hei"]),
        ("kello <n>", "kello 15, kello viisi", ["kello 15"]),
        ("hyvä !asiakas", "hyvä asiakas, hyvä homma", ["hyvä"]),
        ("en ole *nut", "en ole saanut", ["en ole saanut"]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    "phrase", ["", "...", "[ehkä] ei", "*nut", "en [kai]", "ei ...", "to*", "on $nosuch", "!ei en"]
)
def test_a_phrase_that_could_mean_too_much_is_refused(phrase: str) -> None:
    with pytest.raises((ValueError, StopIteration)):
        parse("label", phrase, SETS)


@pytest.mark.parametrize("name", ["acts", "signals"])
def test_the_phrase_files_can_be_read(name: str) -> None:
    data = load(name)
    Phrasebook(data[name], data["sets"])


def test_every_set_is_used() -> None:
    for name in ("acts", "signals"):
        data = load(name)
        phrases = " ".join(phrase for several in data[name].values() for phrase in several)
        for named in data["sets"]:
            assert f"${named}" in phrases, f"{name}.yaml: no phrase uses ${named}"


def test_words_of_the_files_are_folded_alike() -> None:
    assert fold("Äiti Öljy Åbo") == "aiti oljy abo"
