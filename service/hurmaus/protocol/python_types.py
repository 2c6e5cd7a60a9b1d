"""The message types as the source of a Python module without dependencies on the service. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Schema = dict[str, Any]
Words = Mapping[tuple[str, ...], str]
"""Names of the vocabulary's literals by their sorted values."""

BASE = "class _Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True): ..."
"""What all structs build on: unset members are left out of a frame."""

_PLAIN = {"string": "str", "number": "float", "integer": "int", "boolean": "bool", "null": "None"}
_WIDTH = 110


def structs(schemas: Mapping[str, Schema], words: Words) -> Iterator[str]:
    """Return one frozen struct for each schema; those with a literal ``type`` are tagged by it."""
    for name, schema in schemas.items():
        yield "\n".join([*_head(name, schema), *_members(schema, words)])


def literal(name: str, values: Sequence[str]) -> str:
    """Return an alias for one of some words."""
    return f"{name} = {_literal(values)}"


def union(name: str, members: Iterable[str]) -> str:
    """Return an alias for one of some structs."""
    inside = "\n    | ".join(members)
    return f"{name} = (\n    {inside}\n)"


def _head(name: str, schema: Schema) -> Iterator[str]:
    tag = schema["properties"].get("type", {}).get("enum")
    yield f"class {name}(_Struct, {f'tag={_quoted(tag[0])}, ' if tag else ''}frozen=True, kw_only=True):"
    first, *rest = schema["description"].split("\n")
    if not rest:
        yield f'    """{first}"""'
        return
    yield f'    """{first}'
    yield from (f"    {line}".rstrip() for line in rest)
    yield '    """'


def _members(schema: Schema, words: Words) -> Iterator[str]:
    members = {name: member for name, member in schema["properties"].items() if name != "type"}
    if members:
        yield ""
    for name, member in members.items():
        default = "" if name in schema["required"] else f" = {_default(member)}"
        yield f"    {name}: {_type(member, words)}{default}"


def _default(member: Schema) -> str:
    value = member["default"]
    if isinstance(value, list):
        return "()"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _type(schema: Schema, words: Words) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_type(one, words) for one in schema["anyOf"])
    if "enum" in schema:
        return words.get(tuple(schema["enum"])) or _literal(schema["enum"])
    if schema["type"] == "array":
        return f"tuple[{_type(schema['items'], words)}, ...]"
    if schema["type"] == "object":
        return f"dict[str, {_type(schema['additionalProperties'], words)}]"
    return _PLAIN[schema["type"]]


def _literal(values: Sequence[str]) -> str:
    line = ", ".join(map(_quoted, values))
    if len(line) < _WIDTH - 40:
        return f"Literal[{line}]"
    return "Literal[\n" + "".join(f"    {_quoted(value)},\n" for value in values) + "]"


def _quoted(text: str) -> str:
    return f'"{text}"'
