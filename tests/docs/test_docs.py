"""The documents say what the code does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
import yaml
from hurmaus.app import create_app
from hurmaus.cli.main import app
from hurmaus.coach.lint import lint
from hurmaus.coach.loading import SHIPPED, check
from hurmaus.coach.playbook import Condition, PlaybookFile
from hurmaus.protocol.close_codes import CloseCode
from hurmaus.protocol.codec import decode
from hurmaus.protocol.generate import ALL, INBOUND
from hurmaus.protocol.messages import Outbound
from hurmaus.settings import Settings
from hurmaus.vocabulary import HINT_KINDS
from pydantic_core import PydanticUndefined

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOT_ON_THE_WIRE = {
    "configuration",  # the command line's
    "wrong_order",  # every WrongOrder is raised with a code of its own
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The part of a page under a heading of the second level."""
    return page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(part: str) -> list[str]:
    """The code-marked first cells of the tables in a part of a page."""
    return re.findall(r"^\| `([^`]+)`", part, re.MULTILINE)


def fenced(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


# --- links and commands ------------------------------------------------------------------------------------


def anchors(page: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = page if not name else (page.parent / name).resolve()
        assert there.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}: no such heading"


def verbs(command: Any, path: str = "") -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path
        return
    for name, one in below.items():
        yield from verbs(one, f"{path} {name}".strip())


def test_every_command_that_the_documents_name_exists() -> None:
    known = set(verbs(typer.main.get_command(app)))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shell = "\n".join(re.findall(r"^```console\n.*?^```$", text, re.MULTILINE | re.DOTALL))
        for spot in (shell, *re.findall(r"`(hurmaus [^`]+)`", text)):
            for first, second in re.findall(r"\bhurmaus ([a-z]+)(?: ([a-z]+))?", spot):
                assert {first, f"{first} {second}"} & known, f"{page.name} names hurmaus {first} {second}"


# --- the wire ----------------------------------------------------------------------------------------------

PROTOCOL = read("docs/protocol.md")
EXAMPLES = [json.loads(block) for block in fenced(PROTOCOL, "json")]
KINDS = {kind.__struct_config__.tag: kind for kind in ALL}


def test_every_message_type_has_one_example() -> None:
    assert sorted(example["type"] for example in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["type"]))
def test_an_example_is_a_valid_message_without_unknown_members(example: dict[str, Any]) -> None:
    frame = json.dumps(example)
    inbound = KINDS[example["type"]] in INBOUND
    message = decode(frame) if inbound else msgspec.json.decode(frame, type=Outbound)
    assert set(example) - {"type"} <= set(message.__struct_fields__)


def codes_in(source: str) -> Iterator[str]:
    """Every string constant that is bound to the name ``code``, or passed as an argument of that name."""
    for node in ast.walk(ast.parse(source)):
        bound: list[tuple[ast.AST, ast.AST | None]] = []
        if isinstance(node, ast.keyword) and node.arg == "code":
            bound = [(ast.Name(id="code"), node.value)]
        elif isinstance(node, ast.AnnAssign):
            bound = [(node.target, node.value)]
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                bound += zip(target.elts, node.value.elts, strict=True) if both else [(target, node.value)]  # type: ignore[attr-defined]
        for target, value in bound:
            named = isinstance(target, ast.Name) and target.id == "code"
            if named and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def test_the_error_codes_of_the_service_and_of_the_documents_are_the_same() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "service" / "hurmaus").rglob("*.py"))
    used = {code for source in sources for code in codes_in(source)} - NOT_ON_THE_WIRE
    assert set(first_cells(section(PROTOCOL, "Errors"))) == used


def test_the_close_codes_of_the_service_and_of_the_documents_are_the_same() -> None:
    documented = first_cells(section(PROTOCOL, "Close codes"))
    assert documented == [str(int(code)) for code in CloseCode]


def test_the_http_requests_of_the_service_and_of_the_documents_are_the_same() -> None:
    paths: dict[str, dict[str, Any]] = create_app(Settings()).openapi()["paths"]
    served = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    served |= {"GET /metrics", "GET /"}  # kept out of the schema
    assert set(first_cells(section(PROTOCOL, "HTTP"))) == served


# --- privacy -----------------------------------------------------------------------------------------------

PRIVACY = read("docs/privacy.md")


def test_the_privacy_page_lists_all_that_clients_may_send() -> None:
    rows = re.findall(r"^- `([\w.]+)`(.*)$", section(PRIVACY, "What may be sent"), re.MULTILINE)
    listed = {kind: {"id", *re.findall(r"`(\w+)`", members)} for kind, members in rows}
    assert listed == {kind.__struct_config__.tag: set(kind.__struct_fields__) for kind in INBOUND}


def test_the_privacy_page_names_modules_and_tests_that_exist() -> None:
    for name in re.findall(r"`((?:service|tests)/[\w./]+(?:::\w+)?)`", PRIVACY):
        path, _, test = name.partition("::")
        assert (ROOT / path).exists(), f"{path} does not exist"
        assert not test or f"def {test}(" in read(path), f"{name} does not exist"


# --- settings ----------------------------------------------------------------------------------------------


def test_the_table_of_settings_is_complete_and_its_defaults_are_true() -> None:
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in read("docs/settings.md").splitlines()
        if line.startswith("| `")
    ]
    prefix = Settings.model_config.get("env_prefix", "")
    expected = {
        name: (f"{prefix}{name}".upper(), shown(field.get_default(call_default_factory=True)))
        for name, field in Settings.model_fields.items()
    }
    assert {name: (variable, default) for name, variable, default, *_ in rows} == expected
    assert all(len(row) == 5 and row[4] for row in rows), "name, variable, default, unit, meaning"


def shown(default: Any) -> str:
    """A default as the table writes it."""
    if default is None or default is PydanticUndefined or default in ((), [], {}, ""):
        return "–"
    if isinstance(default, bool):
        return str(default).lower()
    return str(default)


# --- playbooks ---------------------------------------------------------------------------------------------

PLAYBOOKS = read("docs/playbooks.md")


def test_the_playbook_page_explains_every_condition_and_hint_kind() -> None:
    named = set(re.findall(r"`(\w+)`", PLAYBOOKS))
    assert set(Condition.model_fields) | set(HINT_KINDS) <= named


def test_the_files_of_the_playbook_page_pass_the_check_together(tmp_path: Path) -> None:
    for text in fenced(PLAYBOOKS, "yaml"):
        example = yaml.safe_load(text)
        if "name" in example:
            (tmp_path / f"{example.get('id', 'palvelukuvaus')}.yaml").write_text(text, encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 2
    assert check([tmp_path]) == []


def test_the_examples_of_the_playbook_page_pass_the_check_in_the_shipped_playbook() -> None:
    book = yaml.safe_load((SHIPPED / "reklamaatio.yaml").read_text(encoding="utf-8"))
    for example in map(yaml.safe_load, fenced(PLAYBOOKS, "yaml")):
        if "name" in example:
            continue
        book["rules"] += example.get("rules", [])
        for kind, phrases in example.get("phrases", {}).items():
            book["phrases"][kind] += phrases
    assert list(lint(PlaybookFile.model_validate(book))) == []
