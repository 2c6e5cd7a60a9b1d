"""Whether the speaker says te or sinä to the one they talk with, or shows neither.

For an agent every second-person form speaks to the customer. A customer also speaks to the company in the
plural: "teillä on virhe", "olette laskuttaneet väärin" (plural participle) and "teidän sivuilla" say nothing
of how they address the person, so alone they give ``none``; "voisitteko", "te olette" and "laskunne" count.
"""

from __future__ import annotations

from typing import Final

from hurmaus.understanding.words import ENDS, Words
from hurmaus.vocabulary import Address, Role

_SINA: Final = frozenset(
    "sina sinun sinua sinulla sinulle sinulta sinut sinuun sinussa sinusta sinullakin sinullekin sinunkin sinakin "
    "sahan sinahan etko olet olit ollet olisit olisitko oletko voit voitko voisit voisitko saat saatko saisit haluat "
    "haluatko haluaisit haluaisitko tiedat tiedatko naet naetko pystyt pystytko osaat osaatko tarvitset tarvitsetko "
    "loydat loysitko tulet menet meet annat laitat laitatko kirjoitat lahetat lahetit sanoit kerroit kerrot kerrotko "
    "tilasit sait saitko ostit maksoit maksat soitit soitat otit otat teit teet jaksoit jouduit valitset paaset "
    "kuulet muistat muistatko kaytat kaytit asut kaipaat toivot mietit paatat katsot huomasit vaivauduit odotat "
    "odotit ilmoitat ilmoitit palautat palautit irtisanot vastaat vastasit ymmarrat ymmarratko tarkoitat tarkoitatko "
    "luulet ajattelit kuulit lahdet aloitat tunnet kysyt kysyit kirjaudut tulostat liimaat klikkaat painat maksatko "
    "mulkku-ootko itsellasi itsellesi itsesi mielestasi puolestasi".split()
)
_SINA_IMPERATIVE: Final = frozenset(
    "kerro kerropa soita odota laita lahetathan laitathan kirjoita valitse tarkista tarkistathan kokeile kay ota "
    "palauta kirjaudu kaynnista klikkaa paina lue lahetatko avaa katso katsopa muista pida nauti pyyda tayta poista "
    "lataa sammuta irrota kytke vaihda varmista ilmoita vastaa anna jata hae mene siirry skannaa nappaa".split()
)
_SINA_POSSESSED: Final = (
    "tilaukse lasku pakett lahetykse osoittee sopimukse liittyma viesti asia tili korti numero sahkoposti puhelime "
    "hakemukse varaukse maksu palautukse nime ongelma laittee modeemi reititti matka lento lippu lippusi kuva liittee "
    "tieto tietoje auto vakuutukse vahinko toivee palauttee karsivallisyyde yhteydenoto rahasi raha omaisuude koti "
    "asunto mittari lukema kulutukse paatokse aika aikasi varausnumero tilausnumero asiakasnumero henkilollisyyde "
    "kysymykse huole harmi tilantee mielipitee reklamaatio nettis netti yhteyde koneesi kone ostokse tuottee lapse "
    "elama arjesi toimitukse saatavuude lomasi perhee ilmoitukse kuitti kuitte sopimus vointi palvelu tunnukse "
    "salasana kayttaja jasenyyde saldo hinta postilaatiko luotto turva pankki lentosi suostumukse"
).split()
_NOT_SECOND_SINGULAR: Final = frozenset(
    ("latsa", "pitsa", "sahkokatko", "katko", "kayttokatko", "huoltokatko", "matkatsa")
)
_TE: Final = frozenset("te tekin tehan teko".split())
_TE_OR_COMPANY: Final = frozenset(
    "teidan teita teille teilla teilta teissa teista teihin teillakin teillekin teidankin teillahan teilte".split()
)
_NOT_SECOND_PLURAL: Final = frozenset(
    "sitte mitte vitte sitten otte lotte charlotte annette brigitte palette kasette ette-kai hette motte totte tette "
    "servette disette pette omelette lafayette itte ylitte jotte".split()
)
_NOT_POSSESSED: Final = frozenset(
    "minne sinne tanne tuonne jonne kunne kaunne enne joukkonne anne johanne susanne".split()
)
_PARTITIVES_IN_KAA: Final = (
    "aikaa", "paikkaa", "matkaa", "ruokaa", "luokkaa", "vikaa", "palkkaa", "asiakkaa", "takkaa", "laatikkaa", "poikaa",
    "virkaa", "hakaa", "tukkaa", "rikkaa", "kirkkaa", "pakkaa", "markkaa", "taikaa", "kukkaa", "lukkaa", "raakaa",
    "takaa", "edelta-kaa", "suoraa", "kirjaa", "veikkaa", "haikaa", "arkaa", "saakkaa", "jalkaa", "tarkkaa", "koukkaa",
    "hukkaa", "liikkaa", "likkaa", "silkkaa", "pelkkaa", "merkkaa", "sakkaa", "enkaa", "mukaa", "vakaa", "vaikkaa",
    "ikaa", "nakaa", "kovaa", "kalkaa", "vuoka", "kaikkaa", "kimppakaa", "lokaa", "jakaa", "purkaa", "alkaa", "haukkaa",
    "lakkaa", "maalkaa", "makaa", "haluskaa", "auringonkaa", "oikkaa", "hetkaa", "pitkaa", "selkaa", "nalkaa", "vakea",
    "lammikkaa", "eikaa", "kokaa", "uhkaa", "puhkaa", "tuhkaa", "henkaa",
)  # fmt: skip


def detect(words: Words, role: Role) -> Address:
    """The form of address that the speaker of this utterance uses."""
    te = sina = 0.0
    plain = words.plain
    for index, word in enumerate(plain):
        if len(word) < 2 or word in ENDS:
            continue
        if _is_sina(word, index == 0 or plain[index - 1] in ENDS):
            sina += 1
        elif word in _TE_OR_COMPANY:
            te += 1 if role == "agent" else 0
        elif word in _TE or _is_te_form(word):
            te += 0 if role == "customer" and _speaks_to_several(plain, index) else 1
    if te == sina == 0:
        return "none"
    return "te" if te > sina else "sina"


def _is_sina(word: str, starts_sentence: bool) -> bool:
    if word in _SINA or (starts_sentence and word in _SINA_IMPERATIVE):
        return True
    if word.endswith(("isit", "isitko", "tko", "tsa")) and len(word) > 5:
        return word not in _NOT_SECOND_SINGULAR
    if word.endswith("si") and not word.endswith(("isi", "ksi")):
        return any(word.startswith(stem) and len(word) <= len(stem) + 4 for stem in _SINA_POSSESSED)
    return word.endswith(("uksesi", "yksesi", "oksesi"))


def _is_te_form(word: str) -> bool:
    if word.endswith(("tte", "tteko", "ttehan", "ttekaan", "ttekin", "ttepa")):
        return len(word) > 3 and word not in _NOT_SECOND_PLURAL
    if word.endswith(("nne", "nnekin", "nneko")):
        return (
            len(word) > 5
            and word not in _NOT_POSSESSED
            and not word.endswith("anne")
            or word.endswith("tanne")
        )
    return word.endswith(("kaa", "kaapa")) and len(word) > 5 and not word.endswith(_PARTITIVES_IN_KAA)


def _speaks_to_several(plain: list[str], index: int) -> bool:
    """Whether a plural participle follows: "olette lähettäneet" speaks to the company."""
    for word in plain[index + 1 : index + 5]:
        if word in ENDS:
            return False
        if word.endswith("neet") and len(word) > 5:
            return True
    return False
