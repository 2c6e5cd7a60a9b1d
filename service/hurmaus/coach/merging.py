"""A playbook put upon the one that it builds on: replaced by id, added, dropped. Pure.

What is new goes first among the rules, because the first rule of a kind wins, and last among phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from hurmaus.coach.playbook import PhraseSpec, Playbook, PlaybookFile, Rule, StepRow
from hurmaus.vocabulary import HintKind


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Named)


def in_force(written: PlaybookFile, base: Playbook | None = None) -> Playbook:
    """Return the playbook that ``written`` makes, ``base`` being the one that it builds on."""
    own = written.model_dump(exclude={"extends", "drop", "steps", "rules", "phrases", "examples"})
    if base is None:
        return Playbook.model_construct(
            **own,
            edition=str(written.version),
            steps=written.steps,
            rules=written.rules,
            phrases=written.phrases,
            examples=written.examples,
            homes={},
        )
    steps = _steps(base, written)
    if base.id == written.id and "serves" not in written.model_fields_set:
        own["serves"] = base.serves  # a change to a playbook does not change what it is for
    return Playbook.model_construct(
        **own,
        edition=f"{written.version}/{base.edition}",
        steps=steps,
        rules=_rules(base, written, {step.id for step in steps}),
        phrases=_phrases(base, written),
        examples={
            **base.examples,
            **{act: (*base.examples.get(act, ()), *lines) for act, lines in written.examples.items()},
        },
        homes=_homes(base, written),
    )


def _merged(
    base: Sequence[_T], own: Sequence[_T], drop: Iterable[str], *, new_first: bool = False
) -> tuple[_T, ...]:
    mine = {one.id: one for one in own}
    gone = set(drop)
    known = {one.id for one in base}
    kept = [mine.get(one.id, one) for one in base if one.id not in gone]
    new = [one for one in own if one.id not in known]
    return (*new, *kept) if new_first else (*kept, *new)


def _steps(base: Playbook, written: PlaybookFile) -> tuple[StepRow, ...]:
    """Put the steps together; a new one stands after the one above it in its own file, or last."""
    mine = {step.id: step for step in written.steps}
    steps = [mine.get(step.id, step) for step in base.steps if step.id not in written.drop.steps]
    above: str | None = None
    for step in written.steps:
        there = [one.id for one in steps]
        if step.id not in there:
            steps.insert(there.index(above) + 1 if above in there else len(steps), step)
        above = step.id
    return tuple(steps)


def _rules(base: Playbook, written: PlaybookFile, steps: set[str]) -> tuple[Rule, ...]:
    """Put the rules together; an inherited rule whose step was dropped serves none."""
    own = {rule.id for rule in written.rules}
    rules = _merged(base.rules, written.rules, written.drop.rules, new_first=True)
    return tuple(
        rule
        if rule.step is None or rule.step in steps or rule.id in own
        else rule.model_copy(update={"step": None})
        for rule in rules
    )


def _phrases(base: Playbook, written: PlaybookFile) -> dict[HintKind, tuple[PhraseSpec, ...]]:
    kinds = dict.fromkeys((*base.phrases, *written.phrases))
    return {
        kind: _merged(base.phrases.get(kind, ()), written.phrases.get(kind, ()), written.drop.phrases)
        for kind in kinds
    }


def _homes(base: Playbook, written: PlaybookFile) -> dict[str, str]:
    own = {spec.id for specs in written.phrases.values() for spec in specs}
    inherited = (spec.id for specs in base.phrases.values() for spec in specs)
    return {spec_id: base.homes.get(spec_id, base.id) for spec_id in inherited if spec_id not in own}
