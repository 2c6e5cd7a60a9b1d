#!/bin/sh
# Tokenizer, corpus, piece vectors, masked-language pretraining: two CPU threads, about 55 minutes in all.
# Resumable: run it again after a stop. MALLOC_*: keep freed pages, else page faults take a third of the step.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python}
work=${HURMAUS_WORK:-${TMPDIR:-/tmp}/hurmaus-train}
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=500000000
[ -f "$work/tokenizer.json" ] || $python -m models.tokenizer
[ -f "$work/blocks.npy" ] || $python -m models.corpus
[ -f "$work/vectors.npy" ] || $python -m models.vectors --tokens 8000000
$python -m models.pretrain --minutes "${MINUTES:-48}"
