"""Logging: JSON lines on stderr with ids, lengths, codes and timings, never text (privacy rule 7).

Also what libraries log passes here: of an exception only its type and place remain, for its words may quote
what somebody said.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logging(level: int = logging.INFO) -> None:
    """Send the service's log and the libraries' warnings to stderr, one JSON object a line."""
    to_json = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*_SHARED, _without_words, to_json],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[_of_a_library, structlog.stdlib.ProcessorFormatter.remove_processors_meta, to_json],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def code_of(error: BaseException) -> str:
    """Say what failed without its words: type, and the line where it was raised."""
    return f"{type(error).__name__} {_place(error.__traceback__)}".rstrip()


def _place(trace: TracebackType | None) -> str:
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"


def _without_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = code_of(error)
    return event


def _of_a_library(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the library's constant message, without what was put into it or the words of its exceptions."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg).strip().rpartition("\n")[2]  # of a traceback the last line says enough
    event["logger"] = record.name
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["error"] = code_of(raised[1])
    return event
