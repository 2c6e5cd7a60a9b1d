"""Masked-language pretraining on packed blocks, whole words masked, resumable.

The output layer is tied to the embeddings and computed at masked positions only. bf16 autocast (AMX or AVX-512 BF16
where the processor has it). The learning rate holds, then falls to nought over the last third of --minutes, so that the
run ends trained whatever the machine's speed. The clock counts this run and those it resumed from.

    python -m models.pretrain --minutes 50      writes pretrained.pt into the work folder every few minutes
    python -m models.pretrain --grow pretrained.pt --layers 6 --out grown.pt      goes on from a shallower model
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from models import corpus, places
from models.encoder import Encoder, EncoderConfig
from models.optim import Muon, split
from models.tokenizer import MASK

MASKED = 16  # of 64
SPECIALS = 5


CHUNK = 512


class TiedLoss(torch.autograd.Function):
    """Mean cross entropy of hidden @ table.T + bias, with its gradients, CHUNK rows at a time.

    The logits never exist whole: at 16k pieces they would be the largest thing in the step, and memory limits it.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, table: Tensor, bias: Tensor, target: Tensor) -> Tensor:
        N = len(hidden)
        rows, columns = hidden.bfloat16(), table.bfloat16()
        d_hidden, d_table, d_bias = torch.empty_like(rows), torch.zeros_like(table), torch.zeros_like(bias)
        loss = torch.zeros(())
        for i in range(0, N, CHUNK):
            h, t = rows[i : i + CHUNK], target[i : i + CHUNK, None]
            p = (h @ columns.T).float().add_(bias)
            norm = p.logsumexp(1, keepdim=True)
            loss += (norm - p.gather(1, t)).sum()
            p.sub_(norm).exp_().scatter_add_(1, t, torch.full((len(h), 1), -1.0))
            d_bias += p.sum(0)
            low = p.bfloat16()
            d_hidden[i : i + CHUNK] = low @ columns
            d_table += low.T @ h
        ctx.save_for_backward(d_hidden, d_table / N, d_bias / N)
        return loss / N

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        d_hidden, d_table, d_bias = ctx.saved_tensors
        return d_hidden.float() * (grads[0] / len(d_hidden)), d_table * grads[0], d_bias * grads[0], None


class MaskedLanguage(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        D = config.width
        self.transform, self.norm = nn.Linear(D, D), nn.LayerNorm(D)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))

    def forward(self, ids: Tensor, at: Tensor) -> Tensor:
        """ids (B, T) with masks; at (B, M) masked positions: (B*M, D), to be compared with every embedding."""
        hidden = self.encoder(ids)[-1]
        chosen = hidden.gather(1, at[..., None].expand(-1, -1, hidden.shape[-1])).flatten(0, 1)
        return self.norm(F.gelu(self.transform(chosen), approximate="tanh")).float()


def word_starts(tokenizer: Tokenizer, size: int) -> Tensor:
    """True for pieces that begin a word, or that are punctuation, digits or specials (a word of their own)."""
    pieces = [tokenizer.id_to_token(i) or "" for i in range(size)]
    return torch.tensor([i < SPECIALS or p.startswith("▁") or not p.isalpha() for i, p in enumerate(pieces)])


def mask_words(ids: Tensor, starts: Tensor, mask_id: int, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """MASKED positions a block, taken word by word in random order; 80 % masked, 10 % random, 10 % kept."""
    B, T = ids.shape
    word = starts[ids].cumsum(1)
    score = torch.rand(B, T + 1, generator=generator).gather(1, word)
    score = score + (ids < SPECIALS) * 10 + torch.arange(T) * 1e-7
    at = score.argsort(1)[:, :MASKED]
    target = ids.gather(1, at)
    dice = torch.rand(B, MASKED, generator=generator)
    noise = torch.randint(SPECIALS, len(starts), (B, MASKED), generator=generator)
    shown = torch.where(dice < 0.8, torch.full_like(target, mask_id), torch.where(dice < 0.9, noise, target))
    return ids.scatter(1, at, shown), at, target.flatten()


def grow(model: MaskedLanguage, shallow: Path) -> None:
    """Start from a model with fewer layers. The added ones come last and begin as the identity (their outputs are 0)."""
    weights = torch.load(shallow, weights_only=False)["model"]
    position = model.encoder.position.data.clone()
    position[: len(weights["encoder.position"])] = weights["encoder.position"]
    missing, unknown = model.load_state_dict({**weights, "encoder.position": position}, strict=False)
    if unknown or not all(name.startswith("encoder.blocks.") for name in missing):
        raise ValueError(f"{shallow} is not a shallower model of this kind: {missing} {unknown}")


def rate(progress: float) -> float:
    """Of the peak learning rate: up over 2 %, level, down over the last 40 %."""
    return min(progress / 0.02, 1.0, max(0.0, (1 - progress) / 0.4))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--lr-muon", type=float, default=0.02)
    parser.add_argument("--lr-adam", type=float, default=2e-3)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=0, help="stop early, for timing")
    parser.add_argument("--grow", type=Path, help="start from this model, which may have fewer layers")
    parser.add_argument("--no-vectors", action="store_true")
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--out", type=Path, default=places.work() / "pretrained.pt")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(corpus.SEED)
    config = EncoderConfig(layers=options.layers)
    tokenizer = Tokenizer.from_file(str(places.work() / "tokenizer.json"))
    starts, mask_id = word_starts(tokenizer, config.vocab_size), tokenizer.token_to_id(MASK)
    blocks = np.load(places.work() / "blocks.npy", mmap_mode="r")

    model = MaskedLanguage(config)
    if options.grow:
        grow(model, options.grow)
    elif not options.no_vectors:
        model.encoder.embedding.weight.data = torch.from_numpy(np.load(places.work() / "vectors.npy")) * 0.05
    matrices, rest = split(model)
    optimizers = [
        Muon(matrices, lr=options.lr_muon, weight_decay=0.01),
        torch.optim.AdamW(rest, lr=options.lr_adam, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
    ]
    peaks = [options.lr_muon, options.lr_adam]
    step, spent = 0, 0.0
    if options.out.exists() and not options.steps:
        saved = torch.load(options.out, weights_only=False)
        model.load_state_dict(saved["model"])
        for optimizer, state in zip(optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        step, spent = saved["step"], saved["spent"]
        print(f"resumed at step {step}, {spent:.0f} s")

    def save() -> None:
        state = {
            "model": model.state_dict(), "optimizers": [o.state_dict() for o in optimizers], "step": step,
            "spent": spent, "config": asdict(config), "tokens": step * options.batch * corpus.BLOCK,
        }  # fmt: skip
        torch.save(state, options.out.with_suffix(".new"))
        os.replace(options.out.with_suffix(".new"), options.out)

    compiled = model if options.no_compile else torch.compile(model)
    last, saved_at, seen, total, since = time.time(), spent, 0, 0.0, time.time()
    while spent < options.minutes * 60 and (not options.steps or step < options.steps):
        generator = torch.Generator().manual_seed(corpus.SEED + step)
        rows = np.arange(step * options.batch, (step + 1) * options.batch) % len(blocks)
        ids, at, target = mask_words(torch.from_numpy(blocks[rows].astype(np.int64)), starts, mask_id, generator)
        for optimizer, peak in zip(optimizers, peaks, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = peak * rate(spent / (options.minutes * 60) + 1e-3)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = compiled(ids, at)
        loss: Tensor = TiedLoss.apply(hidden, model.encoder.embedding.weight, model.bias, target)
        loss.backward()
        nn.utils.clip_grad_norm_(rest, 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        step, seen, total = step + 1, seen + ids.numel(), total + loss.item()
        spent, last = spent + min(time.time() - last, 60.0), time.time()
        if step % (5 if options.steps else 50) == 0:
            speed = seen / (time.time() - since)
            passes = step * options.batch / len(blocks)
            count = 5 if options.steps else 50
            print(
                f"{step} {spent:.0f}s loss {total / count:.3f} {speed:.0f} tok/s {passes:.2f} sweeps",
                flush=True,
            )
            seen, total, since = 0, 0.0, time.time()
        if spent - saved_at > 180:
            save()
            saved_at = spent
    if not options.steps:
        save()


if __name__ == "__main__":
    main()
