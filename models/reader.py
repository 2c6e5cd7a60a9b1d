"""The model: encoder, a learned mix of its layers, two poolings, and the heads.

Annotators of forums, films and service calls draw the line between neutral and negative in different places. Each
convention has a sentiment head of its own, and a further head tells from the text which convention applies; what is
served is their mixture. Raw scores; calibration and thresholds come after.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.encoder import Encoder, EncoderConfig
from models.labelled import CONVENTIONS, EMOTIONS, SENTIMENTS


class Scores(NamedTuple):
    sentiment: Tensor  # (B, 3 conventions, 3)
    convention: Tensor  # (B, 3)
    valence: Tensor  # (B,) -1..1
    emotions: Tensor  # (B, 8)
    feeling: Tensor  # (B, 9), the last one neutral
    toxic: Tensor  # (B,)
    colloquial: Tensor  # (B,)


class Reader(nn.Module):
    def __init__(self, config: EncoderConfig, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.encoder.dropout = dropout
        self.head_dropout = head_dropout
        D = config.width
        self.mix = nn.Parameter(torch.zeros(config.layers + 1))
        self.norm = nn.LayerNorm(D, bias=False)
        self.look = nn.Linear(D, 2, bias=False)  # one attention pooling for sentiment, one for emotions
        self.sentiment = nn.Linear(2 * D, len(CONVENTIONS) * len(SENTIMENTS))
        self.convention = nn.Linear(2 * D, len(CONVENTIONS))
        self.valence = nn.Linear(2 * D, 1)
        self.emotions = nn.Linear(2 * D, len(EMOTIONS))
        self.feeling = nn.Linear(2 * D, len(EMOTIONS) + 1)
        self.manner = nn.Linear(2 * D, 2)  # toxic, colloquial
        nn.init.zeros_(self.look.weight)
        for head in (self.sentiment, self.convention, self.valence, self.emotions, self.feeling, self.manner):
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)

    def pooled(self, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """(B, 2D) for sentiment and its like, (B, 2D) for emotions: the mean beside an attention-weighted mean."""
        states = self.encoder(ids, mask)
        shares = self.mix.softmax(0)
        x = self.norm(sum(share * state for share, state in zip(shares, states, strict=True)))
        looks = self.look(x)
        if mask is None:
            mean = x.mean(1)
        else:
            real = mask[..., None].to(x.dtype)
            mean = (x * real).sum(1) / real.sum(1)
            looks = looks.masked_fill(~mask[..., None], -1e4)
        weighed = torch.matmul(looks.softmax(1).transpose(1, 2).to(x.dtype), x)  # (B, 2, D)
        return torch.cat([mean, weighed[:, 0]], -1), torch.cat([mean, weighed[:, 1]], -1)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Scores:
        feeling, emotion = self.pooled(ids, mask)
        feeling = F.dropout(feeling, self.head_dropout, self.training)
        emotion = F.dropout(emotion, self.head_dropout, self.training)
        manner = self.manner(feeling).float()
        return Scores(
            self.sentiment(feeling).float().unflatten(-1, (len(CONVENTIONS), len(SENTIMENTS))),
            self.convention(feeling).float(),
            torch.tanh(self.valence(feeling).float().squeeze(-1)),
            self.emotions(emotion).float(),
            self.feeling(emotion).float(),
            manner[:, 0],
            manner[:, 1],
        )
