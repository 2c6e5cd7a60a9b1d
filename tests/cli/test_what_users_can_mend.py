"""What a user can mend is one clear line that says how, and exit code 2; never a traceback, never their words."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hurmaus.cli.playbook import check_paths
from hurmaus.cli.replay import _at, _origin
from hurmaus.cli.turns import Turn, read_turns
from hurmaus.emotion.load import load_estimator
from hurmaus.errors import ConfigurationError
from hurmaus.inference import shipped_model_dir
from typer import Exit

from tests.cli.test_commands import hurmaus, objects, refused

WORDS = "SALAISUUS"
SECRET = {"HURMAUS_SECRET": "tama-on-vain-testien-salaisuus-0001"}


def said_of(lines: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Read turns that are refused; return the one line that says so."""
    file = tmp_path / "turns.jsonl"
    file.write_bytes(lines.encode() if isinstance(lines, str) else lines)
    with pytest.raises(Exit) as refused:
        list(read_turns(file))
    assert refused.value.exit_code == 2
    said = capsys.readouterr().err
    assert WORDS not in said
    assert said.count("\n") == 1
    return said


class TestATurn:
    @pytest.mark.parametrize("at", ["-1", "-99999999999", "-1e15", "1e300", "1e400", "253402300799", '"9"'])
    def test_is_timed_within_the_bounds_of_the_wire(
        self, at: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "Palaan asiaan huomenna kello 12 mennessä."
        said = said_of(f'\n{{"role":"agent","text":"{text}","at":{at}}}\n', tmp_path, capsys)
        assert 'line 2: "at" is not a number of seconds from 0 to 1e11' in said

    @pytest.mark.parametrize("member", ["[" * 100_000, '{"x":' + "[" * 5_000 + "]" * 5_000 + "}"])
    def test_that_is_nested_too_deeply_is_refused(
        self, member: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert "line 1: " in said_of(member, tmp_path, capsys)
        line = f'{{"role":"agent","text":"{WORDS}","at":0,"more":{member}}}'
        assert "line 1: " in said_of(line, tmp_path, capsys)

    def test_without_control_characters(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        line = json.dumps({"role": "agent", "text": f"{WORDS}\x00"})
        assert "line 1" in (said := said_of(line, tmp_path, capsys))
        assert "control characters" in said

    def test_may_be_empty_and_blank_lines_are_passed_over(self, tmp_path: Path) -> None:
        file = tmp_path / "turns.jsonl"
        file.write_text('\n{"role":"agent","text":""}\n \n{"role":"customer","text":"a\\tb\\n"}\n')
        assert [(number, turn.text) for number, turn in read_turns(file)] == [(2, ""), (4, "a\tb\n")]

    def test_may_not_leave_the_clock_by_its_start(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert _at(5.0, Turn(role="agent", text="", at=1.0), 0.0, "here") == 6.0
        assert _at(5.0, Turn(role="agent", text=""), 7.0, "here") == 7.0
        with pytest.raises(Exit):
            _at(9e10, Turn(role="agent", text="", at=9e10), 0.0, "line 3")
        assert "line 3" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "start", ["0001-01-01", "1969-12-31T00:00:00+00:00", "9999-12-31T00:00:00+00:00"]
    )
    def test_cannot_start_outside_the_clock(self, start: str) -> None:
        with pytest.raises(Exit) as refused:
            _origin(start)
        assert refused.value.exit_code == 2


def test_a_turn_as_late_as_may_be_is_replayed() -> None:
    line = '{"role":"agent","text":"Palaan asiaan huomenna kello 12 mennessä.","at":1e11}\n'
    (turn,) = objects(hurmaus("replay", stdin=line))
    assert turn["promises"][0]["due"].startswith("5138-")


def test_empty_text_is_a_turn_and_empty_lines_are_none() -> None:
    lines = '\n{"role":"customer","text":"","at":0}\n\n{"role":"agent","text":"","at":1}\n'
    assert [turn["masked"] for turn in objects(hurmaus("replay", stdin=lines))] == ["", ""]


def test_an_unknown_playbook_is_told_with_those_there_are() -> None:
    run = hurmaus("replay", "--playbook", "nope", stdin=b'{"role":"agent","text":"Hei","at":0}\n')
    assert "unknown playbook 'nope'; use ajanvaraus" in refused(run)


class TestPlaybooks:
    def test_a_folder_without_one_is_not_fine(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(Exit) as refused:
            check_paths([tmp_path])
        assert refused.value.exit_code == 1
        assert "no playbook" in capsys.readouterr().out

    def test_a_bomb_of_brackets_is_refused_by_every_verb(self, tmp_path: Path) -> None:
        bomb = tmp_path / "bomb.yaml"
        bomb.write_text("[" * 20_000 + "]" * 20_000)
        checked = hurmaus("playbook", "check", str(bomb))
        assert checked.returncode == 1
        assert f"{bomb}:1: nested too deep" in checked.stdout.decode()
        assert "nested too deep" in refused(hurmaus("playbook", "show", str(bomb)))
        served = hurmaus("serve", "--port", "0", cwd=tmp_path, env=environment(tmp_path))
        assert "nested too deep" in refused(served)

    def test_a_queue_of_a_playbook_that_is_not_there_does_not_serve(self, tmp_path: Path) -> None:
        env = {**os.environ, "HURMAUS_QUEUE_PLAYBOOKS": '{"laskut": "olematon"}'}
        said = refused(hurmaus("serve", "--port", "0", cwd=tmp_path, env=env))
        assert "hurmaus: " in said
        assert "the playbook olematon, which is not among" in said

    def test_what_is_in_force_is_shown_with_the_folder_of_ones_own(self, tmp_path: Path) -> None:
        head = "id: oma\nname: Oma\nversion: 4\nowner: Me\nreview_by: 2020-01-01\nextends: laskutus\n"
        (tmp_path / "oma.yaml").write_text(head, encoding="utf-8")
        listed = hurmaus("playbook", "show", env=environment(tmp_path)).stdout.decode()
        assert "oma  4/" in listed
        assert "reklamaatio  " in listed
        shown = hurmaus("playbook", "show", "oma", env=environment(tmp_path)).stdout.decode()
        assert "laskutus.laskutus-listen-rivi" in shown
        assert "reklamaatio.listen-mita-toivot" in shown

    def test_a_review_that_is_due_is_told_and_is_no_problem(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        head = "id: oma\nname: Oma\nversion: 4\nowner: Me\nreview_by: 2020-01-01\nextends: laskutus\n"
        (tmp_path / "oma.yaml").write_text(head, encoding="utf-8")
        check_paths([tmp_path])
        out = capsys.readouterr().out
        assert "its review was due on 2020-01-01" in out
        assert "playbooks are fine" in out


def environment(playbooks: Path) -> dict[str, str]:
    return {**os.environ, "HURMAUS_PLAYBOOKS_DIR": str(playbooks)}


class TestABrokenModel:
    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
    def test_is_refused_by_the_name_of_its_file(self, tmp_path: Path, name: str) -> None:
        model = tmp_path / "model"
        shutil.copytree(shipped_model_dir(), model)
        whole = (model / name).read_bytes()
        for rest in (whole[: len(whole) // 2], b"", b"{}"):
            (model / name).write_bytes(rest)
            with pytest.raises(ConfigurationError, match=name.replace(".", r"\.") + "|not a Hurmaus model"):
                load_estimator(model)

    def test_stops_the_service_with_one_line(self, tmp_path: Path) -> None:
        model = tmp_path / "model"
        shutil.copytree(shipped_model_dir(), model)
        (model / "model.onnx").write_bytes(b"\x08\x01half")
        env = {**os.environ, "HURMAUS_MODEL_DIR": str(model)}
        said = refused(hurmaus("serve", "--port", "0", cwd=tmp_path, env=env))
        assert any(line.startswith("hurmaus: ") and "model.onnx" in line for line in said.splitlines())


class TestAToken:
    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (("--hours", "1e300"), "--hours"),
            (("--hours", "nan"), "--hours"),
            (("--hours", "0"), "--hours"),
            (("--conversation", "ä ö"), "--conversation is no id"),
            (("--queue", ""), "--queue is no id"),
        ],
    )
    def test_that_could_not_be_used_is_not_made(self, options: tuple[str, str], says: str) -> None:
        assert says in refused(hurmaus("token", "desk", *options, env=SECRET))
