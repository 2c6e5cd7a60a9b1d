"""What an agent commits to, and when it was done."""

from __future__ import annotations

from datetime import datetime

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.kept import says_done, says_kept
from hurmaus.understanding.read import read
from hurmaus.understanding.workdays import helsinki

AT = datetime(2025, 3, 12, 10, 0, tzinfo=helsinki()).timestamp()


def promises(text: str) -> list[tuple[str, str | None]]:
    found = read(mask(text), "agent", AT).promises
    return [
        (one.text, one.due and datetime.fromtimestamp(one.due, helsinki()).strftime("%d.%m. %H:%M"))
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Palaan asiaan.", None),
        ("Palaan asiaan kahden arkipäivän kuluessa.", "14.03. 17:00"),
        ("Soitan teille tänään ennen neljää.", "12.03. 16:00"),
        ("mä soitan sulle puolen tunnin päästä", "12.03. 10:30"),
        ("Vastaan teille perjantaihin mennessä.", "14.03. 17:00"),
        ("Hyvitän summan seuraavalle laskullesi.", None),
        ("Lähetämme teille uuden laskun ensi viikolla.", "21.03. 17:00"),
        ("Ilmoitan sinulle heti, kun paketti liikkuu.", None),
        ("joo mä otan selvää ja laitan sulle viestin iltapäivällä", "12.03. 17:00"),
        ("Otan asian hoitaakseni.", None),
        ("Soitan teille tänään ennen neljää ja kerron, milloin paketti tulee.", "12.03. 16:00"),
        ("Palaan hyvitykseen tunnin kuluessa.", "12.03. 11:00"),
        ("Palaan näihin kysymyksiin perjantaina.", "14.03. 17:00"),
        ("Paketti tulee perille huomenna klo 12 mennessä.", "13.03. 12:00"),
        ("Uusi kortti toimitetaan viimeistään perjantaina.", "14.03. 17:00"),
        ("En voi luvata tarkkaa aikaa, mutta soitan teille huomenna.", "13.03. 17:00"),
        ("En voi luvata tarkkaa aikaa, soitan teille kuitenkin huomenna.", "13.03. 17:00"),
        ("Lupasin soittaa eilen, ja soitan teille nyt tunnin sisällä.", "12.03. 11:00"),
        ("Soitan teille huomenna, vaikka en voi luvata vastausta.", "13.03. 17:00"),
        ("Lupaan, että soitan teille huomenna.", "13.03. 17:00"),
        ("Kuten lupasin, soitan teille huomenna.", "13.03. 17:00"),
    ],
)
def test_a_promise_and_its_time(text: str, due: str | None) -> None:
    assert [time for _, time in promises(text)] == [due]


def test_two_promises_with_times_of_their_own_are_two() -> None:
    assert promises("Soitan teille huomenna ja lähetän laskun perjantaina.") == [
        ("Soitan teille huomenna", "13.03. 17:00"),
        ("lähetän laskun perjantaina", "14.03. 17:00"),
    ]


def test_only_the_promising_sentence_is_quoted() -> None:
    text = "Pahoittelen viivästystä. Soitan teille huomenna klo 9. Hyvää päivänjatkoa!"
    assert promises(text) == [("Soitan teille huomenna klo 9", "13.03. 09:00")]


@pytest.mark.parametrize(
    "text",
    [
        "Hetki, tarkistan tilauksen.", "Lähetin laskun jo eilen.", "Paketti saapuu huomenna.", "Voitte soittaa meille huomenna.",
        "En voi luvata, että soitan huomenna kello 10.", "Emme pysty lupaamaan, että hyvitämme kulut teille.",
        "En lupaa soittaa huomenna.", "emme valitettavasti voi taata et soitan sulle tänään",
        "Lupasin soittaa teille eilen kello 9, mutta en ehtinyt.", "Kollegani lupasi soittaa teille eilen.",
        "Teille luvattiin palata asiaan maanantaina.", "Olin luvannut vastata teille eilen.",
        "Minun piti soittaa teille eilen.", "Olen pahoillani, että lupauksemme ei pitänyt.",
        "Luvattu soitto jäi tekemättä.", "Jos lupaan jotain, se pitää.", "En voi soittaa teille huomenna.",
        "Soitanko teille huomenna?", "Milloin paketti tuli?", "Hei!", "En voi luvata mitään.", "",
    ],
)  # fmt: skip
def test_what_is_no_promise(text: str) -> None:
    assert promises(text) == []


def test_a_customer_makes_no_promises_to_keep() -> None:
    assert read(mask("Palaan asiaan huomenna."), "customer", AT).promises == ()


@pytest.mark.parametrize(
    "text",
    [
        "Lähetin sen nyt.",
        "Hoidettu!",
        "Soitin teille äsken.",
        "Asia on nyt kunnossa.",
        "no niin mä laitoin sen menemään",
        "En ehtinyt eilen, mutta lähetin laskun nyt.",
        "Soitin teille kuten lupasin.",
        "Tässä lupaamani linkki.",
        "Hyvitin summan, ja se näkyy tilillänne huomenna.",
        "Soitin teille, mutta ette vastannut.",
    ],
)
def test_a_deed_told(text: str) -> None:
    assert says_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lähetän sen nyt.",
        "En ole vielä soittanut.",
        "Lupasin soittaa eilen kello 9, mutta en ehtinyt.",
        "Lupasin soittaa eilen.",
        "Nyt on vielä vähän epäselvää.",
        "Kuten lupasin, soitan teille huomenna.",
        "Luvattu soitto jäi tekemättä.",
        "Lähetin laskun, mutta se ei ole mennyt perille.",
        "Unohdin lähettää lupaamani laskun.",
        "Valitettavasti lupauksemme ei pitänyt.",
        "Selvitän asiaa vielä, kuten sovittiin.",
        "Onko lasku jo maksettu?",
        "Hei!",
        "Jos asia on hoidettu, hyvä.",
    ],
)
def test_a_deed_not_told(text: str) -> None:
    assert not says_done(text)


def test_a_deed_keeps_the_promise_it_is_about() -> None:
    assert says_kept("Lähetän uuden laskun tänään", "Lähetin laskun juuri.")
    assert says_kept("Palaan asiaan huomenna", "Hoidettu!")
    assert not says_kept("Hyvitän toimituskulut", "Päivitin osoitteenne uuteen.")
