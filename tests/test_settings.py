"""Settings: described, frozen, checked; what is wrong is named with what to do."""

from __future__ import annotations

import pytest
from hurmaus.errors import ConfigurationError
from hurmaus.settings import Settings, load_settings

SECRET = "tama-on-vain-testien-salaisuus-0001"


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_options_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HURMAUS_PORT", "9001")
    monkeypatch.setenv("HURMAUS_ORIGINS", '["https://desk.example"]')
    settings = load_settings(port=9002)
    assert (settings.port, settings.origins) == (9002, ("https://desk.example",))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_on_loopback_no_secret_is_needed(host: str) -> None:
    assert load_settings(host=host).on_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "hurmaus.example", "localhost.evil.example"])
def test_beyond_loopback_a_secret_is_required(host: str) -> None:
    with pytest.raises(ConfigurationError, match="HURMAUS_SECRET"):
        load_settings(host=host)
    assert load_settings(host=host, secret=SECRET).secret is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HURMAUS_PORT", "abc"),
        ("HURMAUS_RETENTION_HOURS", "0"),
        ("HURMAUS_SECRET", "lyhyt"),
        ("HURMAUS_APOLOGY", "sometimes"),
        ("HURMAUS_HEARTBEAT_S", "-1"),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert refused.value.message.startswith(f"{name}: ")
    assert "lyhyt" not in refused.value.message


def test_a_list_that_is_no_json_says_how_to_write_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HURMAUS_ORIGINS", "https://desk.example")
    with pytest.raises(ConfigurationError, match="JSON"):
        load_settings()


def test_a_secret_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HURMAUS_SECRET", SECRET)
    assert SECRET not in repr(load_settings())
