#!/bin/sh
# From the pretrained encoder to models/shipped/: fine-tuning on every labelled set, the wide branch, the export; then the
# model for agents' turns. One thread; about an hour and a half on one free core.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python}
work=${HURMAUS_WORK:-${TMPDIR:-/tmp}/hurmaus-train}
version=${VERSION:-hurmaus-fi-2.0.0}
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
$python -m models.wide
$python -m models.finetune --seed 1 --threads 1 --epochs 5 --perturbed 0.5 --pretrained "$work/grown.pt" --out "$work/reader-1.pt"
$python -m models.export --reader "$work/reader-1.pt" --version "$version"
$python -m models.sentences --pretrained "$work/grown.pt" --epochs 9
