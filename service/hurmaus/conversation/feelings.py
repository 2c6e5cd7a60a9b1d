"""Feelings that a customer puts into words of their own: "olen raivoissani", and "en ole vihainen".

What somebody says of their own feeling counts before anything that a model makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from hurmaus.vocabulary import Emotion

# Adjectives and verbs of the speaker's own feeling. "Huolissanne", "vihastutte": that is somebody else's.
_WORDS: Mapping[Emotion, str] = {
    "anger": r"raivoissa(?:ni|an)?|raivona|raivostu\w+|raivostutta\w+|vihai(?:nen|sena|seksi)|vihastu(?:in|nut|ttaa)"
    r"|suuttu(?:nut|nu|in)|suututta\w+|kiukkui(?:nen|sena)|kiukutta\w+|ärsytt\w+|vitutt(?:aa|i)|ketutt(?:aa|i)"
    r"|turhautu(?:nut|nu|nee\w*)|turhautta\w+|kyllästyn(?:yt|y|ee\w*)|tuohtunut|käämit|pinna (?:palaa|paloi)",
    "sadness": r"petty(?:nyt|ny|nee\w*|mys|mykse\w*)|petyin|suruissani|surulli(?:nen|sena)|surett(?:aa|i)"
    r"|masent(?:aa|aa\w*|unut)|itkett(?:ää|i)|apea(?:na)?|mieli maassa|murheelli(?:nen|sena)",
    "fear": r"huolissa(?:ni|an)|huolestu(?:nut|in|ttaa|tti)|huolett(?:aa|i)|pelkään|pelott(?:aa|i)|peloissa(?:ni|an)"
    r"|ahdist(?:aa|i|unut)|hädissäni|paniikissa",
    "disgust": r"ällöttä\w+|ällött(?:ää|i)|inhott(?:aa|i)|oksett(?:aa|i)|kuvott(?:aa|i)|vastenmieli\w+",
}
_SAID = re.compile("|".join(rf"(?P<{emotion}>\b(?:{words})\b)" for emotion, words in _WORDS.items()))
_STEMS = (
    "raivo viha suut kiuku kiukk ärsy vitut ketut turhau kylläst tuohtu pinna käämi pett pety suru suret"
    " masen itket apea mieli murhe huol pelk pelo pelot ahdis hädis pani ällö inho okset kuvot vasten"
).split()
_NEGATED = re.compile(
    r"\b(?:en|et|ei|emme|ette|eivät|enkä|etkä|eikä|ettei|etten|ilman|älä|älkää|tuskin)\b(?:\s+\w+){0,3}\s*$"
)
_ONLY = re.compile(r"\b(?:en|ei) voi\b|\bmuuta kuin\b|\bmitään muuta\b|\bkuin\s*$|\bvain\s*$")


class FeelingSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A feeling by its own name, and the word it was said with."""

    emotion: Emotion
    words: str


class OwnWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer says that they feel, and what they say that they do not."""

    said: tuple[FeelingSaid, ...] = ()
    denied: tuple[Emotion, ...] = ()


NOTHING_SAID = OwnWords()


def own_words(text: str) -> OwnWords:
    """Return the feelings that a (masked) customer text names, in the order of the text."""
    low = text.lower()
    if not any(stem in low for stem in _STEMS):
        return NOTHING_SAID
    said: dict[Emotion, str] = {}
    denied: dict[Emotion, None] = {}
    for emotion, words, negated in _found(low):
        if negated:
            denied.setdefault(emotion)
        else:
            said.setdefault(emotion, words)
    return OwnWords(
        said=tuple(FeelingSaid(emotion=emotion, words=words) for emotion, words in said.items()),
        denied=tuple(emotion for emotion in denied if emotion not in said),
    )


def _found(low: str) -> Iterator[tuple[Emotion, str, bool]]:
    for clause in re.split(r"[.!?,;:\n]+|\b(?:vaan|mutta)\b", low):
        for match in _SAID.finditer(clause):
            emotion = next(name for name in _WORDS if match.lastgroup == name)
            before = clause[: match.start()]
            yield emotion, match.group(), bool(_NEGATED.search(before)) and not _ONLY.search(before)
