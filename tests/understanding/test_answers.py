"""An answer is of the kind asked for and on the subject; asking back or promising to look is none."""

from __future__ import annotations

import pytest
from hurmaus.understanding.answers import answered, which_answered


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Mihin asti olette auki?", "Olemme auki arkisin kello 20 asti."),
        ("mihin asti ootte auki", "kahdeksaan"),
        ("Milloin paketti tulee?", "Se tulee perille huomenna."),
        ("Milloin asentaja tulee?", "En valitettavasti osaa sanoa tarkkaa aikaa."),
        ("kauanko hyvitys kestää", "Rahat näkyvät tilillä 3-5 pankkipäivässä."),
        ("Paljonko palautus maksaa", "Palautus on maksuton."),
        ("Paljonko se maksaa?", "15 euroa"),
        ("missä mun paketti on", "Pakettisi on lajittelukeskuksessa."),
        ("Voinko vaihtaa koon?", "Kyllä voit."),
        ("Voinko vaihtaa koon?", "Valitettavasti tämä koko on loppu."),
        ("Saanko hyvityksen?", "Hyvitämme koko summan."),
        ("miksi lasku on näin iso", "Laskussa on kaksi kuukautta, koska laskutusjakso vaihtui."),
        ("Miten palautan tuotteen?", "Tulosta palautustarra ja vie paketti postiin."),
        ("Mitä teen?", "Käynnistä reititin uudelleen."),
        ("Voitteko tarkistaa, onko lasku maksettu?", "Laskunne on maksettu 3.5."),
        ("Missä se on?", "Paketti on lajittelukeskuksessa, tarkistan vielä aikataulun."),
        ("Missä se on", "Paketti on jäänyt lajittelukeskukseen Vantaalle. Soitan tänään ennen neljää."),
        ("milloin saan sen", "Paketti on teillä huomenna kello 12 mennessä."),
        ("Milloin soitatte?", "Soitan teille huomenna."),
        ("saako alennusta", "Hyvitän toimituskulut 5,90 euroa."),
        ("Saanko jotain hyvitystä?", "Annan teille 20 prosentin alennuksen."),
        ("Missä pakettini on?", "Lähetys on jo Vantaalla terminaalissa."),
        ("saisko mä uuden laskun", "Lähetän uuden laskun sähköpostiisi."),
    ],
)
def test_answers(question: str, answer: str) -> None:
    assert answered(question, answer)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Mihin asti olette auki?", "Selvitän asiaa, hetki vain."),
        ("Mihin asti olette auki?", "Minkä myymälän aukioloja tarkoitat?"),
        ("Milloin paketti tulee?", "Pahoittelen viivästystä."),
        ("Milloin paketti tulee?", "Tarkistan asian ja palaan huomenna."),
        ("Paljonko palautus maksaa", "Voit palauttaa tuotteen myymälään."),
        ("Paljonko se maksaa?", "Tilauksesi 48213 on matkalla."),
        ("Voinko vaihtaa koon?", "Kiitos viestistäsi."),
        ("miksi lasku on näin iso", "Ymmärrän harmituksen."),
        ("Saanko hyvityksen?", "Hyvää päivää!"),
        ("Missä se on?", "Tarkistan heti, missä paketti on."),
        ("Missä pakettini on?", "Selvitän, missä pakettinne on."),
        ("Milloin paketti tulee?", "Tarkistan, milloin se tulee, ja palaan huomenna."),
        ("milloin saan sen", "Paketti on jäänyt lajittelukeskukseen, ja soitan teille tänään ennen neljää."),
        ("Milloin paketti tulee?", "Soitan tänään ennen neljää."),
        ("Onko lasku maksettu?", "Kyllä mä katson."),
        ("Voiko sohvan palauttaa?", "Toimitus maksaa 49 euroa."),
        ("Onko lasku maksettu?", "Joo, tarkistan heti."),
        ("Voitteko tarkistaa, onko lasku maksettu?", "Tarkistan sen heti."),
        ("Milloin paketti tulee?", ""),
        ("Milloin paketti tulee?", "👍"),
    ],
)
def test_what_is_no_answer(question: str, reply: str) -> None:
    assert not answered(question, reply)


THREE = ("Onko vapaita paikkoja lauantain kurssille", "mitä kurssi maksaa", "pitääkö ottaa omat välineet")


@pytest.mark.parametrize(
    ("reply", "which"),
    [
        ("Lauantain kurssilla on vielä kolme paikkaa.", {0}),
        ("Kurssi maksaa 45 euroa, ja välineet saa meiltä.", {1, 2}),
        ("Kyllä onnistuu.", {0, 2}),
        ("Tarkistan asian.", set()),
        ("En tiedä.", set()),
        ("En tiedä, paljonko kurssi maksaa.", {1}),
    ],
)
def test_of_several_questions_those_are_answered_that_the_reply_speaks_of(
    reply: str, which: set[int]
) -> None:
    assert which_answered(THREE, reply) == which


def test_a_reason_needs_no_because() -> None:
    assert answered("Miksi näin kävi?", "Järjestelmässämme oli eilen häiriö.")


@pytest.mark.parametrize(
    "aside", ["Henkilötunnusta ei tarvitse kirjoittaa tähän.", "Voi ei, ymmärrän, että tilanne huolestuttaa."]
)
def test_the_no_of_an_aside_answers_no_question(aside: str) -> None:
    asked = ("Korvaako vakuutus tämän?", "Pitääkö minun hankkia kuivaaja itse?")

    assert which_answered(asked, aside) == frozenset()


def test_an_aside_answers_what_was_asked_of_it() -> None:
    assert answered(
        "Pitääkö henkilötunnus kirjoittaa tähän?", "Henkilötunnusta ei tarvitse kirjoittaa tähän."
    )
