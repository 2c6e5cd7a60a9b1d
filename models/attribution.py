"""Which words carried a reading, two ways, so that the cheap one can be held to the honest one.

The service uses the graph's evidence output: what each token adds to the log-odds of positive against negative, exact
for the heads because pooling is a sum. Here the same texts are also read with each word left out in turn.

    python -m models.attribution < texts       one text a line
    python -m models.attribution --check       how often both name the same strongest word, on authored dev
"""

from __future__ import annotations

import argparse
import re
import sys

from models import labelled, places

sys.path.append(str(places.REPOSITORY / "service"))
from hurmaus.emotion.onnx_estimator import OnnxEstimator


def left_out(estimator: OnnxEstimator, text: str) -> list[tuple[str, float]]:
    """Each word with how far valence moves when it is left out, strongest for the reading first."""
    whole = estimator.read(text)
    sign = -1.0 if whole.sentiment == "negative" else 1.0
    words = []
    for match in re.finditer(r"\w+", text):
        rest = (text[: match.start()] + text[match.end() :]).strip() or "."
        words.append((match.group(), sign * (whole.valence - estimator.read(rest).valence)))
    return sorted(words, key=lambda item: -item[1])


def check(estimator: OnnxEstimator) -> None:
    asked = agreed = 0
    for example in labelled.authored("dev"):
        quick = estimator.words(example.text)
        slow = [word for word, _ in left_out(estimator, example.text)][:3]
        if quick and len(slow) == 3:
            asked += 1
            agreed += quick[0] in slow
    print(f"the strongest word is among the three that matter most when left out: {agreed} of {asked}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    estimator = OnnxEstimator(places.SHIPPED)
    if options.check:
        check(estimator)
        return
    for line in sys.stdin:
        text = line.strip()
        reading = estimator.read(text)
        print(f"{reading.sentiment:9} {', '.join(estimator.words(text)):40} {text}")


if __name__ == "__main__":
    main()
