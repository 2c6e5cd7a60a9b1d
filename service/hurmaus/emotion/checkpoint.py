"""Any local sequence-classification checkpoint behind the port, through torch and transformers (``hurmaus[torch]``).

For those who have the iron and a larger model: config.json, safetensors and tokenizer files in one directory, as
``save_pretrained`` writes them. Nothing is downloaded and no code from the directory is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hurmaus.errors import ConfigurationError
from hurmaus.vocabulary import EMOTIONS, SENTIMENTS, Emotion, EmotionLabel, EmotionReading, Sentiment

Meaning = Sentiment | Emotion
MEANINGS: tuple[str, ...] = (*SENTIMENTS, *EMOTIONS)
SIDE: dict[Emotion, Sentiment] = {
    "anger": "negative", "disgust": "negative", "fear": "negative", "sadness": "negative", "surprise": "neutral",
    "anticipation": "positive", "joy": "positive", "trust": "positive",
}  # fmt: skip
"""Which sentiment an emotion speaks for, where a checkpoint knows emotions alone."""
PRESENT = 0.5
LONGEST = 512
"""Tokens read at most; fewer where the model says so. A longer text is cut at its end."""


class CheckpointEstimator:
    """Reads sentiment, emotions, or both, whichever the checkpoint's labels mean. See ``EmotionEstimator``.

    ``labels`` maps the checkpoint's own label names to sentiments and emotions; names that already are such need no
    entry. Without sentiments, sentiment is summed from emotions; without emotions, the reading names none.

    Raises:
        ConfigurationError: torch or transformers is not installed, the directory cannot be read as a checkpoint, or
            its labels and ``labels`` do not fit; says what to do.

    """

    def __init__(self, directory: Path, labels: Mapping[str, str] | None = None) -> None:
        self._torch, model, self._tokenizer = _load(directory)
        self._model = model.eval()
        names = [str(model.config.id2label[i]) for i in range(model.config.num_labels)]
        self._meanings = meanings_of(names, labels or {}, directory)
        self._several = model.config.problem_type == "multi_label_classification"
        self._limit = min(LONGEST, int(getattr(model.config, "max_position_embeddings", LONGEST)))
        self._version = f"{directory.resolve().name} (checkpoint)"
        self.read("hei")

    @property
    def version(self) -> str:
        return self._version

    def read(self, text: str) -> EmotionReading:
        text = text.encode("utf-8", "replace").decode()
        encoded = self._tokenizer(text, truncation=True, max_length=self._limit, return_tensors="pt")
        with self._torch.inference_mode():
            scores = self._model(**encoded).logits[0].float()
        shares = scores.sigmoid() if self._several else scores.softmax(0)
        return reading_of(self._meanings, shares.tolist())


def meanings_of(names: list[str], labels: Mapping[str, str], directory: Path) -> list[Meaning | None]:
    """Return what each of the checkpoint's labels means; None for those mapped to nothing.

    Raises:
        ConfigurationError: a label has no meaning, or ``labels`` names one that the checkpoint does not have.

    """
    if unknown := sorted(set(labels) - set(names)):
        raise ConfigurationError(
            f"model_labels names {', '.join(unknown)}, but the checkpoint in {directory} has {', '.join(names)}",
            field="model_labels",
        )
    found: list[Meaning | None] = []
    for name in names:
        meaning = labels.get(name, name.lower())
        if meaning not in (*MEANINGS, "none"):
            raise ConfigurationError(
                f"what the checkpoint's label {name} means is not known; set model_labels, for example "
                f'{{"{name}": "negative"}}, to one of {", ".join(MEANINGS)}, or none to ignore it',
                field="model_labels",
            )
        found.append(None if meaning == "none" else meaning)  # type: ignore[arg-type]
    if not any(found):
        raise ConfigurationError(
            f"no label of the checkpoint in {directory} means a sentiment or an emotion", field="model_labels"
        )
    return found


def reading_of(meanings: list[Meaning | None], shares: list[float]) -> EmotionReading:
    """Make a reading from one probability a label. Labels of one meaning add up, to 1 at most."""
    total: dict[str, float] = dict.fromkeys(MEANINGS, 0.0)
    for meaning, share in zip(meanings, shares, strict=True):
        if meaning:
            total[meaning] = min(1.0, total[meaning] + share)
    emotions: dict[Emotion, float] = {e: round(total[e], 4) for e in EMOTIONS}
    if not {"negative", "positive"} & set(meanings):  # "neutral" may be said of either
        for emotion in EMOTIONS:
            total[SIDE[emotion]] += total[emotion]
        total["neutral"] = max(total["neutral"], 1.0 - total["negative"] - total["positive"])
    mass = sum(total[s] for s in SENTIMENTS) or 1.0
    sentiment: Sentiment = max(SENTIMENTS, key=total.__getitem__)
    present = tuple(e for e in EMOTIONS if emotions[e] >= PRESENT)
    agreeing = [e for e in present if sentiment == "neutral" or SIDE[e] in (sentiment, "neutral")]
    named: EmotionLabel = max(agreeing, key=emotions.__getitem__, default="neutral")  # type: ignore[arg-type]
    return EmotionReading(
        sentiment=sentiment,
        valence=round((total["positive"] - total["negative"]) / mass, 4),
        emotion=named,
        emotions=emotions,
        present=present,
        confidence=round(total[sentiment] / mass, 4),
    )


def _load(directory: Path) -> tuple[Any, Any, Any]:
    try:
        import torch  # type: ignore[import-not-found,unused-ignore]
        import transformers  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise ConfigurationError(
            f"{directory} is a transformers checkpoint; install what reads it: pip install 'hurmaus[torch]'",
            field="model_dir",
        ) from error
    torch.set_num_threads(1)
    how = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(directory), **how)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(
            str(directory), use_safetensors=True, **how
        )
    except Exception as error:  # of many types, a bare Exception among them
        raise ConfigurationError(
            f"{directory} cannot be read as a sequence-classification checkpoint ({type(error).__name__}); it needs "
            "config.json, model.safetensors and tokenizer files, as save_pretrained writes them",
            field="model_dir",
        ) from error
    return torch, model, tokenizer
