"""Feelings that customers name: their own, and those that they say they do not have."""

from __future__ import annotations

import pytest
from hurmaus.conversation.feelings import own_words


def said(text: str) -> list[str]:
    return [one.emotion for one in own_words(text).said]


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("Olen raivoissani!", "anger"),
        ("ihan kyllästyny tähän", "anger"),
        ("kyllä nyt vituttaa", "anger"),
        ("Olen todella pettynyt.", "sadness"),
        ("Pelkään, että rahat katosivat", "fear"),
        ("olen vähän huolissani", "fear"),
        ("En voi olla kuin pettynyt", "sadness"),
    ],
)
def test_a_feeling_said(text: str, feeling: str) -> None:
    assert said(text) == [feeling]


@pytest.mark.parametrize(
    "text", ["En ole vihainen, kysyn vain", "en oo yhtään pettynyt", "älkää suuttuko, enkä ole huolissani"]
)
def test_a_feeling_denied_is_not_said(text: str) -> None:
    assert said(text) == []
    assert own_words(text).denied


def test_one_denied_and_another_said() -> None:
    own = own_words("En ole vihainen vaan pettynyt")
    assert [one.emotion for one in own.said] == ["sadness"]
    assert own.denied == ("anger",)


@pytest.mark.parametrize(
    "text", ["lasku", "Huoltoaika perjantaina?", "Älkää olko huolissanne", "Surffaan netissä"]
)
def test_nothing_said(text: str) -> None:
    assert own_words(text).said == ()
