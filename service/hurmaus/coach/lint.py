"""What is wrong with a playbook whose form is right: of its phrases, rules, steps and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hurmaus.coach.merging import in_force
from hurmaus.coach.playbook import PhraseSpec, Playbook, PlaybookFile
from hurmaus.coach.wording import WHY_SLOTS, Finding, Place, of_phrase, of_slots
from hurmaus.vocabulary import HINT_KINDS

MIN_PHRASES = 8
NEAR_DUPLICATE = 0.75
"""Share of words in common from which two phrases of a kind count as the same."""

MIN_EXAMPLES = 3
"""Fewer sentences do not tell what is common to them."""

MAX_EXAMPLES = 40
"""More are not worth the time of comparing each turn with them."""

MIN_WORDS_OF_EXAMPLE = 2


class _Group(NamedTuple):
    """Examples of one act or step."""

    where: Place
    name: str
    lines: tuple[str, ...]


def lint(written: PlaybookFile, base: Playbook | None = None) -> Iterator[Finding]:
    """Yield everything wrong with what is ``written``; ``base`` is the playbook that it builds on."""
    whole = in_force(written, base)
    yield from _drops(written, base)
    yield from _steps(written)
    yield from _rules(written, whole)
    for kind, phrases in written.phrases.items():
        for index, phrase in enumerate(phrases):
            for finding in of_phrase(phrase, kind):
                yield Finding(
                    where=("phrases", kind, index, *finding.where),
                    message=finding.message,
                    remedy=finding.remedy,
                )
    yield from _duplicates(written, base)
    yield from _enough(whole)
    yield from _examples(written)


def _drops(written: PlaybookFile, base: Playbook | None) -> Iterator[Finding]:
    if base is None:
        return
    known = {
        "steps": {step.id for step in base.steps},
        "rules": {rule.id for rule in base.rules},
        "phrases": {spec.id for specs in base.phrases.values() for spec in specs},
    }
    for part, there in known.items():
        for index, name in enumerate(getattr(written.drop, part)):
            if name not in there:
                yield Finding(
                    where=("drop", part, index),
                    message=f"{base.id} has no {part[:-1]} {name} to drop",
                    remedy=f"See: hurmaus playbook show {base.id}.",
                )


def _steps(written: PlaybookFile) -> Iterator[Finding]:
    ids = [step.id for step in written.steps]
    for index, step_id in enumerate(ids):
        if step_id in ids[:index]:
            yield Finding(
                where=("steps", index), message=f"the step {step_id} comes twice", remedy="Remove one."
            )


def _rules(written: PlaybookFile, whole: Playbook) -> Iterator[Finding]:
    steps = {step.id for step in whole.steps}
    seen: set[str] = set()
    for index, rule in enumerate(written.rules):
        where: Place = ("rules", index)
        if rule.id in seen:
            yield Finding(where=where, message=f"the rule {rule.id} comes twice", remedy="Rename one.")
        seen.add(rule.id)
        if rule.step is not None and rule.step not in steps:
            yield Finding(
                where=(*where, "step"),
                message=f"the rule {rule.id} serves an unknown step {rule.step}",
                remedy=f"Use one of: {', '.join(sorted(steps))}.",
            )
        if not whole.phrases.get(rule.kind):
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
                yield from of_slots(condition.why, WHY_SLOTS, (*where, "when", number, "why"))


def _duplicates(written: PlaybookFile, base: Playbook | None) -> Iterator[Finding]:
    ids: dict[str, str] = {}
    for kind, phrases in written.phrases.items():
        replaced = {phrase.id for phrase in phrases} | set(written.drop.phrases)
        inherited = () if base is None else base.phrases.get(kind, ())
        others = [spec for spec in inherited if spec.id not in replaced]
        elsewhere = (
            {}
            if base is None
            else {spec.id: other for other, specs in base.phrases.items() if other != kind for spec in specs}
        )
        for index, phrase in enumerate(phrases):
            where = ("phrases", kind, index)
            taken = ids.get(phrase.id) or elsewhere.get(phrase.id)
            if taken is not None:
                yield Finding(
                    where=where,
                    message=f"the phrase id {phrase.id} is used twice (under {taken})",
                    remedy="Give each phrase an id of its own.",
                )
            ids[phrase.id] = kind
            for other_phrase in others:
                if _alike(phrase, other_phrase):
                    yield Finding(
                        where=where,
                        message=f"{phrase.id} says nearly the same as {other_phrase.id}",
                        remedy="Reword one or remove it.",
                    )
            others.append(phrase)


def _alike(one: PhraseSpec, other: PhraseSpec) -> bool:
    for address in ("te", "sina"):
        mine, theirs = one.variant(address), other.variant(address)
        if mine is None or theirs is None:
            continue
        a, b = _words(mine[0]), _words(theirs[0])
        if a and b and len(a & b) / len(a | b) >= NEAR_DUPLICATE:
            return True
    return False


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _enough(whole: Playbook) -> Iterator[Finding]:
    for kind in HINT_KINDS:
        phrases = whole.phrases.get(kind)
        if phrases is None:
            continue
        for channel in ("written", "spoken"):
            fitting = [phrase for phrase in phrases if phrase.channel in ("any", channel)]
            if len(fitting) < MIN_PHRASES:
                yield Finding(
                    where=("phrases", kind),
                    message=f"{kind} has {len(fitting)} phrases for {channel} use, {MIN_PHRASES} are needed",
                    remedy="Write more of them, mark some as channel: any, or build on another with extends.",
                )


def _examples(written: PlaybookFile) -> Iterator[Finding]:
    groups = [_Group(("examples", act), f"the act {act}", lines) for act, lines in written.examples.items()]
    groups += [
        _Group(("steps", index, "examples"), f"the step {step.id}", step.examples)
        for index, step in enumerate(written.steps)
        if step.examples
    ]
    taken: dict[frozenset[str], str] = {}
    for group in groups:
        if not MIN_EXAMPLES <= len(group.lines) <= MAX_EXAMPLES:
            yield Finding(
                where=group.where,
                message=f"{group.name} has {len(group.lines)} examples",
                remedy=f"Write {MIN_EXAMPLES} to {MAX_EXAMPLES}, each in other words.",
            )
        for index, line in enumerate(group.lines):
            yield from _example(line, (*group.where, index))
            words = _words(line)
            if words in taken:
                yield Finding(
                    where=(*group.where, index),
                    message=f"this example stands already under {taken[words]}",
                    remedy="Keep it in one place, or write another.",
                )
            taken[words] = group.name


def _example(line: str, where: Place) -> Iterator[Finding]:
    if "{" in line or "}" in line:
        yield Finding(
            where=where, message="an example with a slot", remedy="Write the sentence as the agent says it."
        )
    if (count := len(_words(line))) < MIN_WORDS_OF_EXAMPLE:
        yield Finding(
            where=where,
            message=f"an example of {count} words says too little",
            remedy="Write a whole sentence.",
        )
