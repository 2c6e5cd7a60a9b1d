"""Alive, and ready: what a balancer asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from hurmaus.errors import StoreDamaged, StoreUnavailable

router = APIRouter()


@router.get("/healthz")
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """The model is loaded and the store answers; 503 while it does not."""
    try:
        await request.app.state.service.store.check()
    except StoreDamaged:
        return JSONResponse({"status": "damaged"}, status_code=503)
    except StoreUnavailable:
        return JSONResponse({"status": "degraded"}, status_code=503, headers={"Retry-After": "1"})
    return JSONResponse({"status": "ready"})
