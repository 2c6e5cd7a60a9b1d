"""The wheel is whole: into an empty environment, nothing but its own dependencies, and it serves."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheel_in_an_empty_environment_analyses_with_the_shipped_model(tmp_path: Path) -> None:
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)])
    (wheel,) = tmp_path.glob("hurmaus-*.whl")
    empty = tmp_path / "empty"
    venv.create(empty, with_pip=True)
    run([str(empty / "bin" / "pip"), "install", "-q", "-c", str(ROOT / "constraints.txt"), str(wheel)])
    listed = run([str(empty / "bin" / "pip"), "list", "--format=freeze"])
    assert "torch" not in listed, "the service needs no torch"
    read = run(
        [str(empty / "bin" / "hurmaus"), "analyse"], stdin="Kiitos ihanasta palvelusta!\n", cwd=tmp_path
    )
    assert '"sentiment":"positive"' in read
    where = "import hurmaus, pathlib; print(pathlib.Path(hurmaus.__file__).parent)"
    package = Path(run([str(empty / "bin" / "python"), "-c", where], cwd=tmp_path).strip())
    for shipped in ("_model/model.onnx", "static/hurmaus-sidebar.js", "coach/playbooks/reklamaatio.yaml"):
        assert (package / shipped).is_file(), f"the wheel lacks {shipped}"


def run(command: list[str], *, stdin: str = "", cwd: Path | None = None) -> str:
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, cwd=cwd, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
