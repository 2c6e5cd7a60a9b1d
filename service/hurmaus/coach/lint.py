"""What a phrase must not do: apologise with an if, blame, mix forms of address, gush at bad news, repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from hurmaus.coach.playbook import BAD_NEWS_KINDS, PRIVATE_KINDS, PhraseSpec, Playbook
from hurmaus.vocabulary import HINT_KINDS, Address

SLOTS: frozenset[str] = frozenset({"kysymys", "lupaus", "aika"})
"""Slots that can be filled from the conversation: an open question, a promise, its time."""

WHY_SLOTS: frozenset[str] = frozenset(
    {"sanat", "tunne", "vastattu", "kysytty", "kysymys", "lupaus", "aika", "varmuus"}
)

MIN_PHRASES = 8
NEAR_DUPLICATE = 0.75
"""Share of words in common from which two phrases of a kind count as the same."""


MIN_EXAMPLES = 3
"""Fewer sentences do not tell what is common to them."""

MIN_WORDS_OF_EXAMPLE = 2

MAX_EXAMPLES = 40
"""More are not worth the time of comparing each turn with them."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A problem at a path into the playbook."""

    where: tuple[str | int, ...]
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
_EXCLAMATION = _ban(r"!", "an exclamation mark on bad news", "End with a full stop.")
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
    r"\b(?:tänne|sinne|minne|jonne|kunne|tuonne|onne|kanne|takaa|ratkaa|maksaa|jatkaa|kohta|auttaa|vaikkakaan|uusi|kuusi|viisi"
    r"|yksi|kaksi|tosi|hyväksi|pahoiksi|asiaksi|syksi|lapsi|kansi|susi|vuosi|kausi|täysi|käsi|vesi|köysi|tuhansi"
    r"|vastasi|huomasi|lupasi|palasi|korjasi|ratkesi|varasi|tilasi|lähtesi|onnistuisi|sitte|luotte|otte|palvelukaan|siksi|miksi|ensi|toiseksi|aluksi|lopuksi|ensiksi|seuraavaksi|avuksi|onneksi"
    r"|kuntoksi|selväksi|varmaksi|paremmaksi|helpommaksi|pakkaa|antaa|tulkaa|aikaa|paikkaa|taakkaa|palkkaa|kertaakaan"
    r"|asiakkaa|henkaa|lukkaa)\b",
    re.IGNORECASE,
)


def lint(playbook: Playbook) -> Iterator[Finding]:
    """Yield everything wrong with the content of a playbook whose form is right."""
    yield from _steps(playbook)
    yield from _rules(playbook)
    for kind, phrases in playbook.phrases.items():
        for index, phrase in enumerate(phrases):
            for finding in _phrase(phrase, kind):
                yield Finding(
                    where=("phrases", kind, index, *finding.where),
                    message=finding.message,
                    remedy=finding.remedy,
                )
    yield from _duplicates(playbook)
    yield from _enough(playbook)
    yield from _examples(playbook)


def _examples(playbook: Playbook) -> Iterator[Finding]:
    groups: list[tuple[tuple[str | int, ...], str, tuple[str, ...]]] = [
        (("examples", act), f"the act {act}", lines) for act, lines in playbook.examples.items()
    ]
    groups += [
        (("steps", index, "examples"), f"the step {step.id}", step.examples)
        for index, step in enumerate(playbook.steps)
        if step.examples
    ]
    taken: dict[tuple[str, ...], str] = {}
    for where, name, lines in groups:
        if not MIN_EXAMPLES <= len(lines) <= MAX_EXAMPLES:
            yield Finding(
                where=where,
                message=f"{name} has {len(lines)} examples",
                remedy=f"Write {MIN_EXAMPLES} to {MAX_EXAMPLES}, each in other words.",
            )
        for index, line in enumerate(lines):
            yield from _example(line, name, taken, (*where, index))


def _example(
    line: str, name: str, taken: dict[tuple[str, ...], str], where: tuple[str | int, ...]
) -> Iterator[Finding]:
    words = tuple(re.findall(r"\w+", line.lower()))
    if "{" in line or "}" in line:
        yield Finding(
            where=where, message="an example with a slot", remedy="Write the sentence as the agent says it."
        )
    if len(words) < MIN_WORDS_OF_EXAMPLE:
        yield Finding(
            where=where,
            message=f"an example of {len(words)} words says too little",
            remedy="Write a whole sentence.",
        )
    if words in taken:
        yield Finding(
            where=where,
            message=f"this example stands already under {taken[words]}",
            remedy="Keep it in one place, or write another.",
        )
    taken[words] = name


def _steps(playbook: Playbook) -> Iterator[Finding]:
    ids = [step.id for step in playbook.steps]
    for index, step_id in enumerate(ids):
        if step_id in ids[:index]:
            yield Finding(
                where=("steps", index), message=f"the step {step_id} comes twice", remedy="Remove one."
            )


def _rules(playbook: Playbook) -> Iterator[Finding]:
    steps = {step.id for step in playbook.steps}
    seen: set[str] = set()
    for index, rule in enumerate(playbook.rules):
        where = ("rules", index)
        if rule.id in seen:
            yield Finding(where=where, message=f"the rule {rule.id} comes twice", remedy="Rename one.")
        seen.add(rule.id)
        if rule.step is not None and rule.step not in steps:
            yield Finding(
                where=(*where, "step"),
                message=f"the rule {rule.id} serves an unknown step {rule.step}",
                remedy=f"Use one of: {', '.join(sorted(steps))}.",
            )
        if not playbook.phrases.get(rule.kind):
            yield Finding(
                where=where,
                message=f"the rule {rule.id} has no phrases of kind {rule.kind}",
                remedy=f"Write some under phrases: {rule.kind}.",
            )
        for number, condition in enumerate(rule.when):
            if condition.why is None:
                yield Finding(
                    where=(*where, "when", number),
                    message=f"the rule {rule.id} does not say why",
                    remedy="Add why: one Finnish line for the agent.",
                )
            else:
                yield from _slots(condition.why, WHY_SLOTS, (*where, "when", number, "why"))


def _phrase(phrase: PhraseSpec, kind: str) -> Iterator[Finding]:
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
        for ban in (*_ALWAYS, *((_EXCLAMATION,) if kind in BAD_NEWS_KINDS else ())):
            if ban.pattern.search(wording):
                yield Finding(where=(name,), message=f"{phrase.id}: {ban.message}", remedy=ban.remedy)
        yield from _slots(wording, SLOTS, (name,))
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


def _slots(text: str, known: frozenset[str], where: tuple[str | int, ...]) -> Iterator[Finding]:
    for slot in re.findall(r"\{([^{}]*)\}", text):
        if slot not in known:
            yield Finding(
                where=where,
                message=f"unknown slot {{{slot}}}",
                remedy=f"Use one of: {', '.join(sorted(known))}.",
            )
    if re.sub(r"\{[^{}]*\}", "", text).count("{") or re.sub(r"\{[^{}]*\}", "", text).count("}"):
        yield Finding(where=where, message="a brace without its pair", remedy="Write slots as {aika}.")


def _duplicates(playbook: Playbook) -> Iterator[Finding]:
    ids: dict[str, str] = {}
    for kind, phrases in playbook.phrases.items():
        for index, phrase in enumerate(phrases):
            where = ("phrases", kind, index)
            if phrase.id in ids:
                yield Finding(
                    where=where,
                    message=f"the phrase id {phrase.id} is used twice",
                    remedy="Give each phrase an id of its own.",
                )
            ids[phrase.id] = kind
            for other in phrases[:index]:
                if _alike(phrase, other):
                    yield Finding(
                        where=where,
                        message=f"{phrase.id} says nearly the same as {other.id}",
                        remedy="Reword one or remove it.",
                    )


def _alike(one: PhraseSpec, other: PhraseSpec) -> bool:
    for address in ("te", "sina"):
        mine, theirs = one.variant(address), other.variant(address)
        if mine is None or theirs is None:
            continue
        a, b = set(re.findall(r"\w+", mine[0].lower())), set(re.findall(r"\w+", theirs[0].lower()))
        if a and b and len(a & b) / len(a | b) >= NEAR_DUPLICATE:
            return True
    return False


def _enough(playbook: Playbook) -> Iterator[Finding]:
    for kind in HINT_KINDS:
        phrases = playbook.phrases.get(kind)
        if phrases is None:
            continue
        for channel in ("written", "spoken"):
            fitting = [phrase for phrase in phrases if phrase.channel in ("any", channel)]
            if len(fitting) < MIN_PHRASES:
                yield Finding(
                    where=("phrases", kind),
                    message=f"{kind} has {len(fitting)} phrases for {channel} use, {MIN_PHRASES} are needed",
                    remedy="Write more of them, or mark some as channel: any.",
                )
