"""Close codes tell a client whether to come back by itself."""

from __future__ import annotations

import pytest
from hurmaus.protocol.close_codes import REASONS, CloseCode, advice


@pytest.mark.parametrize(
    "code", [CloseCode.SLOW_READER, CloseCode.RESTARTING, CloseCode.SILENT, 1006, 1005, 4499]
)
def test_accidents_and_slow_reading_mean_reconnect_and_resume(code: int) -> None:
    assert advice(code) == "resume"


@pytest.mark.parametrize(
    "code",
    [
        CloseCode.NORMAL,
        CloseCode.TOO_BIG,
        CloseCode.INVALID_UTF8,
        CloseCode.TOKEN_EXPIRED,
        CloseCode.HELLO_TIMEOUT,
    ],
)
def test_what_would_only_repeat_itself_means_stop(code: int) -> None:
    assert advice(code) == "stop"


def test_every_code_has_a_reason_that_fits_a_close_frame() -> None:
    assert set(REASONS) == set(CloseCode)
    assert all(len(reason.encode()) <= 123 for reason in REASONS.values())
