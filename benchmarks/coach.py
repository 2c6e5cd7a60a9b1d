"""How well the coach whispers: every annotated dialogue through the real engine, turn by turn.

``python -m benchmarks.coach`` plays tests/dialogues twice: with the readings that the dialogues script, which
measures the coach alone, and with the shipped model, which measures what an agent gets. ``--dialogues FOLDER``
plays another folder of the same form, ``--errors`` lists every miss. Ends with one JSON line.

A turn says which kinds must be open after it (``open``, ``shown``), which may (``may``), and which must not
(``closed``, ``calm``). *Recall*: of the kinds that must be open, turn by turn, how many are. *Precision*: of the
hints that opened, how many did so at a turn that says they must or may; one that nobody asked for counts
against the coach even where the turn is silent about it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.conversation.state import ConversationState
from hurmaus.emotion.estimator import EmotionEstimator
from hurmaus.emotion.load import load_estimator
from hurmaus.sentences.load import load_act_reader
from hurmaus.understanding.act_reader import ActReader
from hurmaus.vocabulary import HINT_KINDS

from tests.coach.dialogue import DIALOGUES, Dialogue, Turn, load, play, script

CLOSED_BY_ITSELF = "done"


class Outcome:
    """Counts over the dialogues of one run."""

    def __init__(self) -> None:
        self.must: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.forbidden = 0
        self.turns = 0
        self.dialogues = 0
        self.calm = 0
        self.calm_and_silent = 0
        self.shown: list[int] = []
        self.turns_open: list[int] = []
        self.errors: list[str] = []

    def play(
        self, dialogue: Dialogue, coach: Coach, estimator: EmotionEstimator, act_reader: ActReader | None
    ) -> None:
        """Play one dialogue and count."""
        opened_at: dict[str, tuple[str, int]] = {}
        ever_shown: set[str] = set()
        for turn, state in play(dialogue, coach, estimator, act_reader):
            hints = {hint.id: hint.kind for hint in (*state.shown, *state.waiting)}
            ever_shown |= {hint.id for hint in state.shown}
            new = {kind for hint_id, kind in hints.items() if hint_id not in opened_at}
            self._judge(dialogue, turn, new, set(hints.values()))
            for hint_id in [one for one in opened_at if one not in hints]:
                self._closed(*opened_at.pop(hint_id), turn, state)
            for hint_id, kind in hints.items():
                opened_at.setdefault(hint_id, (kind, turn.number))
            self.turns += 1
        self.dialogues += 1
        self.shown.append(len(ever_shown))
        if dialogue.silent:
            self.calm += 1
            self.calm_and_silent += not ever_shown

    def _judge(self, dialogue: Dialogue, turn: Turn, new: set[str], now: set[str]) -> None:
        asked = Asked.of(dialogue, turn)
        self.must.update(asked.must)
        self.met.update(asked.must & now)
        self.opened.update(new)
        self.right.update(new & (asked.must | asked.may))
        self.forbidden += bool(now & asked.never)
        missed, unasked = asked.must - now, new - asked.must - asked.may
        if missed or unasked or now & asked.never:
            self.errors.append(
                f"{dialogue.name} turn {turn.number}: missed {sorted(missed)}, unasked {sorted(unasked)},"
                f" forbidden {sorted(now & asked.never)}: {turn.text[:70]!r}"
            )

    def _closed(self, kind: str, since: int, turn: Turn, state: ConversationState) -> None:
        past = state.kind_history(kind)
        if past is not None and past.reason == CLOSED_BY_ITSELF:
            self.turns_open.append(turn.number - since)


class Asked(NamedTuple):
    """What a turn says of the hints after it."""

    must: set[str]
    may: set[str]
    never: set[str]

    @classmethod
    def of(cls, dialogue: Dialogue, turn: Turn) -> Asked:
        plan = turn.plan
        must = {*plan.get("open", ()), *([plan["shown"]] if plan.get("shown") else ())}
        may = set(plan.get("may", ()))
        quiet = dialogue.silent or plan.get("calm", False)
        never = set(HINT_KINDS) - may if quiet else set(plan.get("closed", ()))
        return cls(must, may, never)


def run(
    dialogues: Iterable[Dialogue], estimator: EmotionEstimator | None, act_reader: ActReader | None = None
) -> Outcome:
    """Play the dialogues; without an estimator each by its own script, without a reader acts by phrases alone."""
    coach = Coach(load_playbooks())
    outcome = Outcome()
    for dialogue in dialogues:
        outcome.play(dialogue, coach, estimator or script(dialogue), act_reader)
    return outcome


def report(name: str, outcome: Outcome) -> dict[str, object]:
    """Print one run as a table and return it as members of the JSON line."""
    print(f"\n{name}: {outcome.dialogues} dialogues, {outcome.turns} turns")
    print(f"{'kind':17} {'must':>5} {'recall':>7} {'opened':>7} {'precision':>10}")
    for kind in HINT_KINDS:
        must, opened = outcome.must[kind], outcome.opened[kind]
        if must or opened:
            print(
                f"{kind:17} {must:5} {_share(outcome.met[kind], must):>7} {opened:7}"
                f" {_share(outcome.right[kind], opened):>10}"
            )
    told: dict[str, object] = {
        "recall": _rate(outcome.met.total(), outcome.must.total()),
        "precision": _rate(outcome.right.total(), outcome.opened.total()),
        "recall_over_kinds": _mean(_rate(outcome.met[k], outcome.must[k]) for k in outcome.must),
        "precision_over_kinds": _mean(_rate(outcome.right[k], outcome.opened[k]) for k in outcome.opened),
        "turns_with_a_forbidden_hint": outcome.forbidden,
        "hints_per_conversation": round(outcome.opened.total() / max(1, outcome.dialogues), 2),
        "cards_per_conversation": round(sum(outcome.shown) / max(1, outcome.dialogues), 2),
        "calm_conversations": outcome.calm,
        "calm_without_a_hint": _rate(outcome.calm_and_silent, outcome.calm),
        "median_turns_until_closed_itself": median(outcome.turns_open) if outcome.turns_open else None,
    }
    for measure, value in told.items():
        print(f"{measure.replace('_', ' '):36} {value}")
    return told


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 3) if known else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dialogues", type=Path, default=DIALOGUES, help="a folder of annotated dialogues")
    parser.add_argument("--model", choices=("scripted", "shipped", "both"), default="both")
    parser.add_argument("--errors", action="store_true", help="list what was missed and what was unasked")
    options = parser.parse_args()
    dialogues = [load(path) for path in sorted(options.dialogues.glob("*.yaml"))]
    if not dialogues:
        parser.error(f"no dialogues in {options.dialogues}")
    told: dict[str, object] = {"benchmark": "coach", "dialogues": len(dialogues)}
    for name in ("scripted", "shipped"):
        if options.model in (name, "both"):
            models = (load_estimator(), load_act_reader()) if name == "shipped" else (None, None)
            outcome = run(dialogues, *models)
            told[name] = report(name, outcome)
            if options.errors:
                print(*outcome.errors, sep="\n")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
