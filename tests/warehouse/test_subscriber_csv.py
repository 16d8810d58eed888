"""Lists of subscribers: every bad line named, none of its addresses told, and back as they came."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.subscriber_csv import ListError, as_csv, consent, read_list
from warehouse.subscriber_list import Entry, Subscriber

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
EDITIONS = {"jarjestot": ("fi", "sv", "fi+sv"), "kunnat": ("fi",)}


def read(text: str) -> list[Entry]:
    return read_list(text, editions=EDITIONS, at=AT)


@pytest.mark.parametrize(
    "text",
    [
        "address,audience,language,consent\naino@a.example,jarjestot,fi,2026-11-01\n",
        "\ufeffConsent;Language; audience ;ADDRESS\r\n1.11.2026;fi;jarjestot;aino@a.example\r\n",
        "note\taddress\taudience\tlanguage\tconsent\nx\taino@A.example\tjarjestot\tfi\t2026-11-01T00:00:00+02:00",
        'address,audience,language,consent\n\n"aino@a.example",jarjestot,fi,2026-11-01\n,,,\naino@a.example,jarjestot,fi,2026-11-01\n',
    ],
)
def test_a_list_in_any_dress(text: str) -> None:
    (entry,) = read(text)
    assert (entry.address, entry.audience, entry.language) == ("aino@a.example", "jarjestot", "fi")
    assert entry.consent_at == datetime(2026, 10, 31, 22, tzinfo=UTC)


def test_every_bad_line_is_named_and_no_address_is_told() -> None:
    lines = [
        "address,audience,language,consent",
        "aino@salainen.example,jarjestot,fi,2026-11-01",
        "aino-salainen,jarjestot,fi,2026-11-01",
        "aino@salainen.example,kirje,fi,2026-11-01",
        "aino@salainen.example,kunnat,sv,2026-11-01",
        "aino@salainen.example,kunnat,fi,",
        "aino@salainen.example,kunnat,fi,2027-01-01",
        "aino@salainen.example,kunnat,fi,1926-01-01",
        "aino@salainen.example,kunnat,fi",
        "AINO@salainen.example,jarjestot,sv,2026-11-01",
    ]
    with pytest.raises(ListError) as raised:
        read("\n".join(lines))
    assert str(raised.value).splitlines() == [
        "line 3: an address looks like name@example.org",
        "line 4: audience 'kirje' is none of jarjestot, kunnat",
        "line 5: language 'sv' is none of kunnat's: fi",
        "line 6: consent must be the date it was given, such as 2026-11-20",
        "line 7: consent lies in the future",
        "line 8: consent cannot be that old",
        "line 9: 3 values, the header has 4",
        "line 10: this address is on jarjestot's list above, in another language",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the header lacks address, audience, language, consent"),
        ("address,audience,language\na@b.fi,x,y\n", "the header lacks consent"),
        ("address,audience,language,consent,consent\n", "names a column twice"),
        ('address,audience,language,consent\n"a@b.fi,jarjestot', "line 2: this is no CSV"),
    ],
)
def test_what_is_no_list(text: str, told: str) -> None:
    with pytest.raises(ListError, match=told):
        read(text)


def test_thirty_bad_lines_are_not_thirty_screens() -> None:
    with pytest.raises(ListError) as raised:
        read("address,audience,language,consent\n" + "x,y,z,w\n" * 30)
    assert str(raised.value).splitlines()[-1] == "… and 10 more lines"


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_a_list_error(text: str) -> None:
    for whole in (text, "address,audience,language,consent\n" + text):
        with suppress(ListError):
            assert all(entry.audience in EDITIONS for entry in read(whole))


@given(st.text(max_size=40))
def test_any_consent_is_a_moment_or_an_error(text: str) -> None:
    with suppress(ValueError):
        assert consent(text, AT) <= AT


def test_what_goes_out_comes_back() -> None:
    one = Subscriber(
        id="x", address="o'neill@a.example", audience="jarjestot", language="fi+sv", consent_at=AT, consent_by="import"
    )
    assert read(as_csv([one])) == [
        Entry(address="o'neill@a.example", audience="jarjestot", language="fi+sv", consent_at=AT)
    ]
