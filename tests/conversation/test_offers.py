"""A phrase that was offered and said is done, whatever the patterns see."""

from __future__ import annotations

from hurmaus.conversation.offers import MAX_OFFERS, offered, with_said
from hurmaus.vocabulary import Phrase

from tests.conversation.happenings import hint

OFFERS = offered(
    (),
    hint(
        kind="empathise",
        phrases=(Phrase(id="p1", text="Näin ei pitänyt käydä. Ymmärrän harmin.", address="none"),),
    ),
)


def test_said_word_for_word_it_is_the_act_of_its_kind() -> None:
    assert with_said(OFFERS, "Näin ei pitänyt käydä. Ymmärrän harmin.", ("inform",), ()) == (
        ("inform", "empathise"),
        (),
    )


def test_it_is_found_amid_other_sentences_and_whatever_the_capitals() -> None:
    acts, _ = with_said(OFFERS, "Hei! näin ei pitänyt käydä, ymmärrän. YMMÄRRÄN HARMIN", (), ())
    assert acts == ()
    acts, _ = with_said(OFFERS, "Hei! näin ei pitänyt käydä. ymmärrän harmin! Katson.", (), ())
    assert acts == ("empathise",)


def test_half_of_it_is_not_it() -> None:
    assert with_said(OFFERS, "Ymmärrän harmin.", (), ()) == ((), ())


def test_a_turn_of_offered_phrases_alone_blames_nobody() -> None:
    text = "Näin ei pitänyt käydä. Ymmärrän harmin."
    assert with_said(OFFERS, text, ("blame",), ())[0] == ("empathise",)
    assert "blame" in with_said(OFFERS, f"{text} Oma vika.", ("blame",), ())[0]


def test_kinds_with_a_cue_give_it() -> None:
    offers = offered(
        (), hint(kind="hand_over", phrases=(Phrase(id="p2", text="Pyydän apua.", address="none"),))
    )
    assert with_said(offers, "Pyydän apua.", (), ()) == (("next_step",), ("handover_offered",))


def test_no_words_are_kept() -> None:
    assert "Ymmärrän" not in repr(OFFERS)


def test_there_are_never_too_many() -> None:
    offers = OFFERS
    for number in range(MAX_OFFERS + 50):
        phrase = Phrase(id=f"p{number}", text=f"Lause {number}", address="none")
        offers = offered(offers, hint(phrases=(phrase,)))
    assert len(offers) == MAX_OFFERS
