"""A team lead writes a few sentences, and the step ticks itself: no code, no pattern."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_playbooks
from hurmaus.coach.playbook import StepRow
from hurmaus.coach.taught import taught
from hurmaus.conversation.reducer import apply
from hurmaus.conversation.state import ConversationState
from hurmaus.understanding.facts import Facts
from hurmaus.vocabulary import Act

from tests.conversation.happenings import heard

EXAMPLES = (
    ("step:identity", "Tunnistaudutteko vielä pankkitunnuksilla?"),
    ("step:identity", "Pyydän teitä vahvistamaan henkilöllisyytenne."),
    ("recap", "Eli näillä mennään eteenpäin."),
)


def agent(**more: object) -> Facts:
    return Facts(role="agent", language="fi", address="none", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        "Tunnistaudutteko vielä pankkitunnuksilla?",
        "Tunnistautuisitteko vielä pankkitunnuksilla?",
        "Kiitos. Pyydän vielä vahvistamaan henkilöllisyytenne.",
    ],
)
def test_a_sentence_like_an_example_does_its_step(said: str) -> None:
    assert taught(agent(), said, EXAMPLES).steps == ("identity",)


@pytest.mark.parametrize("said", ["Paketti tulee huomenna.", "Pyydän anteeksi.", "", "👍", "a" * 6000])
def test_another_sentence_does_not(said: str) -> None:
    found = taught(agent(acts=("inform",)), said, EXAMPLES)
    assert (found.steps, found.acts) == ((), ("inform",))


def test_an_example_of_an_act_adds_the_act_in_the_order_of_the_vocabulary() -> None:
    assert taught(agent(acts=("close",)), "Näillä mennään eteenpäin siis.", EXAMPLES).acts == (
        "recap",
        "close",
    )


def test_a_customer_does_no_steps() -> None:
    customer = Facts(role="customer", language="fi", address="none")
    assert taught(customer, EXAMPLES[0][1], EXAMPLES) == customer


class Same:
    """A reader to whom everything means the same."""

    def acts(self, text: str, by_phrase: tuple[Act, ...]) -> tuple[Act, ...]:
        return by_phrase

    def likeness(self, text: str, example: str) -> float:
        return 1.0

    def likenesses(self, text: str, examples: Sequence[str]) -> tuple[float, ...]:
        return tuple(1.0 for _ in examples)


def test_a_model_may_see_likeness_where_no_word_is_shared() -> None:
    assert taught(agent(), "Kuka siellä?", EXAMPLES, Same()).steps == ("identity",)


def test_the_checklist_ticks_it() -> None:
    playbook = load_playbooks()["reklamaatio"]
    step = StepRow(id="identity", label="Tunnista", examples=tuple(line for _, line in EXAMPLES[:2]))
    coach = Coach({"reklamaatio": playbook.model_copy(update={"steps": (*playbook.steps, step)})})
    state = apply(ConversationState(conversation_id="c1"), coach.started("c1", at=0.0))
    said = heard("agent", "Tunnistautuisitteko pankkitunnuksilla?", 1.0)
    facts = coach.taught(state, said.facts, said.text)
    state = apply(state, heard("agent", said.text, 1.0, steps=facts.steps))
    assert "identity" in state.steps_done
