"""Mail addresses: one form each, and nothing in them that ends a header or a command."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.mailbox import MailboxError, mailbox, masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("aino@yhdistys.fi", "aino@yhdistys.fi"),
        (" Aino.Esimerkki@YHDISTYS.fi ", "Aino.Esimerkki@yhdistys.fi"),
        ("aino+uutiset@yhdistys.fi", "aino+uutiset@yhdistys.fi"),
        ("o'neill_x/y@mail.example.org", "o'neill_x/y@mail.example.org"),
        ("info@järjestö.fi", "info@xn--jrjest-bua3m.fi"),
        ("info@JÄRJESTÖ.fi", "info@xn--jrjest-bua3m.fi"),
        ("info@xn--jrjest-bua3m.fi", "info@xn--jrjest-bua3m.fi"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
    ],
)
def test_the_form_that_is_kept(text: str, kept: str) -> None:
    assert mailbox(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "aino", "aino@", "@yhdistys.fi", "aino@localhost", "aino@yhdistys", "a b@yhdistys.fi", "a@b@yhdistys.fi",
        ".aino@yhdistys.fi", "aino.@yhdistys.fi", "ai..no@yhdistys.fi", '"ai no"@yhdistys.fi', "aino@[127.0.0.1]", "aino@127.0.0.1",
        "aino@-yhdistys.fi", "aino@yhdistys-.fi", "aino@yhdistys..fi", "aino@yhdistys.fi.", "aino@yhdis_tys.fi", "<aino@yhdistys.fi>",
        "Aino <aino@yhdistys.fi>", "aino@yhdistys.fi,b@c.fi", "a\x00@yhdistys.fi", "aino@yhdistys.fi\nBcc: b@c.fi", "a" * 65 + "@yhdistys.fi",
        "a@" + "b" * 64 + ".fi", "a@" + ".".join(["b" * 60] * 5) + ".fi", "=cmd()@yhdistys.fi", "-oQ/tmp@yhdistys.fi", "+1@yhdistys.fi",
        "aino@yhdistys.fi\u202e", "aino@\u2028.fi", "aino(x)@yhdistys.fi", "aino;b@yhdistys.fi", "aino\\@yhdistys.fi",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(MailboxError) as raised:
        mailbox(text, utf8_local=True)
    assert "\n" not in str(raised.value)
    assert "yhdistys" not in str(raised.value)


def test_a_name_beyond_ascii_is_taken_only_where_the_relay_takes_it() -> None:
    with pytest.raises(MailboxError, match="SMTPUTF8"):
        mailbox("äiti@yhdistys.fi")
    assert mailbox("a\u0308iti@yhdistys.fi", utf8_local=True) == "äiti@yhdistys.fi"


@given(st.one_of(st.text(max_size=60), st.emails(), st.from_regex(r"\A[^@\s]{1,20}@[^@\s]{1,30}\Z")))
def test_whatever_is_kept_is_kept_once_and_holds_nothing_that_ends_a_line(text: str) -> None:
    try:
        kept = mailbox(text, utf8_local=True)
    except MailboxError:
        return
    assert mailbox(kept, utf8_local=True) == kept
    assert kept.isprintable()
    assert not set(kept) & set(' <>,;:"\\()[]')
    assert kept.count("@") == 1
    assert Address("x", addr_spec=kept).addr_spec == kept
    assert masked(kept).endswith(kept.rpartition("@")[2])
