"""What an agent turn does, in written, spoken and recogniser Finnish."""

from __future__ import annotations

import pytest
from hurmaus.understanding.acts import find
from hurmaus.understanding.words import Words

EXPECTED = {
    "greet": ["Hei!", "Moi Anna,", "Hyvää huomenta", "asiakaspalvelusta päivää", "Hyvä asiakas"],
    "offer_help": ["Miten voin auttaa?", "kuinka mä voisin olla avuks", "Autan mielelläni.", "Mitä asiaa sinulla on?"],
    "thank": ["Kiitos, että kerroitte.", "kiitti kun soitit", "Kiitämme palautteestanne"],
    "empathise": ["Ymmärrän, että tämä harmittaa.", "Onpa kurja tilanne.", "kuulostaa tosi raskaalta", "En ihmettele, että suututti."],
    "apologise": ["Olen pahoillani.", "Pahoittelemme virhettä.", "anteeks kauheesti", "pahoittelut tasta"],
    "ask": ["Mikä on tilausnumero?", "onks sulla kuitti tallella", "Milloin vika alkoi?", "näkyyks siinä valoja"],
    "inform": ["Lasku on maksettu 3.5.", "Valitettavasti tuote on loppu.", "Paketti on lajittelukeskuksessa."],
    "next_step": ["Asentaja tulee huomenna kello 10.", "Tarkistan tilauksen.", "Voit palauttaa tuotteen postitse.", "Siirrän puhelun laskutukseen.", "Haluatko, että varaan ajan?"],
    "promise": ["Palaan asiaan huomenna.", "Soitan teille tunnin päästä.", "mä ilmoitan sulle heti kun se on tullu"],
    "recap": ["Kertaan vielä: uusi lasku lähtee tänään.", "Sovittiin siis, että asentaja tulee torstaina.", "eli yhteenvetona paketti haetaan huomenna"],
    "close": ["Hyvää päivänjatkoa!", "Voinko auttaa vielä jossain muussa?", "hei hei", "Ystävällisin terveisin Anna"],
    "blame": ["Teidän olisi pitänyt lukea ehdot.", "Itsehän te sen tilasitte.", "sun vika ku et ottanu vakuutusta", "Unohditte ilmoittaa osoitteen."],
    "dismiss": ["Se ei kuulu meille.", "En voi asialle mitään.", "ei me voida sille mitään", "Lukekaa ohjeet sivuilta.", "Näitä sattuu."],
}  # fmt: skip


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in EXPECTED.items() for text in texts])
def test_an_act_is_seen(act: str, text: str) -> None:
    assert act in find(Words(text))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Hei! Olen pahoillani viivästyksestä. Soitan teille huomenna.", {"greet", "apologise", "promise"}),
        (
            "Kiitos viestistäsi. Ymmärrän, että odotus turhauttaa. Mikä tilausnumero on?",
            {"thank", "empathise", "ask"},
        ),
        ("Ymmärrän, mutta emme voi asialle mitään.", {"empathise", "dismiss"}),
        ("Olen pahoillani, mutta tuote on loppunut varastosta.", {"apologise", "inform"}),
        ("kiitos soitosta ja hyvää viikonloppua", {"thank", "close"}),
    ],
)
def test_a_turn_does_several_things(text: str, acts: set[str]) -> None:
    assert set(find(Words(text))) == acts


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Meidän olisi pitänyt ilmoittaa aiemmin.", "blame"),
        ("Hyvää päivänjatkoa, hei hei!", "greet"),
        ("Onko vielä jotain muuta?", "ask"),
        ("Miten voin auttaa?", "ask"),
        ("Lähetin sen eilen.", "promise"),
        ("Pyydän teiltä tätä anteeksi.", "next_step"),
        ("Se on hankala sanoa.", "dismiss"),
        ("Tilanne on tämä.", "close"),
    ],
)
def test_an_act_is_not_seen(text: str, act: str) -> None:
    assert act not in find(Words(text))


@pytest.mark.parametrize("text", ["", "👍", "...", "48213", "ok"])
def test_a_turn_without_words_does_nothing(text: str) -> None:
    assert find(Words(text)) == ()


def test_missing_umlauts_change_nothing() -> None:
    assert find(Words("Ymmarran, etta tama harmittaa.")) == find(Words("Ymmärrän, että tämä harmittaa."))
