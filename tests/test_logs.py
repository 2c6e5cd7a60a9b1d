"""The log says what happened in codes and places, never in anybody's words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hurmaus.logs import configure_logging

WORDS = "SALAISUUS"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    captured = capsys.readouterr()
    assert WORDS not in captured.out + captured.err
    return [json.loads(line) for line in captured.err.splitlines()]


def fail() -> None:
    raise ValueError(f"cannot read {WORDS}")


def test_our_own_events_are_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    structlog.get_logger("hurmaus").info("purged", conversations=3)
    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["conversations"]) == ("purged", "info", 3)


def test_an_exception_is_named_by_type_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    try:
        fail()
    except ValueError:
        structlog.get_logger("hurmaus").exception("wake_failed")
    (line,) = lines(capsys)
    assert line["error"].startswith("ValueError test_logs.py:")


def test_so_is_one_that_a_library_logs(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    try:
        fail()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (line,) = lines(capsys)
    assert (line["event"], line["logger"]) == ("Exception in ASGI application", "uvicorn.error")
    assert line["error"].startswith("ValueError test_logs.py:")


def test_what_a_library_puts_into_its_message_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("some.library").warning("cannot handle %s", WORDS)
    (line,) = lines(capsys)
    assert line["event"] == "cannot handle %s"


def test_chatter_below_warnings_of_libraries_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("uvicorn.error").info('"WebSocket /v1/ws?token=%s" [accepted]', WORDS)
    assert lines(capsys) == []
