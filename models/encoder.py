"""The encoder: a small bidirectional transformer, pre-norm, with learned relative position biases.

Relative biases (clipped at REACH) cost one addition a layer, and hold for messages longer than the pretraining block.
No dropout inside while pretraining; fine-tuning sets it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

REACH = 48


@dataclass(frozen=True)
class EncoderConfig:
    vocab_size: int = 16_384
    layers: int = 4
    width: int = 256
    heads: int = 4
    inner: int = 1024


class Block(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        D = config.width
        self.heads = config.heads
        self.norm_attention, self.norm_inner = nn.LayerNorm(D, bias=False), nn.LayerNorm(D, bias=False)
        self.qkv, self.out = nn.Linear(D, 3 * D, bias=False), nn.Linear(D, D, bias=False)
        self.up, self.down = nn.Linear(D, config.inner, bias=False), nn.Linear(config.inner, D, bias=False)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.down.weight)

    def forward(self, x: Tensor, bias: Tensor, dropout: float) -> Tensor:
        B, T, D = x.shape
        H = self.heads
        qkv = self.qkv(self.norm_attention(x)).view(B, T, 3, H, D // H).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        scores = torch.matmul(q * (D // H) ** -0.5, k.transpose(-1, -2)) + bias
        mixed = torch.matmul(scores.softmax(-1).to(v.dtype), v).transpose(1, 2).reshape(B, T, D)
        x = x + F.dropout(self.out(mixed), dropout, self.training)
        inner = self.down(F.gelu(self.up(self.norm_inner(x)), approximate="tanh"))
        return x + F.dropout(inner, dropout, self.training)


class Encoder(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.width)
        self.norm_embedding = nn.LayerNorm(config.width, bias=False)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        distance = torch.arange(-REACH, REACH + 1).abs().float()
        slopes = torch.tensor([0.5 ** (h + 2) for h in range(config.heads)])
        self.position = nn.Parameter((-slopes[:, None] * distance).repeat(config.layers, 1))  # (L*H, 2*REACH+1)
        self.dropout = 0.0
        nn.init.normal_(self.embedding.weight, std=0.02)

    def biases(self, T: int, device: torch.device) -> Tensor:
        """(L, 1, H, T, T): what each head adds for the distance from query to key."""
        at = torch.arange(T, device=device)
        distance = (at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH
        return self.position[:, distance].view(self.config.layers, 1, self.config.heads, T, T)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """ids (B, T); mask (B, T) true on real tokens, None when nothing is padded. Hidden states, input first."""
        x = F.dropout(self.norm_embedding(self.embedding(ids)), self.dropout, self.training)
        biases = self.biases(ids.shape[1], ids.device)
        if mask is not None:
            biases = biases.masked_fill(~mask[None, :, None, None, :], -1e4)
        states = [x]
        for block, bias in zip(self.blocks, biases, strict=True):
            states.append(block(states[-1], bias, self.dropout))
        return states
