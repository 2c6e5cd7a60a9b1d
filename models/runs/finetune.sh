#!/bin/sh
# From the pretrained encoder to models/shipped/: two seeds beside each other, one thread each (two threads in one
# process wait for one another on a busy machine), their average, the export. About 25 minutes on two free cores.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python}
work=${HURMAUS_WORK:-${TMPDIR:-/tmp}/hurmaus-train}
version=${VERSION:-hurmaus-fi-1.0.1}
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
$python -m models.wide
$python -m models.finetune --seed 1 --threads 1 --polarity-weight 0.3 --out "$work/reader-1.pt" > "$work/finetune-1.log" 2>&1 &
first=$!
$python -m models.finetune --seed 2 --threads 1 --polarity-weight 0.1 --out "$work/reader-2.pt" > "$work/finetune-2.log" 2>&1
wait $first
$python -m models.soup "$work/reader-1.pt" "$work/reader-2.pt" --out "$work/reader-soup.pt"
$python -m models.export --reader "$work/reader-soup.pt" --version "$version"
