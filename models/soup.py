"""Average the weights of readers that were fine-tuned from the same pretrained encoder with other seeds.

python -m models.soup reader-1.pt reader-2.pt --out reader-soup.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("readers", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    saved = [torch.load(path, weights_only=False, map_location="cpu") for path in options.readers]
    mean = {name: torch.stack([s["model"][name] for s in saved]).mean(0) for name in saved[0]["model"]}
    torch.save({**saved[0], "model": mean}, options.out)


if __name__ == "__main__":
    main()
