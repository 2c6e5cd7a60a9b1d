#!/bin/sh
# From the pretrained encoder to models/shipped/: two seeds beside each other, one thread each (two threads in one
# process wait for one another on a busy machine), their average, two more epochs from it beside 32,000 sentences that
# both seeds have labelled, the export. About 25 minutes on two free cores, and as long again for the last two epochs.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python}
work=${HURMAUS_WORK:-${TMPDIR:-/tmp}/hurmaus-train}
version=${VERSION:-hurmaus-fi-1.1.0}
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
$python -m models.wide
$python -m models.finetune --seed 1 --threads 1 --polarity-weight 0.3 --out "$work/reader-1.pt" > "$work/finetune-1.log" 2>&1 &
first=$!
$python -m models.finetune --seed 2 --threads 1 --polarity-weight 0.1 --out "$work/reader-2.pt" > "$work/finetune-2.log" 2>&1
wait $first
$python -m models.soup "$work/reader-1.pt" "$work/reader-2.pt" --out "$work/reader-soup.pt"
$python -m models.distil "$work/reader-1.pt" "$work/reader-2.pt" --each 12000 --keep 40000
head -n 32000 "$work/soft.tsv" > "$work/soft32.tsv"
$python -m models.finetune --seed 4 --epochs 2 --threads 1 --pretrained "$work/reader-soup.pt" --soft "$work/soft32.tsv" \
  --lr-muon 2e-3 --lr-embedding 3e-4 --lr-head 6e-4 --perturbed 0.4 --polarity-weight 0.2 --authored-weight 4 \
  --out "$work/reader-4.pt"
$python -m models.export --reader "$work/reader-4.pt" --version "$version"
