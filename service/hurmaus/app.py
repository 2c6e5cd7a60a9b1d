"""Wiring: settings in, a FastAPI application out. Nothing opens before the application starts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from hurmaus import __version__
from hurmaus.assist import Assist
from hurmaus.coach.coach import Coach
from hurmaus.coach.loading import load_library
from hurmaus.coach.settings import CoachSettings
from hurmaus.delivery.hub import Hub
from hurmaus.delivery.relay import Relay
from hurmaus.emotion.estimator import EmotionEstimator
from hurmaus.emotion.load import load_estimator
from hurmaus.errors import ConfigurationError, HurmausError, StoreDamaged, StoreUnavailable
from hurmaus.keepwarm import KeepWarm
from hurmaus.privacy.masking import mask
from hurmaus.reload import PlaybookWatch
from hurmaus.sentences.load import load_act_reader
from hurmaus.settings import Settings
from hurmaus.storage.limits import Limits
from hurmaus.storage.open import StoreOptions, open_store, prepare
from hurmaus.storage.redis.address import shown
from hurmaus.transport import health, http, metrics, websocket
from hurmaus.transport.auth import Gatekeeper
from hurmaus.transport.demo import add_static
from hurmaus.transport.metrics import Metrics
from hurmaus.transport.service import Service, code_of
from hurmaus.understanding.read import read as read_facts

log = structlog.get_logger("hurmaus")

_WAKE_EVERY_S = 1.0
_PURGE_EVERY_S = 60.0
_SHORTEST = "hei"  # what is read to keep caches warm


def create_app(settings: Settings, build: Callable[[Settings], Service] | None = None) -> FastAPI:
    """Return the application; opening the store and loading the model happen when it starts.

    ``build`` makes the running parts, :func:`build_service` unless given.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            service = (build or build_service)(settings)
            await _prepare(service)
        except ConfigurationError as error:
            app.state.failure = error  # the server knows only that starting failed; whoever runs it says why
            raise
        app.state.service = service
        _log_start(settings, service)
        background = [
            asyncio.create_task(work)
            for work in (
                service.metrics.watch_loop(),
                _every(_WAKE_EVERY_S, service, wake_due),
                _every(_PURGE_EVERY_S, service, purge_old),
                _every(settings.playbooks_look_s, service, look_at_playbooks),
            )
        ]
        if service.keep_warm is not None:
            background.append(asyncio.create_task(service.keep_warm.run()))
        if service.relay is not None:
            background.append(asyncio.create_task(service.relay.run()))
        try:
            yield
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await service.store.close()
            log.info("stopped")

    # The wire is described by docs/protocol.md and its AsyncAPI; FastAPI's own description knows no bodies.
    app = FastAPI(title="Hurmaus", version=__version__, lifespan=lifespan, openapi_url=None)
    app.add_exception_handler(HTTPException, http.no_such_path)
    for room in (health, http, metrics, websocket):
        app.include_router(room.router)
    add_static(app, demo=settings.demo)
    return app


def build_service(settings: Settings, estimator: EmotionEstimator | None = None) -> Service:
    """Open the store and load model and playbooks.

    Raises:
        ConfigurationError: one of them cannot be used; says what to do.

    """
    estimator = estimator or load_estimator(settings.model_dir, settings.model_labels)
    _warm_up()
    opened = open_store(settings.store, store_options(settings))
    store, hub = opened.store, Hub(opened.bells)
    library = load_library(settings.playbooks_dir)
    coach = Coach(library.playbooks, coach_settings(settings), estimator.version)
    assist = Assist(
        store=store,
        estimator=estimator,
        coach=coach,
        publish=hub.publish,
        act_reader=load_act_reader(),
        most_events=settings.max_events,
    )
    return Service(
        settings=settings,
        store=store,
        hub=hub,
        assist=assist,
        gatekeeper=Gatekeeper(settings.secret.get_secret_value() if settings.secret else None),
        metrics=Metrics(hub, settings.stage_budget_ms),
        model=estimator.version,
        relay=Relay(hub, store, opened.bells) if opened.bells is not None else None,
        watch=None
        if settings.playbooks_dir is None
        else PlaybookWatch(settings.playbooks_dir, library, coach),
        keep_warm=KeepWarm(partial(estimator.read, _SHORTEST), settings.keep_warm),
    )


def store_options(settings: Settings) -> StoreOptions:
    """Return the store's part of the settings."""
    return StoreOptions(
        synchronous=settings.store_synchronous,
        retention_s=settings.retention_hours * 3600,
        prefix=settings.store_prefix,
        timeout_s=settings.store_timeout_s,
        wait_replicas=settings.store_replicas,
        limits=Limits(event_bytes=settings.max_event_bytes, state_bytes=settings.max_state_bytes),
    )


async def _prepare(service: Service) -> None:
    """A store that is away at start may come back; one that refuses us will not."""
    try:
        await prepare(service.store)
    except StoreUnavailable as error:
        log.warning("store_away", cause=error.message, remedy="it is tried again; see /readyz")


def _warm_up() -> None:
    """Read one utterance of each role, so that no customer waits for tables and calendars to load."""
    read_facts(mask("Hei, milloin asia on kunnossa?"), "customer", 0.0)
    read_facts(mask("Palaan asiaan kahden arkipäivän kuluessa."), "agent", 0.0)


def coach_settings(settings: Settings) -> CoachSettings:
    """Return the coach's part of the settings."""
    return CoachSettings(
        apology=settings.apology,
        anticipate=settings.anticipate,
        warmth=settings.warmth,
        address=settings.address,
        hints=settings.hints,
        attention_budget=settings.attention_budget,
        cooldown_s=settings.cooldown_s,
        queue_playbooks=settings.queue_playbooks,
    )


def _log_start(settings: Settings, service: Service) -> None:
    log.info(
        "started",
        version=__version__,
        model=service.model,
        store=shown(settings.store),
        retention_hours=settings.retention_hours,
        retention="text is masked before it is stored; conversations are removed after retention_hours",
        tokens="required" if settings.secret else "none: everybody on this machine reaches everything",
    )


async def _every(seconds: float, service: Service, work: Callable[[Service], Awaitable[None]]) -> None:
    """Do ``work`` again and again; a failure is logged and tried again, never the end of it.

    One that stays the same is logged once, until the work has succeeded in between.
    """
    failing: str | None = None
    while True:
        await asyncio.sleep(seconds)
        try:
            await work(service)
        except StoreDamaged as error:
            service.tell_damage(error)
        except Exception as error:
            code, cause = code_of(error), error.message if isinstance(error, HurmausError) else None
            if failing != f"{code} {cause}":
                failing = f"{code} {cause}"
                log.warning("background_work_failed", work=work.__name__, code=code, cause=cause)
        else:
            failing = None


async def wake_due(service: Service) -> None:
    """Wake what is due; one conversation that cannot be woken does not hold up the others."""
    for conversation_id in await service.store.due(time.time()):
        try:
            await service.assist.wake(conversation_id)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("wake_failed", conversation_id=conversation_id, code=code_of(error))


async def look_at_playbooks(service: Service) -> None:
    """Put changed playbooks in force."""
    if service.watch is not None:
        await service.watch.look()


async def purge_old(service: Service) -> None:
    """Remove what has outlived its retention."""
    removed = await service.store.purge(time.time() - service.settings.retention_hours * 3600)
    if removed:
        log.info("purged", conversations=removed)
