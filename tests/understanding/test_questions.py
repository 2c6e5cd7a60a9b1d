"""A turn is split into its questions, with marks and without, in the customer's own words."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.questions import find
from hurmaus.understanding.read import read
from hurmaus.understanding.words import Words
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Mihin asti olette auki?", ["Mihin asti olette auki?"]),
        ("Moi, missä paketti on ja milloin se tulee?", ["missä paketti on", "milloin se tulee?"]),
        (
            "Hei! Paljonko palautus maksaa, mihin sen voi viedä ja kauanko hyvitys kestää? Kiitos!",
            ["Paljonko palautus maksaa", "mihin sen voi viedä", "kauanko hyvitys kestää?"],
        ),
        ("Tilasin viikko sitten, missä paketti on?", ["missä paketti on?"]),
        ("Voisitteko tarkistaa, onko lasku maksettu?", ["Voisitteko tarkistaa, onko lasku maksettu?"]),
        ("Saako sen palauttaa, jos paketti on avattu?", ["Saako sen palauttaa, jos paketti on avattu?"]),
        ("Entä toimitusajat?", ["Entä toimitusajat?"]),
        ("Paketti ei tullut?", ["Paketti ei tullut?"]),
        ("Lasku on väärin, eikö?", ["Lasku on väärin, eikö?"]),
    ],
)
def test_marked_questions(text: str, questions: list[str]) -> None:
    assert list(find(Words(text))) == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("moi mä tilasin paketin viikko sitten millon se tulee", ["millon se tulee"]),
        ("voiks sen palauttaa ja maksaaks se jotain", ["voiks sen palauttaa", "maksaaks se jotain"]),
        ("saisko mä uuden laskun kiitos", ["saisko mä uuden laskun"]),
        ("joo hei mä kysyisin et onks teillä aikoja huomenna", ["onks teillä aikoja huomenna"]),
        ("mihin asti ootte auki", ["mihin asti ootte auki"]),
        ("tuleeks se tänään vai huomenna", ["tuleeks se tänään vai huomenna"]),
        ("miten ma saan laskun sahkopostiin", ["miten ma saan laskun sahkopostiin"]),
        ("voisitsä kattoo mikä siinä on", ["voisitsä kattoo mikä siinä on"]),
    ],
)
def test_spoken_questions_without_marks(text: str, questions: list[str]) -> None:
    assert list(find(Words(text))) == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Ihmettelen, miksi lasku on näin iso.", ["miksi lasku on näin iso"]),
        ("Haluaisin tietää milloin lasku erääntyy.", ["milloin lasku erääntyy"]),
        ("En ymmärrä, miksi lasku tuli kahdesti.", ["miksi lasku tuli kahdesti"]),
        ("osaatko sanoa mihin asti olette auki", ["osaatko sanoa mihin asti olette auki"]),
        ("Kertokaa, milloin paketti tulee.", ["milloin paketti tulee"]),
        ("Kysymys: kuuluuko asennus hintaan", ["kuuluuko asennus hintaan"]),
    ],
)
def test_indirect_questions(text: str, questions: list[str]) -> None:
    assert list(find(Words(text))) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Onko tämä nyt kolmas kerta?", "Mitä ihmettä?", "Voiko olla totta?", "Mitä tämä on?", "Onko siellä ketään?",
        "Kuinka monta kertaa tämä pitää selittää?", "Oletteko tosissanne?", "Siis mitä?", "Haloo?", "Anteeksi mitä?",
        "Eikö teitä yhtään hävetä?", "Onko tämä joku vitsi?", "?", "Niin?",
    ],
)  # fmt: skip
def test_questions_that_want_no_answer_are_left_out(text: str) -> None:
    assert find(Words(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Paketti, jonka tilasin, on hukassa.", "Se kauppa missä kävin oli kiinni.", "Palaan asiaan, kun tiedän mikä vika on.",
        "Ostin uuden mekon, aurinko paistoi ja verkko toimi.", "Sähkö meni poikki ja siinä oli vahinko.",
        "Sanoitte, milloin se tulee, mutta ei tullut.",
        "En tiedä onko tämä oikea paikka, mutta netti ei toimi.", "kiitos", "48213", "👍", "",
    ],
)  # fmt: skip
def test_statements_hold_no_question(text: str) -> None:
    assert find(Words(text)) == ()


@given(st.text(max_size=300))
def test_a_question_is_always_a_piece_of_the_text(text: str) -> None:
    for question in find(Words(text)):
        assert question in text
    assert len(find(Words(text))) <= 8


@pytest.mark.parametrize(
    "text",
    [
        "onks tää nyt se kolmas kerta", "Onko tämä se viides kerta jo?", "mitä luulet pelle", "Mitä te kuvittelette?",
        "Eikö teillä osata mitään?", "?", "???", "?!", "👍", "😡😡?",
    ],
)  # fmt: skip
def test_what_wants_no_answer_is_no_question(text: str) -> None:
    assert read(mask(text), "customer", 0.0).questions == ()


@pytest.mark.parametrize("text", ["?", "???", "?!", "👍", "😡😡", "…"])
def test_marks_and_emoji_alone_are_in_no_language(text: str) -> None:
    assert read(mask(text), "customer", 0.0).language == "und"
