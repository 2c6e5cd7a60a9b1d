"""Whether an agent's turn answers a customer's question: shared content, and the kind of answer it asks for."""

from __future__ import annotations

from hurmaus.understanding.words import Words


def answered(question: str, agent_text: str) -> bool:
    """Whether the (masked) agent text plausibly answers the question. A counter-question does not."""
    asked, said = Words(question), Words(agent_text)
    stems = {word[:5] for word in asked.plain if len(word) > 4}
    told = {
        word[:5]
        for first, end in said.sentences
        if said.plain[end - 1] != "?"
        for word in said.plain[first:end]
    }
    return bool(stems & told)
