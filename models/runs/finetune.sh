#!/bin/sh
# Two seeds beside each other, one thread each (two threads in one process wait for one another on a busy machine),
# then the ensemble's opinion of unlabelled text, the student, and the export.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python}
work=${HURMAUS_WORK:-${TMPDIR:-/tmp}/hurmaus-train}
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
$python -m models.linear
$python -m models.wide
$python -m models.finetune --seed 1 --threads 1 --verbose --out "$work/reader-1.pt" > "$work/finetune-1.log" 2>&1 &
first=$!
$python -m models.finetune --seed 2 --threads 1 --verbose --polarity-weight 0.1 --out "$work/reader-2.pt" > "$work/finetune-2.log" 2>&1
wait $first
