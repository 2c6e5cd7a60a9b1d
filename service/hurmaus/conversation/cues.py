"""Small facts of a turn that are neither dialogue acts nor signals, by pattern.

Of an agent's turn they say that a thing was done, never how well (privacy rule 2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

AgentCue = Literal[
    "data_acknowledged",  # personal data is safe, or belongs in another channel
    "handover_offered",  # a colleague, supervisor, call or another channel is offered
    "handed_over",  # somebody else carries the matter on
    "boundary_set",  # asks to keep the tone decent
    "scope_stated",  # says what the service covers
    "way_shown",  # what does not go here goes on there, or thus
    "improvement_noted",  # the cause is passed on to be fixed
    "pleased",  # glad of what the customer says
    "feedback_asked",  # feedback or a recommendation is asked for
]
CustomerCue = Literal["loss", "agrees"]
"""``loss``: somebody has died; ``agrees``: says yes to what was proposed."""
Cue = AgentCue | CustomerCue


class _Pattern(NamedTuple):
    """A cue's pattern over lower-case text, and stems of which it needs one: most turns have none."""

    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def _pattern(stems: str, *patterns: str) -> _Pattern:
    return _Pattern(tuple(stems.split()), re.compile("|".join(f"(?:{one})" for one in patterns)))


_PEOPLE = (
    "kolleg asiantuntij asiakasvastaav työkaver esimie esihenkilö lähijohta vuorovastaav tiiminvetäj"
    " tiimivastaav päällik palveluneuvoj asiakaspalvelij"
)
_PERSON = rf"(?:{'|'.join(_PEOPLE.split())})\w*"
_PASSES_ON = (
    r"(?:siirrä|siirrett|siirty|yhdist|ohjaa|väli(?:tä|te)|annan|pyydä|otan|vien|jätä|kutsun|kysyn)\w*"
)

_AGENT: Mapping[AgentCue, _Pattern] = {
    "data_acknowledged": _pattern(
        "tunnu hetu numero tie arkal luott suoj peit piil sala turv tunnis kirj lähe lait terveys",
        r"terveystie|(?:ei|eikä) (?:\w+ )?tarvitse (?:\w+ )?(?:kertoa|kirjoittaa|lähettää|laittaa|antaa)",
        r"henkilötunnu|\bhetu|kort(?:ti|in) ?numero|tilinumero|henkilötie|arkaluont|luottamuksellis",
        r"tietoturva|tietosuoja|suojatu|\bpeit[et]|\bpiilot|salatu|salattu",
        r"turvallisesti|turvallisemp|turvallisen (?:linki|kanava|yhtey)|tunnistautu|vahva(?:sti|a|n) tunnist",
        r"(?:älä|älkää)(?:hän|pä)?\s+(?:\w+\s+)?(?:kirjoit|lähet|laitt|laita)",
        r"(?:poist(?:in|an|amme|ettiin|etaan)).{0,40}(?:tieto|tiedot|numero|tunnu|viesti)",
    ),
    "handover_offered": _pattern(
        f"{_PEOPLE} soit ihmi eteenpäin mukaan",
        r"esimie|esihenkilö|lähijohta|vuorovastaav|tiiminvetäj|tiimivastaav|päällik",
        rf"\b{_PASSES_ON}\b.{{0,60}}(?:{_PERSON}|mukaan|eteenpäin|ihmise)",
        rf"{_PERSON}.{{0,40}}\b(?:jatka|otta|soitta|autta|palaa|hoita|katso)",
        r"\b(?:soitan|soitamme|soittaisin|soitanko|soittaisinko|(?:voin|voinko|voimme|voimmeko) soittaa)\b",
        r"\b(?:olen|täällä on|puhutte|juttelet|puhut)\b.{0,25}\bihmi(?:nen|sen|selle)\b",
    ),
    "handed_over": _pattern(
        f"{_PEOPLE} hoidettavaksi hoitoon eteenpäin",
        rf"{_PERSON}.{{0,40}}\b(?:jatkaa|hoitaa|palaa|soittaa|vastaa)\b",
        r"\b(?:siirsin|siirrän|välitin|välitän|annoin|annan|ohjasin|ohjaan)\b.{0,40}"
        rf"(?:{_PERSON}|hoidettavaksi|hoitoon|eteenpäin)",
    ),
    "boundary_set": _pattern(
        "asialli nimitt kiroil uhkail loukk kunnioit keskustelun",
        r"asialli(?:nen|ses|sen)|nimittel|kiroil|uhkail|loukkaav|kunnioittav",
        r"(?:lopetan|päätän|lopettamaan|päättämään) (?:tämän )?keskustelun",
    ),
    "scope_stated": _pattern(
        "palvelu sopimu takuu tuki tuke emme",
        r"(?:palvelu|sopimu|takuu|tuki|tuke)\w*.{0,40}\b(?:kattaa|sisältää|kuuluu|sisälly|sisällä|kata|koske[ea]?|ulotu|hoida"
        r"|raja|voi kertoa)\b",
        r"palvelukuvau|palvelu\w*.{0,20}ulkopuol",
        r"\bemme(?:kä me)?\b.{0,30}\b(?:tarjoa|hoida|neuvo|tee|anna neuvoja|myy|korjaa)\b",
    ),
    "way_shown": _pattern(
        "mutta vaan",
        r"\b(?:mutta|vaan)\b[^.?!]{0,60}\b(?:auttaa|auttavat|neuvoo|neuvovat|palvelee|hoitaa|osaa|osaavat"
        r"|(?:saat|saatte) (?:apua|neuvoja))\b",
    ),
    "improvement_noted": _pattern(
        "ohje sivu teksti hinna hinta virhe puut kehity palaut havain tieto tiedo prosess tiimi lista korjau",
        r"(?:kirja(?:an|sin|amme|taan)|väli(?:tän|tin|tämme|tetään)|vien|veimme|merkits(?:en|in)"
        r"|ilmoit(?:an|in)|korja(?:an|amme|utan|taan)|päivit(?:än|ämme|etään)|täydennetään|pyydän).{0,60}"
        r"(?:ohje|sivu|teksti|hinna|hinta|virhe|puut|kehity|palaut|havain|tuotetie|väärästä tiedo|prosess"
        r"|tiimi|listal|korjauks)",
        r"puutte.{0,40}täydenne",
    ),
    "pleased": _pattern(
        "kiva mukava hieno ihana hauska ilahdu ilo",
        r"\b(?:kiva|mukava|hieno|ihana|hauska|ilo)(?:a|n|lla)?,? (?:kuulla|lukea|et(?:tä)?)\b|\bilahdu(?:in|imme|ttaa|tti)",
    ),
    "feedback_asked": _pattern(
        "suosittel palaut mitä arvioi muuttavan",
        r"suosittel|palautekysel|(?:anna|antakaa|antaisi|kerro|kertoisi|kertokaa|jättä|jätä)\w*.{0,50}palaut",
        r"palaut\w+.{0,60}(?:anta|jättä|kertoisi|kuul)|kuul\w+.{0,40}palaut",
        r"haluaisi(?:t|tte) meidän muuttavan",
        r"mitä (?:olisimme|olisin|voisimme|voimme)\b.{0,40}(?:toisin|paremmin)|arvio(?:ida|ikaa|isi)",
    ),
}
_SOMEBODY = (
    r"(?:mie(?:s|he\w+)|vaimo\w*|puoliso\w*|avopuoliso\w*|avomie\w+|avovaimo\w*|äiti\w*|äidi\w+|isä\w*|iso(?:äiti|äidi|isä)\w*|koira\w*|kissa\w*"
    r"|mummo\w*|mummi\w*|vaari\w*|ukki\w*|pappa\w*|poika\w*|poja\w+|tytär\w*|tyttä\w+|tyttö\w*|lapse\w*|lapsi"
    r"|sisko\w*|sisar\w*|velje\w*|veli\w*|serkku\w*|täti\w*|tädi\w+|setä\w*|eno\w*|anop\w+|app[ei]\w*|kummi\w*"
    r"|ystävä\w*|kaveri\w*|naapuri\w*|läheise\w+|läheinen|omai(?:nen|se\w+)|sukulai\w+|kumppani\w*|hän|asiakas)"
)
_THING = (
    r"(?:akku|netti|net|puhelin|puhelime|luuri|kännykkä|kännykä|kone|laite|laittee|näyttö|näytö|auto|moottori|yhteys"
    r"|yhteyde|telkkari|televisio|tv|modeemi|reititin|reititti|läppäri|tietokone|tabletti|kello|kamera|lamppu|linja"
    r"|sovellus|palvelin|tili|kortti|kasvi|ruusu|kukka|pesu|jää|astia|imuri|lämpö|pumppu)"
)
_CUSTOMER: Mapping[CustomerCue, _Pattern] = {
    "loss": _pattern(
        "kuol nukk meneht edesm hautaj suru peruki perunki peri leski lesk vainaj poism keskuudes mene",
        # a battery dies as well: it takes somebody who died, and no thing of theirs in between
        rf"\b{_SOMEBODY}\s+(?:(?!{_THING})\w+\s+){{0,3}}kuol(?:i|lut|lu|i(?:vat|n)|leet|ee|emassa)\b",
        rf"(?:^|[.,!?;:] ?|\b(?:eilen|juuri|nyt|tänään|että|kun|koska|\w+ll[aä]|\w+na)\s+)kuoli\s+(?:mun |minun )?{_SOMEBODY}\b"
        rf"(?!\s+{_THING})",
        rf"\bkuolleen? (?:\w+ )?{_SOMEBODY}\b",
        r"\bkuol(?:emantapau|inpes|inpäiv|intodistu|eman jälkeen)|\bnukku(?:i|nut) pois|\bpoisnukku|\bpoismeno",
        r"\bmenehty|\bedesmenn|\bei ole enää keskuudes|\bvainaja",
        rf"\bmenet(?:in|imme|tänyt)\s+{_SOMEBODY}(?=\s*(?:$|[.,!?;]|(?:viime|eilen|juuri|vähän|ja|\w+ll[aä]|\w+kuussa)\b))",
        r"\bhautajais|\bsurunvalittelu|\bperu(?:n)?kirjo|\bleski\b|\bleskeksi\b|\bperikun(?:ta|nan)",
    ),
    "agrees": _pattern(
        "joo juu kyll jep sop käy ok selv tehdää mielel hyvä",
        r"^(?:(?:no|hei|ah|aa|ai|ihan)[ ,]+)*(?:joo|juu|kyllä|jep|ok|okei|okke|selvä|mielellä\w+|tehdään (?:niin|näin))\b"
        r"(?!,? (?:mutta|ei|en)\b)",
        r"(?<!\bei )(?<!\bei se )\b(?:sopii|käy|passaa)\b(?! (?:ei|huonosti))(?:\s+\w+){0,3}\s*(?:[.,!]|$)",
        r"^(?:no )?hyvä(?: näin| juttu| idea)?[.,!]",
    ),
}


def agent_cues(text: str) -> tuple[Cue, ...]:
    """Return the cues of one agent turn, in a fixed order."""
    low = text.lower()
    return tuple(cue for cue, one in _AGENT.items() if _holds(one, low))


def customer_cues(text: str) -> tuple[Cue, ...]:
    """Return the cues of one customer turn."""
    low = text.lower()
    return tuple(cue for cue, one in _CUSTOMER.items() if _holds(one, low))


def _holds(one: _Pattern, low: str) -> bool:
    return any(stem in low for stem in one.stems) and one.pattern.search(low) is not None
