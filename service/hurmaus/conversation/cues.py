"""Things an agent may say that are not dialogue acts but end a hint: facts of the turn, by pattern.

A cue says that something was done, never how well (privacy rule 2).
"""

from __future__ import annotations

import re
from typing import Literal, get_args

Cue = Literal[
    "data_acknowledged",  # says that personal data is safe, masked, or belongs in another channel
    "handover_offered",  # offers a colleague, supervisor, call or another channel
    "boundary_set",  # asks to keep the tone decent
    "scope_stated",  # says what the service covers
    "improvement_noted",  # says that the cause is passed on to be fixed
    "feedback_asked",  # asks for feedback or a recommendation
]
CUES: tuple[Cue, ...] = get_args(Cue)

_PATTERNS: dict[Cue, str] = {
    "data_acknowledged": (
        r"henkilötunnu|hetu|korttinumero|kortin numero|tilinumero|henkilötie|arkaluont|luottamuksellis"
        r"|tietoturva|tietosuoja|suojatu|peitet|peitt|\bpiilot|salat(?:tu|un)|turvallis(?:esti|empi|en|uu)"
        r"|tunnistautu|vahvast(?:i|a) tunnist|älä(?:thän)?\s+(?:kirjoita|lähetä|laita)"
        r"|älkää(?:hän)?\s+(?:kirjoittako|lähettäkö|laittako)|(?:poistin|poistan|poistettu).{0,30}(?:tieto|numero|tunnu)"
    ),
    "handover_offered": (
        r"esimie(?:s|he)|esihenkilö|lähijohta|vuorovastaav|tiiminvetäj|tiimivastaav|päällik"
        r"|(?:siirrän|yhdistän|ohjaan|välitän|annan|pyydän|otan)\b.{0,60}"
        r"(?:kollega|asiantuntija|asiakasvastaav|työkaver|mukaan|eteenpäin|puhelu|linja|ihmise|asiakaspalvelija)"
        r"|kollega(?:ni|n|lle|lleni|a|ani)?\b.{0,40}(?:jatka|otta|soitta|autta|palaa)"
        r"|(?:soitan|soitamme|soittaisin|voin soittaa|voinko soittaa|soitanko)"
        r"|olen (?:ihan )?(?:oikea )?ihminen|täällä (?:on )?(?:ihan )?(?:oikea )?ihminen|puhutte nyt ihmisen|juttelet nyt ihmisen"
    ),
    "boundary_set": (
        r"asialli(?:nen|sesti|sena|sessa|sta)|(?:nimittel|kirosan|kiroil|huutami|uhkail|loukkaav)"
        r"|ystävällisessä hengessä|kunnioittava|lopetan (?:tämän )?keskustelun|päätän (?:tämän )?keskustelun"
    ),
    "scope_stated": (
        r"(?:palvelu|sopimu|takuu|tuke)\w*.{0,40}(?:kattaa|sisältää|kuuluu|sisälly|kata\b|koskee)"
        r"|palvelukuvau|palveluumme kuulu|tähän palveluun"
    ),
    "improvement_noted": (
        r"(?:kirja(?:an|sin|amme|ttu)|välit(?:än|in|ämme|etään)|vien|veimme|merkits(?:en|in)|ilmoit(?:an|in)|korja(?:an|amme|utan|taan)"
        r"|päivit(?:än|ämme|etään)).{0,60}(?:ohje|sivu|teksti|hinna|hinta|virhe|puut|kehity|palaut|havain|tuotetie|prosess|tiimi)"
    ),
    "feedback_asked": (
        r"suosittel|palautet?ta? (?:voi|anta|jät)|(?:anna|antakaa|antaisi|kerro|kertoisi|kertokaa)\w*.{0,50}palaut"
        r"|palautekysely|mitä (?:olisimme|olisin|voisimme|voimme) .{0,30}(?:toisin|paremmin)|arvio(?:ida|ikaa|isi)"
    ),
}
_COMPILED = {cue: re.compile(pattern, re.IGNORECASE) for cue, pattern in _PATTERNS.items()}


def cues_in(agent_text: str) -> tuple[Cue, ...]:
    """Return the cues of one agent turn, in a fixed order."""
    return tuple(cue for cue, pattern in _COMPILED.items() if pattern.search(agent_text))
