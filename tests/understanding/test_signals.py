"""What a customer lets know, and the words that say so; a calm enquiry lets nothing know."""

from __future__ import annotations

import pytest
from hurmaus.privacy.masking import mask
from hurmaus.understanding.read import read

PROBLEMS = {
    "complaint",
    "delay",
    "our_fault",
    "repeat_contact",
    "threatens_to_leave",
    "threatens_to_complain",
    "abuse",
}


def signals(text: str) -> dict[str, str]:
    return {found.signal: found.words for found in read(mask(text), "customer", 0.0).signals}


EXPECTED = {
    "complaint": ["Netti ei toimi.", "vittu tää ei toimi", "Sain viallisen tuotteen.", "Olen todella pettynyt palveluun.", "pesukone on rikki", "Paketti on hukassa."],
    "delay": ["Paketti on taas myöhässä!", "Olen odottanut jo kaksi viikkoa.", "tilaus viipyy", "se ei oo vieläkään tullu"],
    "our_fault": ["Laskutitte minua kahteen kertaan.", "Sain väärän tuotteen.", "Lupasitte soittaa eilen.", "Virhe on teidän."],
    "repeat_contact": ["Soitan tästä jo kolmatta kertaa.", "Taas sama virhe laskussa.", "tää ei toimi taaskaan"],
    "asks_human": ["Yhdistättekö minut esihenkilöllenne?", "saisko pomonne luuriin", "Haluan puhua esimiehen kanssa.", "onko siellä ketään oikeaa ihmistä", "en halua jutella botille"],
    "threatens_to_leave": ["Irtisanon sopimuksen heti.", "Siirryn Telialle, ellei tämä korjaannu.", "Vaihdan operaattoria, ellei tämä hoidu.", "en tilaa teiltä enää ikinä"],
    "threatens_to_complain": ["Teen valituksen kuluttajariitalautakuntaan.", "Vien asian oikeuteen.", "teen tästä rikosilmoituksen"],
    "abuse": ["sä oot idiootti", "Olette ihan täysiä idiootteja siellä!", "haista vittu", "painu helvettiin siitä"],
    "thanks": ["Kiitos paljon!", "kiitti vaan"],
    "solved": ["Nyt se toimii, kiitos.", "Asia on kunnossa.", "ongelma ratkesi jo"],
    "lets_go": ["Antaa olla.", "ei sen väliä", "Ei se mitään."],
    "points_at_our_material": ["Sivuillanne lukee väärä hinta.", "Ohjeessa on virhe.", "ohje oli tosi epäselvä"],
    "sensitive": ["Minulla on masennus.", "lääkäri määräsi leikkauksen", "luottamusmies neuvoi soittamaan"],
    "personal_data": ["Hetuni on 131052-308T."],
    "enquiry": ["Mihin asti olette auki?", "Miten palautan tuotteen?"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("signal", "text"), [(signal, text) for signal, texts in EXPECTED.items() for text in texts]
)
def test_a_signal_is_seen(signal: str, text: str) -> None:
    assert signal in signals(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mihin asti olette auki?", "Miten palautan tuotteen?", "onko teillä tuotetta varastossa", "Paljonko toimitus maksaa?",
        "joo hei mä kysyisin et millon teillä on vapaa aika", "Voiko eräpäivää siirtää?", "Miten toimin, jos tuote on viallinen?",
        "Paketti ei ole ollenkaan myöhässä, kiitos.", "Ei mitään valittamista.", "Kiitos, kaikki kunnossa!", "48213", "👍", "ok", "",
        "Muutan ensi kuussa, miten teen osoitteenmuutoksen?", "Voinko vaihtaa isompaan liittymään kesken sopimuksen?",
        "Maksan laskun huomenna.", "Sopiiko aika viikolla 14?", "En ole pettynyt lainkaan.", "Ei haittaa, odotan mielelläni.",
    ],
)  # fmt: skip
def test_a_calm_message_tells_of_no_problem(text: str) -> None:
    assert not PROBLEMS & signals(text).keys()


def test_swearing_as_pain_is_no_abuse_and_as_praise_no_complaint() -> None:
    assert "abuse" not in signals("voi vittu, taas hajosi koko laite")
    assert not PROBLEMS & signals("Vittu miten hyvää palvelua!").keys()


def test_irony_with_a_problem_in_it_is_a_problem() -> None:
    assert "delay" in signals("Hieno homma taas, paketti on myöhässä jo toisen viikon.")


def test_thanks_for_nothing_again_is_a_complaint() -> None:
    assert "complaint" in signals('Kiitos vaan "avusta" taas.')
    assert not PROBLEMS & signals("Kiitos taas avusta!").keys()


def test_a_problem_that_is_over_is_praised_not_complained_of() -> None:
    assert not PROBLEMS & signals("Laite oli viallinen, mutta sain uuden heti. Mahtavaa palvelua!").keys()


def test_the_quoted_words_are_the_customers_own_and_masked() -> None:
    assert signals("Netti EI sitten TOIMI ollenkaan")["complaint"] == "EI sitten TOIMI"
    assert signals("Hetuni on 131052-308T, kortti 4111 1111 1111 1111")["personal_data"] == "[HETU] [KORTTI]"


def test_the_fullest_wording_is_quoted() -> None:
    assert signals("Soitan samasta asiasta jo kolmatta kertaa.")["repeat_contact"] == "jo kolmatta kertaa"


def test_missing_umlauts_change_nothing() -> None:
    assert (
        signals("paketti on myohassa eika kukaan vastaa").keys()
        == signals("paketti on myöhässä eikä kukaan vastaa").keys()
    )


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Tuotteessa oli naarmu, voiko sen vaihtaa?", "complaint"),
        ("Paidassa on reikä.", "complaint"),
        ("huomasin näytössä säröjä", "complaint"),
        ("Odotin pakettia turhaan koko päivän", "delay"),
        ("odottelin asentajaa koko aamun", "delay"),
        ("Kolme tuntia jonossa ja linja katkesi.", "delay"),
        ("Luvattu hyvitys puuttuu.", "our_fault"),
        ("Lupasitte soittaa, mutta kukaan ei soittanut.", "our_fault"),
        ("Luvattiin perjantaiksi, mutta nyt on maanantai.", "delay"),
        ("Kolmas kerta kun soitan tästä.", "repeat_contact"),
    ],
)
def test_a_problem_told_without_its_name_is_one(text: str, signal: str) -> None:
    assert signal in signals(text)


@pytest.mark.parametrize(
    "text",
    [
        "taas", "Hei taas, mihin asti olette auki?", "Tilasin taas teiltä.", "Soitan taas huomenna.",
        "Mulle luvattiin et saan uuden liittymän", "Minulle luvattiin toimitus perjantaiksi.", "Kuten luvattiin, tuli ajoissa.",
        "kolmas kerta kun annan sen", "Tämä on jo kolmas kerta kun annan tilausnumeron.",
        "Tilasin takin, mutta se on liian iso.", "Tilasin kirjan, mutta sain sen jo lahjaksi.",
        "Tilasin vahingossa kaksi, mutta tarvitsen vain yhden.", "Jäikö minulta aika väliin?", "Tarvitaanko huoltoa?",
        "Onko teillä naarmunpoistoainetta?", "Voiko näyttöön tulla naarmuja?", "Odotan pakettia.",
    ],
)  # fmt: skip
def test_a_word_alone_is_no_problem(text: str) -> None:
    assert not PROBLEMS & signals(text).keys()


@pytest.mark.parametrize(
    "text", ["Onko lasku jo korjattu?", "Joko asia on kunnossa?", "Milloin tämä on hoidettu?"]
)
def test_what_is_asked_is_not_settled(text: str) -> None:
    assert "solved" not in signals(text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Lasit olivat kaikki säpäleinä.", "complaint"),
        ("Ei tämä näin voi mennä.", "complaint"),
        ("Puhelimessa sanottiin 29,90 ja laskulla on 39,90.", "our_fault"),
        ("Tilasin mustan takin, mutta paketissa oli ruskea.", "our_fault"),
        ("ostin kaks mut sain vaan yhen", "our_fault"),
        ("Laatikossa oli teekannu, vaikka tilasin kahvikannun.", "our_fault"),
        ("Lento tuli ajallaan, mutta laukut jäivät Münchenin kentälle.", "our_fault"),
        ("Kampaaja-aikani oli varattu, mutta se peruttiin ilmoittamatta.", "complaint"),
        ("Laite sammuu itsestään kesken puhelun.", "complaint"),
        ("Makuuhuoneen katosta tippuu vettä.", "complaint"),
        ("Roskiksia ei ole haettu viikkoon.", "complaint"),
        ("Huoltoa ei ole näkynyt.", "complaint"),
        ("Sovellus antaa virheilmoituksen.", "complaint"),
        ("Patteri ei lämpene.", "complaint"),
    ],
)
def test_a_trouble_told_by_its_outcome_is_one(text: str, signal: str) -> None:
    assert signal in signals(text)


def test_who_has_no_strength_left_for_something_else_does_not_let_the_matter_go() -> None:
    assert "lets_go" not in signals("En jaksa enää järjestellä työvuoroja.")
    assert "lets_go" in signals("En jaksa enää tapella tästä.")


def test_who_is_tired_of_the_machine_does_not_let_the_matter_go() -> None:
    assert "lets_go" not in signals("En jaksa tätä bottia, antakaa ihminen puhelimeen.")


def test_again_belongs_to_the_trouble_of_its_own_sentence() -> None:
    assert signals("Paketti on taas myöhässä!")["repeat_contact"] == "taas myöhässä"
    assert "repeat_contact" not in signals("Hienoa työtä taas, kiitos vaan! Linja katkesi kesken.")
