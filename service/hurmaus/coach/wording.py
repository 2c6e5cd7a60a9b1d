"""What a phrase must not do: apologise with an if, blame, mix forms of address, gush at bad news."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from hurmaus.coach.playbook import BAD_NEWS_KINDS, PRIVATE_KINDS, PhraseSpec
from hurmaus.vocabulary import Address

FROM_THE_CONVERSATION: frozenset[str] = frozenset(
    {"kysymys", "lupaus", "aika", "nimi", "tilausnumero", "tuote"}
)
"""An open question, a promise, its time; the customer's first name, order number and product."""

FROM_THE_DESCRIPTION: frozenset[str] = frozenset({"rajaus", "apu", "aukiolo", "kulut", "kesto", "tapa"})
"""From the service description: what is outside and who helps with it; hours, costs, times and ways."""

SLOTS: frozenset[str] = FROM_THE_CONVERSATION | FROM_THE_DESCRIPTION
"""What a wording may fill."""

WHY_SLOTS: frozenset[str] = SLOTS | {"sanat", "tunne", "vastattu", "kysytty", "varmuus"}

Place = tuple[str | int, ...]
"""A path into a file: keys and list indexes."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A problem at a path into the playbook."""

    where: Place
    message: str
    remedy: str


class _Ban(msgspec.Struct, frozen=True, kw_only=True):
    pattern: re.Pattern[str]
    message: str
    remedy: str


def _ban(pattern: str, message: str, remedy: str) -> _Ban:
    return _Ban(pattern=re.compile(pattern, re.IGNORECASE), message=message, remedy=remedy)


_ALWAYS = (
    _ban(
        r"(?:pahoit|anteeksi|pahoillani|harmi)[^.!?]*\b(?:jos|mikäli)\b",
        "an apology with an if is no apology",
        "Regret what happened plainly, without jos.",
    ),
    _ban(
        r"\b(?:olisitte|olisit|teidän olisi|sinun olisi)\b[^.!?]*\b(?:pitänyt|kannattanut|tullut)\b"
        r"|\b(?:oma|omaa) vika|teidän vika|sinun vika|itse aiheut|(?:ette|et) (?:ole|oo) luken|väärin ymmärsi"
        r"|ymmärsi(?:t|tte) väärin|kuten jo (?:sanoin|kerroin)|ei kuulu meille"
        r"|ei ole meidän (?:vika|vastuu|ongelma)",
        "blames or dismisses the customer",
        "Say what can be done now.",
    ),
    _ban(
        r"\bolette(?:ko)?\s+(?:\w+\s+){0,2}\w+(?:neet|nneet|leet|rreet|sseet)\b"
        r"|\bette\s+ole\s+(?:\w+\s+){0,2}\w+neet\b|\b(?:olitte|olisitte)\s+(?:\w+\s+){0,2}\w+neet\b",
        "plural participle for one person addressed as te",
        "Write the singular: olette tilannut.",
    ),
    _ban(r"!\s*!", "more than one exclamation mark", "One is enough, or none."),
    _ban(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|(?:^|\s)[:;]-?[)D(]", "an emoji", "Let the words carry it."),
)
_ON_BAD_NEWS = (
    _ban(r"!", "an exclamation mark on bad news", "End with a full stop."),
    _ban(
        r"\b(?:ihana|mahtava|upea|loistava|fantasti|superhieno)\w*|\b(?:jee|wau)\b",
        "gush on bad news",
        "Say it plainly.",
    ),
)
_TE = re.compile(
    r"\b(?:te|teid[aä]n|teille|teitä|teillä|teiltä|teistä|teihin|teissä|teidät|teidänkin|teilläkin|teille?kin)\b"
    r"|\b(?:olette|oletteko|voitte|voitteko|saatte|haluatte|haluatteko|ette|ettekö|tarvitsette|kerroitte|otitte)\b"
    r"|\w{3,}(?:isitte|isitteko|itteko|atteko|ätteko|atte|ätte|ette|itte)(?:kin|kaan|kään)?\b"
    r"|\w{2,}(?:nne)\b|\w{3,}(?:kaa|kää)(?:han|hän)?\b",
    re.IGNORECASE,
)
_SINA = re.compile(
    r"\b(?:sinä|sinun|sinua|sinulle|sinulla|sinulta|sinusta|sinuun|sinut|sinullakin|sun|sua|sulle|sä|sulla)\b"
    r"|\b(?:olet|oletko|voit|voitko|saat|saatko|haluat|haluatko|et|etkö|tarvitset|kerroit|otit|kerro|jaksat|jaksoit)\b"
    r"|\w{3,}(?:isit|isitko|isitkö)\b|\w{2,}(?:[aeouyäö]|ii)si\b"
    r"|\b(?:viesti|kortti|tili|posti|paketti|mieli|koti)si\b",
    re.IGNORECASE,
)
# words that end like a second person but are none
_NEITHER = re.compile(
    r"\b(?:tilanne|asenne|käänne|rakenne|perinne|liikaa|tänne|sinne|minne|jonne|kunne|tuonne|onne|kanne|takaa|ratkaa|maksaa|jatkaa|kohta|auttaa|vaikkakaan|uusi|kuusi|viisi"
    r"|yksi|kaksi|tosi|hyväksi|pahoiksi|asiaksi|syksi|lapsi|kansi|susi|vuosi|kausi|täysi|käsi|vesi|köysi|tuhansi"
    r"|vastasi|huomasi|lupasi|palasi|korjasi|ratkesi|varasi|tilasi|lähtesi|onnistuisi|sitte|luotte|otte|palvelukaan|siksi|miksi|ensi|toiseksi|aluksi|lopuksi|ensiksi|seuraavaksi|avuksi|onneksi"
    r"|kuntoksi|selväksi|varmaksi|paremmaksi|helpommaksi|pakkaa|antaa|tulkaa|aikaa|paikkaa|taakkaa|palkkaa|kertaakaan"
    r"|asiakkaa|henkaa|lukkaa)\b",
    re.IGNORECASE,
)


def of_phrase(phrase: PhraseSpec, kind: str) -> Iterator[Finding]:
    """Yield what is wrong with one phrase, by the place in it."""
    if kind in PRIVATE_KINDS and phrase.text is None:
        yield Finding(where=(), message=f"{phrase.id} is for the agent alone", remedy="Give it as text.")
    if phrase.text is not None and (phrase.te is not None or phrase.sina is not None):
        yield Finding(
            where=("text",),
            message=f"{phrase.id} has both text and te or sina",
            remedy="Give te and sina, or text alone where nobody is addressed.",
        )
    if phrase.text is None and (phrase.te is None or phrase.sina is None):
        missing = "te" if phrase.te is None else "sina"
        yield Finding(
            where=(), message=f"{phrase.id} lacks the variant {missing}", remedy=f"Add {missing}: to it."
        )
    for name, wording in (("te", phrase.te), ("sina", phrase.sina), ("text", phrase.text)):
        if wording is None:
            continue
        for ban in (*_ALWAYS, *(_ON_BAD_NEWS if kind in BAD_NEWS_KINDS else ())):
            if ban.pattern.search(wording):
                yield Finding(where=(name,), message=f"{phrase.id}: {ban.message}", remedy=ban.remedy)
        yield from of_slots(wording, SLOTS, (name,))
        if kind not in PRIVATE_KINDS:
            yield from _address(phrase.id, name, wording)


def _address(phrase_id: str, declared: str, wording: str) -> Iterator[Finding]:
    found = address_of(wording)
    if declared != "sina" and "sina" in found:
        yield Finding(
            where=(declared,),
            message=f"{phrase_id}: speaks to sinä under {declared}",
            remedy="Use the te form here, or move the wording to sina.",
        )
    if declared != "te" and "te" in found:
        yield Finding(
            where=(declared,),
            message=f"{phrase_id}: speaks to te under {declared}",
            remedy="Use the sinä form here, or move the wording to te.",
        )


def address_of(wording: str) -> frozenset[Address]:
    """Return the forms of address that a wording shows: te, sina, both, or neither."""
    plain = _NEITHER.sub(" ", wording)
    found: set[Address] = set()
    if _TE.search(plain):
        found.add("te")
    if _SINA.search(plain):
        found.add("sina")
    return frozenset(found)


_SLOT = re.compile(r"\{([^{}]*)\}")
_INFLECTED = re.compile(r"\{[^{}]*\}(?=[:’']?\w)")


def of_slots(text: str, known: frozenset[str], where: Place) -> Iterator[Finding]:
    """Yield what is wrong with the slots of a text: unknown, inflected, or a brace without its pair."""
    for slot in _SLOT.findall(text):
        if slot not in known:
            yield Finding(
                where=where,
                message=f"unknown slot {{{slot}}}",
                remedy=f"Use one of: {', '.join(sorted(known))}.",
            )
    if found := _INFLECTED.search(text):
        yield Finding(
            where=where,
            message=f"the slot {found[0]} with an ending, which cannot be inflected",
            remedy="Word it so that the slot stands as it is: Kiitos, {nimi}.",
        )
    rest = _SLOT.sub("", text)
    if "{" in rest or "}" in rest:
        yield Finding(where=where, message="a brace without its pair", remedy="Write slots as {aika}.")
