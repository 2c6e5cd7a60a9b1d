"""The tensions of good service as settings, never buried in code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec


class CoachSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How much the coach says, and in which spirit. Defaults suit a Finnish contact centre.

    - ``apology``: for any trouble (generous), for what we got wrong or late (own_fault), for clear mistakes
      only (restrained).
    - ``anticipate``: think a step ahead always, in writing only, or never.
    - ``warmth``: plain leaves out the phrases tagged warm.
    - ``address``: follow the customer, or always te or sina.
    - ``hints``: quiet lets through the urgent kinds only.
    - ``attention_budget``: cards visible at once.
    - ``cooldown_s``: least time between two hints of one kind, unless its rule says otherwise;
      ``dismissed_cooldown_s``: the same after the agent waved one away.
    - ``reminder_s``: how long before a promise is due the reminder comes.
    - ``phrases_per_hint``: how many wordings a card offers.
    - ``queue_playbooks``: the playbook that every conversation of a queue follows, by queue.
    - ``first_answer_s``: how long a chat customer may wait for the first answer.
    """

    apology: Literal["generous", "own_fault", "restrained"] = "generous"
    anticipate: Literal["on", "written_only", "off"] = "written_only"
    warmth: Literal["plain", "warm"] = "warm"
    address: Literal["follow", "te", "sina"] = "follow"
    hints: Literal["on", "quiet", "off"] = "on"
    attention_budget: int = 1
    cooldown_s: float = 120.0
    dismissed_cooldown_s: float = 600.0
    reminder_s: float = 300.0
    phrases_per_hint: int = 3
    first_answer_s: float = 120.0
    queue_playbooks: Mapping[str, str] = {}
