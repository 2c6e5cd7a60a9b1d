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
# Two more layers on top, begun as the identity, on a more conversational mixture (one thread beside other work)
$python -m models.pretrain --grow "$work/pretrained.pt" --layers 6 --threads "${THREADS:-1}" --minutes "${GROW_MINUTES:-62}" \
  --lr-muon 0.015 --lr-adam 1.2e-3 --out "$work/grown.pt"
