"""HTTP for platforms that cannot hold a socket: the same messages, the same answers, the same errors."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from hurmaus.errors import HurmausError, InvalidMessage, NotAllowed, WrongOrder
from hurmaus.protocol import messages as wire
from hurmaus.protocol.codec import decode_body, encode
from hurmaus.protocol.refusals import Origin, RefusedFrame, origin_of
from hurmaus.protocol.session import Answer, Consult, Glance, Listen, Serve, Session
from hurmaus.timing import Laps, Stage
from hurmaus.transport.service import Service

router = APIRouter(prefix="/v1/conversations")

_STATUS = {
    "unauthorised": 401,
    "forbidden": 403,
    "unknown_conversation": 404,
    "conversation_ended": 409,
    "conflict": 409,
    "too_large": 413,
    "overloaded": 429,
    "internal": 500,
    "degraded": 503,
}
"""HTTP status for an error code; 400 for those not named."""

MAX_EVENTS = 1000
_MOST_DIGITS = 18


@router.post("")
async def start(request: Request) -> Response:
    """Start a conversation: the body of ``conversation.start``."""
    return await _take(request, "conversation.start", {})


@router.post("/{conversation_id}/utterances")
async def utterance(request: Request, conversation_id: str) -> Response:
    """Say something: the body of ``utterance`` without its ``conversation_id``."""
    return await _take(request, "utterance", {"conversation_id": conversation_id})


@router.post("/{conversation_id}/feedback")
async def feedback(request: Request, conversation_id: str) -> Response:
    """Say what became of a hint."""
    return await _take(request, "feedback", {"conversation_id": conversation_id})


@router.post("/{conversation_id}/draft")
async def draft(request: Request, conversation_id: str) -> Response:
    """Check the agent's draft: what to mend before it is sent. Nothing of it is kept."""
    return await _take(request, "draft.check", {"conversation_id": conversation_id})


@router.post("/{conversation_id}/pause")
async def pause(request: Request, conversation_id: str) -> Response:
    """Opt the customer out, or back in with ``{"paused": false}``."""
    return await _take(request, "conversation.pause", {"conversation_id": conversation_id})


@router.post("/{conversation_id}/end")
async def end(request: Request, conversation_id: str) -> Response:
    """End the conversation."""
    return await _take(request, "conversation.end", {"conversation_id": conversation_id})


@router.get("/{conversation_id}/events")
async def events(request: Request, conversation_id: str) -> Response:
    """Read the events after an offset, in order, with the stream's epoch and last offset.

    Query: ``after`` (default 0), ``limit`` (default and most 1000).
    """
    service: Service = request.app.state.service
    try:
        after = _number(request, "after", default=0, least=0, most=None)
        limit = _number(request, "limit", default=MAX_EVENTS, least=1, most=MAX_EVENTS)
        await _reached(request, service, conversation_id)
        snapshot = await service.store.load(conversation_id)
        if snapshot is None:
            raise WrongOrder("no such conversation", code="unknown_conversation", field="conversation_id")
        found = await service.store.events(conversation_id, after, limit)
    except Exception as error:
        return _refused(service, error, _named(conversation_id))
    return _json(
        {
            "conversation_id": conversation_id,
            "epoch": snapshot.epoch,
            "offset": snapshot.offset,
            "events": [msgspec.Raw(event.payload) for event in found],
        }
    )


@router.delete("/{conversation_id}")
async def erase(request: Request, conversation_id: str) -> Response:
    """Remove every trace of a conversation."""
    service: Service = request.app.state.service
    try:
        await _reached(request, service, conversation_id)
        if not await service.assist.erase(conversation_id):
            raise WrongOrder("no such conversation", code="unknown_conversation", field="conversation_id")
    except Exception as error:
        return _refused(service, error, _named(conversation_id))
    return Response(status_code=204)


async def _take(request: Request, of: str, path: dict[str, str]) -> Response:
    service: Service = request.app.state.service
    origin = _named(path.get("conversation_id"), of)
    try:
        body = await _body(request, service.settings.max_message_bytes)
        laps = Laps()
        message = decode_body(
            body,
            of=of,
            path=path,
            max_text_chars=service.settings.max_text_chars,
        )
        origin = origin_of(message)
        service.metrics.messages.labels(type=of).inc()
        session = _session(request, service)
        match session.receive(message, time.time()):
            case Serve(message=asked, by_queue=by_queue):
                if not isinstance(asked, wire.ConversationPause):
                    service.admission.admit(
                        asked.conversation_id, time.monotonic(), service.metrics.late_s, service.http_patience
                    )
                ack = await service.serve(asked, session.grants, by_queue=by_queue, laps=laps)
                laps.lap(Stage.SEND)
                service.metrics.passed(laps, of)
                return Response(ack, media_type="application/json")
            case Consult(message=draft, by_queue=by_queue):
                checked = await service.consult(draft, session.grants, by_queue=by_queue)
                return Response(encode(checked), media_type="application/json")
            case Answer(reply=wire.ErrorMessage() as reply):
                return _answer(reply)
            case Glance():
                raise InvalidMessage("interims need a socket; send final utterances here", field="final")
            case _:
                raise InvalidMessage("this message needs a socket", field="type")
    except RefusedFrame as error:
        return _refused(service, error, error.origin)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Exception as error:
        return _refused(service, error, origin)


async def no_such_path(request: Request, error: Exception) -> Response:
    """Answer in the shape of every other error where nothing is served; the path is not repeated."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    problem = "no such path" if status == 404 else "this path does not take that method"
    answer = wire.ErrorMessage(code="unknown_path", message=problem, retryable=False)
    return Response(
        encode(answer),
        status_code=status,
        media_type="application/json",
        headers=getattr(error, "headers", None),
    )


def _number(request: Request, name: str, *, default: int, least: int, most: int | None) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else -1
    if number < least or (most is not None and number > most):
        wanted = f"a number from {least}" + ("" if most is None else f" to {most}")
        raise InvalidMessage(f"expected {wanted}", field=name)
    return number


def _named(conversation_id: str | None, of: str | None = None) -> Origin:
    """What an error repeats of the URL: never an id that is none, for it may hold anything."""
    try:
        return Origin(of=of, conversation_id=msgspec.convert(conversation_id, wire.Id))
    except msgspec.ValidationError:
        return Origin(of=of)


async def _reached(request: Request, service: Service, conversation_id: str) -> None:
    """Make sure that the token reaches this conversation."""
    try:
        wanted = msgspec.convert({"type": "subscribe", "conversation_id": conversation_id}, wire.Subscribe)
    except msgspec.ValidationError:
        raise InvalidMessage("not an allowed value", field="conversation_id") from None
    session = _session(request, service)
    match session.receive(wanted, time.time()):
        case Listen(by_queue=True):
            await service.check_queue(wanted, session.grants)
        case Answer(reply=wire.ErrorMessage() as reply):
            raise HurmausError(reply.message, code=reply.code, field=reply.field)


def _session(request: Request, service: Service) -> Session:
    """A session that has said hello with the request's bearer token; each request is one."""
    if not service.admits(request.headers):
        raise NotAllowed("this web page may not use the service; see the setting origins")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else None
    session = Session(service.gatekeeper.authorise)
    match session.receive(wire.Hello(token=bearer), time.time()):
        case Answer(reply=wire.ErrorMessage() as reply):
            raise HurmausError(reply.message, code=reply.code, field=reply.field)
    return session


async def _body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise InvalidMessage(f"longer than {limit} bytes", code="too_large")
    return bytes(body)


def _refused(service: Service, error: Exception, origin: Origin) -> Response:
    answer = service.refuse(error, origin)
    return _answer(answer)


def _answer(answer: wire.ErrorMessage) -> Response:
    response = _json(answer, _STATUS.get(answer.code, 400))
    if answer.code == "unauthorised":
        response.headers["WWW-Authenticate"] = "Bearer"
    if answer.retry_after_ms is not None:
        response.headers["Retry-After"] = str(max(1, round(answer.retry_after_ms / 1000)))
    return response


def _json(content: Any, status: int = 200) -> Response:
    body = encode(content) if isinstance(content, wire.ErrorMessage) else msgspec.json.encode(content)
    return Response(body, status_code=status, media_type="application/json")
