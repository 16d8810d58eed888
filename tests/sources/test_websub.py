"""What a hub may ask and prove, and when leases are renewed."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.websub import (
    LONGEST_LEASE,
    Denial,
    Verification,
    is_meant,
    is_signed,
    may_carry_secret,
    read_question,
    renewal,
    request,
    retry,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOPIC = "https://a.example/feed"
ASKED = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "abc", "hub.lease_seconds": "864000"}


def test_a_subscription_asks_for_a_lease_and_brings_its_secret() -> None:
    form = request("subscribe", callback="https://k.example/websub/x", topic=TOPIC, secret="s", lease=timedelta(days=2))
    assert form == {
        "hub.mode": "subscribe",
        "hub.callback": "https://k.example/websub/x",
        "hub.topic": TOPIC,
        "hub.lease_seconds": "172800",
        "hub.secret": "s",
    }


def test_the_end_of_a_subscription_carries_neither_secret_nor_lease() -> None:
    form = request("unsubscribe", callback="https://k.example/websub/x", topic=TOPIC, secret="s")
    assert set(form) == {"hub.mode", "hub.callback", "hub.topic"}


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_method_proves_who_sent_it_and_nothing_else_does(method: str) -> None:
    body = b"Uusi avustushaku"
    proof = hmac.new(b"salaisuus", body, method).hexdigest()
    assert is_signed(f"{method}={proof}", body, "salaisuus")
    assert is_signed(f"{method.upper()}={proof.upper()}", body, "salaisuus")
    assert not is_signed(f"{method}={proof}", body + b" ", "salaisuus")
    assert not is_signed(f"{method}={proof}", body, "toinen")
    assert not is_signed(f"{method}={proof[:-1]}", body, "salaisuus")
    assert not is_signed(proof, body, "salaisuus")


@pytest.mark.parametrize("header", [None, "", "=", "md5=0cc175b9c0f1b6a831c399e269772661", "sha256=", "sha1=ä", "sha1"])
def test_a_header_that_proves_nothing_is_no_signature(header: str | None) -> None:
    assert not is_signed(header, b"", "a")


@given(st.text(), st.binary(max_size=50), st.text(min_size=1, max_size=50))
def test_no_header_breaks_the_check(header: str, body: bytes, secret: str) -> None:
    assert is_signed(header, body, secret) is False


def test_a_question_is_read_with_its_lease() -> None:
    asked = Verification(mode="subscribe", topic=TOPIC, challenge="abc", lease=timedelta(days=10))
    assert read_question(ASKED) == asked


@pytest.mark.parametrize("lease", ["", "0", "-5", "kymmenen", "1e9", "٣"])
def test_a_lease_that_is_no_number_above_zero_is_none(lease: str) -> None:
    asked = read_question(ASKED | {"hub.lease_seconds": lease})
    assert isinstance(asked, Verification)
    assert asked.lease is None


def test_no_lease_is_longer_than_a_year() -> None:
    asked = read_question(ASKED | {"hub.lease_seconds": "999999999999"})
    assert isinstance(asked, Verification)
    assert asked.lease == LONGEST_LEASE


@pytest.mark.parametrize(
    "odd",
    [
        {"hub.mode": "publish"},
        {"hub.mode": ""},
        {"hub.topic": ""},
        {"hub.topic": "x" * 3000},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 3000},
    ],
)
def test_what_is_no_question_of_websubs_is_none(odd: dict[str, str]) -> None:
    assert read_question(ASKED | odd) is None


@given(st.dictionaries(st.sampled_from([*ASKED, "hub.reason"]), st.text()))
def test_no_query_breaks_the_reading(query: dict[str, str]) -> None:
    read_question(query)


def test_a_denial_is_read_without_its_line_breaks() -> None:
    told = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "ei\r\n  enää"}
    assert read_question(told) == Denial(topic=TOPIC, reason="ei enää")


def test_only_what_we_want_is_meant() -> None:
    asked = Verification(mode="subscribe", topic=TOPIC, challenge="abc")
    assert is_meant(asked, mode="subscribe", topic=TOPIC)
    assert not is_meant(asked, mode="unsubscribe", topic=TOPIC)
    assert not is_meant(asked, mode="subscribe", topic=TOPIC + "/")


@given(st.integers(min_value=1, max_value=366 * 86_400))
def test_a_lease_is_renewed_after_it_began_and_before_it_ends(seconds: int) -> None:
    end = NOON + timedelta(seconds=seconds)
    at = renewal(NOON, end)
    assert NOON < at < end
    assert end - at <= timedelta(days=1)


@given(st.integers(min_value=0, max_value=10_000))
def test_a_silent_hub_is_asked_later_and_later_but_daily(attempts: int) -> None:
    assert timedelta(minutes=5) <= retry(NOON, attempts) - NOON <= timedelta(days=1)
    assert retry(NOON, attempts) <= retry(NOON, attempts + 1)


def test_a_secret_travels_in_the_open_only_to_a_hub_that_was_named() -> None:
    assert may_carry_secret("https://hub.example/", is_named=False)
    assert not may_carry_secret("http://hub.example/", is_named=False)
    assert may_carry_secret("http://127.0.0.1:8000/", is_named=True)
