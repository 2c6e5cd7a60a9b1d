"""Playbook files: problems are named with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hurmaus.coach.loading import SHIPPED, PlaybookError, check, load_playbook, load_playbooks


@pytest.fixture
def shipped() -> str:
    return (SHIPPED / "reklamaatio.yaml").read_text(encoding="utf-8")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_shipped_playbooks_are_sound() -> None:
    assert check([SHIPPED]) == []
    assert "reklamaatio" in load_playbooks()


def test_a_misspelt_member_is_found_on_its_line(tmp_path: Path, shipped: str) -> None:
    text = shipped.replace("owner:", "omistaja:")
    problems = check([written(tmp_path / "p.yaml", text)])
    assert {(problem.line, problem.message) for problem in problems} >= {
        (line_of(text, "omistaja:"), "omistaja: extra inputs are not permitted")
    }
    assert all(problem.file.endswith("p.yaml") and problem.remedy for problem in problems)


def test_an_unknown_signal_is_found_on_its_line(tmp_path: Path, shipped: str) -> None:
    text = shipped.replace("signals: [asks_human]", "signals: [asks_humans]", 1)
    (problem, *_) = check([written(tmp_path / "p.yaml", text)])
    assert problem.line == line_of(text, "asks_humans")
    assert "asks_human" in problem.message


def test_a_bad_phrase_is_found_on_its_line(tmp_path: Path, shipped: str) -> None:
    text = shipped.replace(
        "te: Pahoittelut teille koituneesta harmista.", "te: Pahoittelut, jos teille koitui harmia."
    )
    (problem,) = check([written(tmp_path / "p.yaml", text)])
    assert problem.line == line_of(text, "jos teille koitui harmia")
    assert "no apology" in str(problem)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("id: a\n  name: b\n", 2, "not valid YAML"),
        ("id: 'a\n", 1, "not valid YAML"),
        ("id: a\nid: b\n", 2, "given twice"),
        ("- a\n- b\n", 1, "not a playbook"),
        ("", 1, "not a playbook"),
        ("id: !!python/object:os.system x\n", 1, "not valid YAML"),
    ],
)
def test_what_is_no_playbook_is_told_apart(tmp_path: Path, text: str, line: int, part: str) -> None:
    (problem,) = check([written(tmp_path / "p.yaml", text)])
    assert part in problem.message
    assert abs(problem.line - line) <= 1
    assert problem.remedy


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (problem,) = check([tmp_path / "none.yaml"])
    assert problem.message == "there is no such file"
    with pytest.raises(PlaybookError, match="no such file"):
        load_playbook(tmp_path / "none.yaml")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(b"\xff\xfe\x00")
    (problem,) = check([tmp_path / "p.yaml"])
    assert "UTF-8" in problem.remedy


def test_two_playbooks_do_not_share_an_id(tmp_path: Path, shipped: str) -> None:
    written(tmp_path / "a.yaml", shipped)
    written(tmp_path / "b.yaml", shipped)
    (problem,) = check([tmp_path])
    assert "is taken by" in problem.message
    with pytest.raises(PlaybookError):
        load_playbooks(tmp_path)


def test_a_directory_without_playbooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="no playbook here"):
        load_playbooks(tmp_path)


def test_an_empty_directory_is_a_problem(tmp_path: Path) -> None:
    (problem,) = check([tmp_path])
    assert problem.message == "no playbook here"
    assert problem.remedy


@pytest.mark.parametrize("deep", ["[" * 20_000, "id: " + "[" * 20_000 + "]" * 20_000, "{a: " * 5_000])
def test_deep_nesting_is_a_problem_and_no_traceback(tmp_path: Path, deep: str) -> None:
    (problem,) = check([written(tmp_path / "p.yaml", deep)])
    assert problem.remedy
    with pytest.raises(PlaybookError):
        load_playbook(tmp_path / "p.yaml")


def test_one_bad_entry_is_one_problem(tmp_path: Path, shipped: str) -> None:
    text = shipped.replace("priority: 100", "priority: 1000", 1)
    (problem,) = check([written(tmp_path / "p.yaml", text)])
    assert problem.line == line_of(text, "priority: 1000")
    assert "priority" in problem.message
