"""Every setting in one frozen object: from options, then the environment (``HURMAUS_…``), then defaults."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from hurmaus.errors import ConfigurationError
from hurmaus.timing import StageName

MIN_SECRET_CHARS = 32


class Settings(BaseSettings):
    """Read once at start, fixed after. docs/settings.md is compared with it by a test."""

    model_config = SettingsConfigDict(env_prefix="HURMAUS_", frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to bind. Beyond loopback a secret is required.")
    port: int = Field(8000, ge=0, le=65535, description="Port to bind; 0 takes a free one.")
    secret: SecretStr | None = Field(None, description="Signs and checks access tokens (HS256).")
    origins: tuple[str, ...] = Field(
        (), description="Web origins that may connect beside the service's own, as a JSON list."
    )
    demo: bool = Field(False, description="Serve the demo page at /.")

    store: str = Field(
        "hurmaus.db", repr=False, description="SQLite file, or the URL of a Redis; see docs/scaling.md."
    )
    store_synchronous: Literal["NORMAL", "FULL"] = Field(
        "NORMAL", description="FULL also survives a power cut, at one fsync a commit."
    )
    store_prefix: str = Field(
        "hurmaus", pattern=r"^[A-Za-z0-9_.-]{1,64}$", description="Begins every key in Redis."
    )
    store_timeout_s: float = Field(2.0, gt=0, description="Redis counts as away when it takes longer.")
    store_replicas: int = Field(
        0, ge=0, le=10, description="Replicas of Redis that must have a commit before it is acked."
    )
    max_event_bytes: int = Field(1_048_576, ge=256, description="Largest event that is stored.")
    max_events: int = Field(
        20_000, ge=100, description="Events of one conversation beyond which it takes no more utterances."
    )
    max_state_bytes: int = Field(
        4_194_304, ge=65_536, description="Largest state of one conversation that is stored."
    )
    retention_hours: float = Field(
        24.0, gt=0, description="Conversations are removed this long after their last event."
    )

    model_dir: Path | None = Field(None, description="Emotion model directory; the shipped model without it.")
    model_labels: dict[str, str] = Field(
        {}, description="What a checkpoint's labels mean, as JSON: its name to a sentiment or an emotion."
    )
    playbooks_dir: Path | None = Field(
        None, description="Playbook folder, watched; its playbooks lie upon the shipped ones."
    )
    playbooks_look_s: float = Field(2.0, gt=0, description="How often the playbook folder is looked at.")
    queue_playbooks: dict[str, str] = Field(
        {}, description="The playbook of each queue that keeps to one, as a JSON object."
    )

    heartbeat_s: float = Field(20.0, gt=0, description="Clients send at least one frame in this time.")
    drain_s: float = Field(
        0.0,
        ge=0,
        le=600,
        description="At SIGTERM, time for balancers to look away before sockets are closed.",
    )
    hello_timeout_s: float = Field(10.0, gt=0, description="A connection that has not said hello is closed.")
    max_text_chars: int = Field(32_768, ge=1, description="Longest text of one utterance.")
    max_message_bytes: int = Field(
        8 * 1024 * 1024, ge=1024, description="Longest frame or body; a longer frame closes the connection."
    )
    max_conversations_per_connection: int = Field(
        5_000, ge=1, description="Conversations that one connection may follow."
    )
    outbox_frames: int = Field(
        2_000, ge=1, description="Frames waiting for one socket before it is too slow."
    )
    outbox_chars: int = Field(
        4_000_000, ge=1, description="Characters waiting for one socket before it is too slow."
    )

    stage_budget_ms: dict[StageName, Annotated[float, Field(gt=0)]] = Field(
        {}, description="Budgets of stages of a pass, as a JSON object; each stage has one without it."
    )

    keep_warm: float = Field(
        0.08, ge=0, le=0.5, description="Share of a core spent on keeping caches warm while idle; 0 for none."
    )

    overload_wait_s: float = Field(
        0.1, gt=0, description="How long a message may wait before the service counts as busy."
    )
    overload_patience_s: float = Field(
        0.5,
        ge=0,
        description="For how long a connection may be served late before its late finals are refused.",
    )
    max_rate_per_conversation: float = Field(
        50.0, gt=0, description="Messages a second in one conversation, over two seconds; more are refused."
    )

    apology: Literal["generous", "own_fault", "restrained"] = Field(
        "generous", description="When the coach suggests regret."
    )
    anticipate: Literal["on", "written_only", "off"] = Field(
        "written_only", description="Whether the coach thinks a step ahead."
    )
    warmth: Literal["plain", "warm"] = Field("warm", description="Plain leaves out phrases tagged warm.")
    address: Literal["follow", "te", "sina"] = Field("follow", description="Form of address in phrases.")
    hints: Literal["on", "quiet", "off"] = Field("on", description="Quiet lets urgent kinds through only.")
    attention_budget: int = Field(1, ge=1, le=3, description="Cards visible at once.")
    cooldown_s: float = Field(120.0, ge=0, description="Least time between two hints of one kind.")

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < MIN_SECRET_CHARS:
            raise ValueError(f"use at least {MIN_SECRET_CHARS} random characters")
        return secret

    @field_validator("store", mode="before")
    @classmethod
    def _as_text(cls, store: object) -> object:
        return str(store) if isinstance(store, Path) else store

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def load_settings(**given: object) -> Settings:
    """Read the settings; ``given`` wins over the environment.

    Raises:
        ConfigurationError: a setting is wrong, or the service would be open to the network without a secret.

    """
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # pydantic checks what it is given
    except SettingsError as error:
        raise ConfigurationError(
            f'{error}; write lists as JSON, for example ["https://desk.example"]'
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "HURMAUS_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise ConfigurationError(f"{name}: {first['msg'].lower().removeprefix('value error, ')}") from None
    if not settings.on_loopback and settings.secret is None:
        raise ConfigurationError(
            f"binding {settings.host} without a secret would let anybody in; set HURMAUS_SECRET to at least "
            f"{MIN_SECRET_CHARS} random characters, or bind 127.0.0.1"
        )
    return settings
