"""Frames to messages: what is taken, what is refused, and that no refusal repeats the customer's words."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hurmaus.errors import Overloaded
from hurmaus.protocol.codec import decode, decode_body, encode
from hurmaus.protocol.messages import ConversationEnd, Hello, Ping, Pong, Utterance
from hurmaus.protocol.refusals import Origin, RefusedFrame, origin_of, refusal
from hypothesis import given
from hypothesis import strategies as st

SECRET = "salaisuus"
"""Stands for the customer's words; must never come back."""


def utterance(**members: Any) -> str:
    said = {
        "type": "utterance",
        "id": "m-1",
        "conversation_id": "c-1",
        "utterance_id": "u-1",
        "role": "customer",
        "text": SECRET,
    }
    return json.dumps(said | members)


def refused(frame: str | bytes) -> RefusedFrame:
    with pytest.raises(RefusedFrame) as caught:
        decode(frame)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None, "a chained error would carry the frame into tracebacks"
    assert SECRET not in repr(refusal(error, error.origin))
    return error


class TestMessagesThatAreTaken:
    def test_an_utterance_becomes_its_struct(self) -> None:
        assert decode(utterance(at=12.5)) == Utterance(
            id="m-1",
            conversation_id="c-1",
            utterance_id="u-1",
            role="customer",
            text=SECRET,
            final=True,
            at=12.5,
        )

    def test_unknown_members_are_ignored_so_that_senders_may_grow(self) -> None:
        assert decode('{"type":"ping","id":"p","typing_speed":[1,{"a":null}]}') == Ping(id="p")

    def test_the_last_of_two_equal_members_counts(self) -> None:
        assert decode('{"type":"ping","id":"a","id":"b"}') == Ping(id="b")

    @pytest.mark.parametrize("text", ["rivi\ntoinen\r\n\tkolmas", "ääkköset", "👩‍👧 ihanaa", "a" * 32_768])
    def test_ordinary_text_passes_unchanged(self, text: str) -> None:
        message = decode(utterance(text=text))
        assert isinstance(message, Utterance)
        assert message.text == text

    def test_an_interim_may_be_empty(self) -> None:
        assert isinstance(decode(utterance(text="", final=False)), Utterance)

    def test_hello_alone_is_a_hello(self) -> None:
        assert decode('{"type":"hello"}') == Hello()

    def test_encoding_leaves_out_what_is_not_said(self) -> None:
        assert encode(Pong()) == b'{"type":"pong"}'


class TestTextThatSaysNothing:
    @pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u00a0\u2060\ufeff", "\u0301\ufe0f"])
    def test_is_no_final_utterance(self, text: str) -> None:
        error = refused(utterance(text=text))
        assert (error.wire_code, error.field) == ("invalid_text", "text")

    @pytest.mark.parametrize("text", [".", "👩\u200d👧", "\u200bok"])
    def test_is_not_what_a_reader_can_see(self, text: str) -> None:
        assert isinstance(decode(utterance(text=text)), Utterance)


def test_an_id_that_is_none_is_explained_to_people() -> None:
    error = refused(utterance(conversation_id="ä ö"))
    assert "letters, digits and . _ : ~ @ -" in error.message
    assert "regex" not in error.message
    assert "\\" not in error.message


class TestWhatIsNotJson:
    @pytest.mark.parametrize(
        "frame",
        ["", "{", '{"type":"ping"} x', '{"type":"ping","id":NaN}', '{"type":"ping","id":"a\x01"}'],
    )
    def test_is_invalid_json(self, frame: str) -> None:
        assert refused(frame).wire_code == "invalid_json"

    @pytest.mark.parametrize("closed", ["", "]" * 100_000 + "}"])
    def test_a_nesting_bomb_is_invalid_json(self, closed: str) -> None:
        assert refused('{"type":"ping","x":' + "[" * 100_000 + closed).wire_code == "invalid_json"

    def test_bytes_that_are_not_utf8_are_invalid_text(self) -> None:
        assert refused(b'{"type":"ping","id":"\xff\xfe"}').wire_code == "invalid_text"

    def test_half_a_surrogate_pair_names_the_field_and_the_message(self) -> None:
        error = refused(utterance().replace(SECRET, SECRET + r"\ud83d"))
        assert (error.wire_code, error.field) == ("invalid_text", "text")
        assert error.origin == Origin(of="utterance", id="m-1", conversation_id="c-1", utterance_id="u-1")

    def test_megabytes_of_rubbish_are_not_searched_for_ids(self) -> None:
        assert refused(utterance(text=SECRET * 100_000)[:-1]).origin == Origin()


class TestJsonThatIsNoMessage:
    @pytest.mark.parametrize("frame", ["[]", "1", f'"{SECRET}"', "null", "true"])
    def test_anything_but_an_object_is_an_invalid_message(self, frame: str) -> None:
        assert refused(frame).wire_code == "invalid_message"

    @pytest.mark.parametrize(
        ("frame", "field"),
        [
            ("{}", "type"),
            ('{"type":1}', "type"),
            ('{"type":"utterance"}', "conversation_id"),
            (utterance(text=3), "text"),
            (utterance(role=SECRET), "role"),
            (utterance(at=SECRET), "at"),
            (utterance(at=-1), "at"),
            (utterance().replace('"m-1"', "1e999").replace('"id"', '"at"'), "at"),
            (utterance(conversation_id=f"{SECRET} välillä"), "conversation_id"),
            (utterance(conversation_id="c-1\n"), "conversation_id"),
            (utterance(utterance_id=""), "utterance_id"),
            (utterance(utterance_id="u" * 129), "utterance_id"),
            ('{"type":"hello","resume":[{"conversation_id":"c","epoch":1,"offset":0}]}', "resume[0].epoch"),
            ('{"type":"hello","resume":[{"conversation_id":"c","offset":0}]}', "resume[0].epoch"),
            ('{"type":"subscribe","offset":' + "9" * 5_000 + "}", "offset"),
        ],
    )
    def test_names_the_field(self, frame: str, field: str) -> None:
        error = refused(frame)
        assert (error.wire_code, error.field) == ("invalid_message", field)

    def test_says_what_was_expected(self) -> None:
        assert refused(utterance(text=3)).message == "expected `str`, got `int`"
        assert refused('{"type":"utterance"}').message == "required"

    def test_an_unknown_type_is_said_to_be_one(self) -> None:
        error = refused(json.dumps({"type": SECRET, "id": "m-1"}))
        assert (error.wire_code, error.field, error.origin) == ("unknown_type", "type", Origin(id="m-1"))

    def test_a_value_that_imitates_an_error_path_is_not_believed(self) -> None:
        error = refused(utterance(role=f"x' - at `$.{SECRET}"))
        assert error.field == "role"

    def test_keeps_the_ids_that_are_valid_and_drops_the_rest(self) -> None:
        error = refused(utterance(role="robot", id=f"{SECRET} ei", utterance_id="u-9"))
        assert error.origin == Origin(of="utterance", conversation_id="c-1", utterance_id="u-9")


class TestTextThatIsRefused:
    @pytest.mark.parametrize("control", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9f"])
    def test_control_characters(self, control: str) -> None:
        error = refused(utterance(text=SECRET + control))
        assert (error.wire_code, error.field) == ("invalid_text", "text")
        assert error.origin.utterance_id == "u-1"

    def test_longer_than_the_limit(self) -> None:
        error = refused(utterance(text=SECRET * 100_000))
        assert (error.wire_code, error.field) == ("too_large", "text")
        assert "32768" in error.message
        assert error.origin.conversation_id == "c-1"

    def test_the_limit_is_a_setting(self) -> None:
        with pytest.raises(RefusedFrame, match="longer than 5 characters"):
            decode(utterance(), max_text_chars=5)

    @pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0"])
    def test_a_final_without_words(self, blank: str) -> None:
        assert refused(utterance(text=blank)).field == "text"


PATH = {"conversation_id": "c-1"}


class TestHttpBodies:
    def test_the_url_completes_the_message(self) -> None:
        body = b'{"utterance_id":"u-1","role":"agent","text":"Hei"}'
        assert decode_body(body, of="utterance", path=PATH) == Utterance(
            conversation_id="c-1", utterance_id="u-1", role="agent", text="Hei"
        )

    def test_an_empty_body_is_an_empty_object(self) -> None:
        assert decode_body(b"", of="conversation.end", path=PATH) == ConversationEnd(conversation_id="c-1")

    @pytest.mark.parametrize(
        ("body", "field"),
        [(b'{"conversation_id":"c-2"}', "conversation_id"), (b'{"type":"ping"}', "type")],
    )
    def test_a_body_that_contradicts_the_url_is_refused(self, body: bytes, field: str) -> None:
        with pytest.raises(RefusedFrame) as caught:
            decode_body(body, of="conversation.end", path=PATH)
        assert (caught.value.wire_code, caught.value.field) == ("invalid_message", field)

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"{", "invalid_json"),
            (b"[]", "invalid_message"),
            (b'{"a":"\xff', "invalid_json"),
            (b'{"\xff":1}', "invalid_text"),
        ],
    )
    def test_a_broken_body_is_refused_like_a_frame(self, body: bytes, code: str) -> None:
        with pytest.raises(RefusedFrame) as caught:
            decode_body(body, of="conversation.end", path=PATH)
        assert caught.value.wire_code == code

    def test_an_id_in_the_url_obeys_the_same_rules(self) -> None:
        with pytest.raises(RefusedFrame) as caught:
            decode_body(b"", of="conversation.end", path={"conversation_id": "c 1"})
        assert caught.value.field == "conversation_id"


def test_any_error_of_ours_becomes_an_error_message() -> None:
    origin = origin_of(decode(utterance()))
    error = refusal(Overloaded("too much", retry_after_ms=250), origin)
    assert (error.code, error.retryable, error.retry_after_ms) == ("overloaded", True, 250)
    assert (error.of, error.id, error.conversation_id, error.utterance_id) == (
        "utterance",
        "m-1",
        "c-1",
        "u-1",
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(SECRET),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
members = st.dictionaries(
    st.sampled_from(
        ["type", "id", "conversation_id", "utterance_id", "role", "text", "final", "at", "resume"]
    ),
    json_values | st.sampled_from(["utterance", "hello", "subscribe", "customer"]),
)


def decodes_or_refuses(frame: str | bytes) -> None:
    try:
        answer = msgspec.json.encode(decode(frame))
    except RefusedFrame as error:
        answer = encode(refusal(error, Origin()))
        said_back = SECRET.encode() in answer
    else:
        said_back = False
    assert answer
    assert not said_back


@given(members)
def test_whatever_members_an_object_has_it_is_a_message_or_refused(said: dict[str, Any]) -> None:
    decodes_or_refuses(json.dumps(said))


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_whatever_a_frame_holds_it_is_a_message_or_refused(frame: str | bytes) -> None:
    decodes_or_refuses(frame)
