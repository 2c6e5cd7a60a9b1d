"""Alive, and ready: what a balancer asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from hurmaus.errors import StoreDamaged, StoreUnavailable
from hurmaus.transport.service import Service

router = APIRouter()


@router.get("/healthz")
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """The model is loaded, the store answers and other processes' commits are heard of; 503 while not.

    Of a watched playbook folder it tells what is in force; one that cannot be used is no reason to be unready.
    """
    service: Service = request.app.state.service
    if service.draining.is_set():
        return JSONResponse({"status": "draining"}, status_code=503, headers={"Retry-After": "1"})
    try:
        await service.store.check()
        if service.relay is not None and not service.relay.connected:
            raise StoreUnavailable("the doorbells are not heard")
    except StoreDamaged:
        return JSONResponse({"status": "damaged"}, status_code=503)
    except StoreUnavailable:
        return JSONResponse({"status": "degraded"}, status_code=503, headers={"Retry-After": "1"})
    watch = request.app.state.service.watch
    return JSONResponse(
        {"status": "ready"} if watch is None else {"status": "ready", "playbooks": watch.health}
    )
