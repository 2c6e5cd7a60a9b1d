"""One utterance in, its facts out."""

from __future__ import annotations

from msgspec.structs import replace

from hurmaus.privacy.masking import Masked
from hurmaus.understanding import (
    acts,
    address,
    agreements,
    language,
    mentions,
    outside,
    promises,
    questions,
    signals,
    topics,
)
from hurmaus.understanding.act_reader import ActReader
from hurmaus.understanding.facts import Facts, Found
from hurmaus.understanding.phrases import Phrasebook
from hurmaus.understanding.sensitive import is_sensitive, quotable
from hurmaus.understanding.words import Words
from hurmaus.vocabulary import FINNISH, Role


def read(
    masked: Masked,
    role: Role,
    at: float,
    requests: Phrasebook | None = None,
    act_reader: ActReader | None = None,
) -> Facts:
    """Read the facts of one utterance said at ``at`` (Unix seconds on the conversation's clock).

    ``requests`` are those that the company's own service description holds outside (``outside.phrasebook``).
    ``act_reader`` reads what an agent turn does, beside the phrases; without it the phrases decide alone.
    In a language other than Finnish only the language and what masking found are facts; the rest stays empty.
    """
    words = Words(masked.text)
    spoken = language.detect(words)
    if spoken not in FINNISH:
        return Facts(role=role, language=spoken, address="none", signals=signals.of_masking(masked))
    form = address.detect(words, role)
    if role == "agent":
        deeds = acts.read(words)
        promised = promises.find(words, deeds.promising, at)
        stated, proposed = agreements.find(words, deeds.clauses)
        if is_sensitive(words):
            promised = tuple(replace(found, text=quotable(found.text)) for found in promised)
            stated, proposed = tuple(map(quotable, stated)), tuple(map(quotable, proposed))
        return Facts(
            role=role,
            language=spoken,
            address=form,
            acts=acts.joined(words, masked.text, deeds.acts, act_reader),
            promises=promised,
            stated=stated,
            proposed=proposed,
        )
    asked = questions.find(words)
    seen = signals.find(words, masked, asks=bool(asked))
    beyond = outside.find(words, bool(asked), requests)
    named = mentions.find(words)
    if any(found.signal == "sensitive" for found in seen):
        asked = tuple(quotable(question) for question in asked)
        seen = tuple(_unquoted(found) for found in seen)
        beyond = tuple(replace(found, words=quotable(found.words)) for found in beyond)
        named = ()
    return Facts(
        role=role,
        language=spoken,
        address=form,
        questions=asked,
        signals=seen,
        topics=topics.find(words),
        outside=beyond,
        mentions=named,
    )


def _unquoted(found: Found) -> Found:
    return replace(found, words="" if found.signal == "sensitive" else quotable(found.words))
