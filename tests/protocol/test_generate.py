"""Documents generated from the message types: complete, deterministic, and held to the committed files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hurmaus.protocol import generate, messages
from hurmaus.protocol.codec import decode, encode
from hurmaus_client import wire as client_wire

ROOT = Path(__file__).parents[2]
TYPESCRIPT = "clients/sidebar/src/generated/messages.ts"
PYTHON = "clients/python/hurmaus_client/wire.py"
TAGS = {str(message.__struct_config__.tag) for message in generate.ALL}


@pytest.fixture
def asyncapi() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(generate.asyncapi())
    return document


def test_committed_files_match_the_message_types(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check", "--root", str(ROOT)]) == 0, capsys.readouterr().err


def test_generating_twice_gives_the_same_text() -> None:
    assert generate.documents() == generate.documents()


def test_writing_then_checking_is_in_step(tmp_path: Path) -> None:
    assert generate.main(["--root", str(tmp_path)]) == 0
    assert generate.main(["--check", "--root", str(tmp_path)]) == 0


@pytest.mark.parametrize("name", [TYPESCRIPT, PYTHON])
def test_drift_is_refused_with_the_file_and_the_remedy(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate.main(["--root", str(tmp_path)])
    (tmp_path / name).write_text("of another day\n", encoding="utf-8")
    assert generate.main(["--check", "--root", str(tmp_path)]) == 1
    complaint = capsys.readouterr().err
    assert name in complaint
    assert f"run `{generate.COMMAND}`" in complaint
    assert "asyncapi.yaml" not in complaint


def test_a_missing_file_is_drift(tmp_path: Path) -> None:
    assert generate.main(["--check", "--root", str(tmp_path)]) == 1


def test_asyncapi_names_every_message_once_and_says_who_sends_it(asyncapi: dict[str, Any]) -> None:
    assert asyncapi["asyncapi"] == "3.0.0"
    assert set(asyncapi["components"]["messages"]) == TAGS
    operations = asyncapi["operations"]
    assert len(operations["receive"]["messages"]) == len(generate.INBOUND)
    assert len(operations["send"]["messages"]) == len(generate.OUTBOUND)


def test_every_reference_in_asyncapi_leads_somewhere(asyncapi: dict[str, Any]) -> None:
    for reference in _references(asyncapi):
        target: Any = asyncapi
        for key in reference.removeprefix("#/").split("/"):
            assert key in target, reference
            target = target[key]


def test_typescript_has_an_interface_for_every_message_and_its_literal_type() -> None:
    text = generate.typescript()
    for message in generate.ALL:
        assert f"export interface {message.__name__} {{" in text
        assert f'readonly type: "{message.__struct_config__.tag}";' in text


def test_typescript_uses_the_names_of_the_vocabulary() -> None:
    text = generate.typescript()
    assert "readonly kind: HintKind;" in text
    assert "readonly reading: EmotionReading | null;" in text


def test_the_python_client_reads_and_writes_what_the_service_does() -> None:
    """The structs of both sides have the same members, and a struct of one decodes as that of the other."""
    for message in generate.ALL:
        theirs: type[msgspec.Struct] = getattr(client_wire, message.__name__)
        assert set(theirs.__struct_fields__) == set(message.__struct_fields__)
        assert theirs.__struct_config__.tag == message.__struct_config__.tag
    said = client_wire.Utterance(conversation_id="c1", utterance_id="u1", role="customer", text="Hei")
    assert decode(msgspec.json.encode(said)) == messages.Utterance(
        conversation_id="c1", utterance_id="u1", role="customer", text="Hei"
    )
    alert = messages.Alert(
        conversation_id="c1", epoch="e", offset=1, at=2.0, alert="recovery", why="Rauhoittui"
    )
    heard = msgspec.json.decode(encode(alert), type=client_wire.Outbound)
    assert isinstance(heard, client_wire.Alert)
    assert heard.why == "Rauhoittui"


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [one for value in node.values() for one in _references(value)]
    if isinstance(node, list):
        return [one for value in node for one in _references(value)]
    return []
