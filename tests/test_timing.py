"""The stopwatch of a pass."""

from __future__ import annotations

from hurmaus.timing import BUDGET_MS, NAMES, Laps, Stage


def test_every_stage_has_a_name_and_a_budget() -> None:
    assert [stage.name.lower() for stage in Stage] == list(NAMES) == list(BUDGET_MS)


def test_laps_add_up_to_the_time_gone_by() -> None:
    laps = Laps()
    laps.lap(Stage.APPLY)
    once = laps.seconds[Stage.APPLY]
    laps.lap(Stage.COACH)
    laps.lap(Stage.APPLY)
    assert laps.seconds[Stage.APPLY] > once, "a stage gone through twice counts both"
    assert laps.total == sum(laps.seconds)
    assert set(laps.milliseconds()) == {"apply", "coach"}
