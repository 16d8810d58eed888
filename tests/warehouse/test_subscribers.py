"""Readers come by their own word, go by one click, and nothing but a hash stays of who has gone."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.desk import desk, glance, open_desk
from warehouse.home import Home
from warehouse.mailbox import MailboxError
from warehouse.subscriber_list import Entry, import_list, remove, subscribers
from warehouse.subscribers import (
    Requested,
    confirm,
    peek,
    preferences,
    request,
    unsubscribe,
    unsubscribe_token,
)

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ADDRESS = "Aino.Esimerkki@Yhdistys.example"


@pytest.fixture
def bare(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def asked(home: Home, *audiences: str, at: datetime = AT, language: str = "fi", address: str = ADDRESS) -> Requested:
    found = request(home, address, audiences or ("jarjestot",), language, at)
    assert found is not None
    return found


def joined(home: Home, *audiences: str, at: datetime = AT) -> str:
    """A confirmed reader's id."""
    standing = confirm(home, asked(home, *audiences, at=at).token, at)
    assert standing is not None
    return standing.subscriber


def letters_token(home: Home, reader: str, audience: str = "jarjestot") -> str:
    with desk(home) as opened:
        return unsubscribe_token(opened, reader, audience)


def kept(home: Home) -> bytes:
    """Everything that lies on the disk of the desk."""
    return b"".join(path.read_bytes() for path in home.root.glob("desk.sqlite*"))


def test_nobody_is_subscribed_before_they_confirm(bare: Home) -> None:
    wanted = asked(bare)
    assert wanted.address == "Aino.Esimerkki@yhdistys.example"
    looked = peek(bare, wanted.token, "confirm", AT)
    assert looked is not None
    assert (looked.audiences, looked.language, looked.is_active) == (("jarjestot",), "fi", False)
    assert subscribers(bare) == []
    done = confirm(bare, wanted.token, AT + DAY)
    assert done is not None
    assert done.is_active
    (reader,) = subscribers(bare)
    assert (reader.address, reader.audience, reader.language) == ("Aino.Esimerkki@yhdistys.example", "jarjestot", "fi")
    assert (reader.consent_at, reader.consent_by) == (AT + DAY, "confirmed")


def test_confirming_again_changes_nothing_and_another_spelling_is_the_same_reader(bare: Home) -> None:
    token = asked(bare).token
    first = confirm(bare, token, AT)
    assert confirm(bare, token, AT + DAY) == first
    confirm(bare, asked(bare, address="aino.esimerkki@yhdistys.EXAMPLE", language="sv").token, AT)
    assert [(one.audience, one.language) for one in subscribers(bare)] == [("jarjestot", "sv")]


def test_a_confirmation_expires_and_its_address_goes_with_it(bare: Home) -> None:
    token = asked(bare).token
    late = AT + timedelta(days=7)
    assert peek(bare, token, "confirm", late) is None
    assert confirm(bare, token, late) is None
    asked(bare, at=late, address="muu@esimerkki.example")
    open_desk(bare).close()
    assert b"Aino.Esimerkki" not in kept(bare)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "ä" * 40, "../../etc", "a" * 100_000, "\x00" * 50, "A" * 90])
def test_a_token_that_we_did_not_make_is_nobodys(bare: Home, token: str) -> None:
    joined(bare)
    assert confirm(bare, token, AT) is None
    assert unsubscribe(bare, token, AT) is None
    assert preferences(bare, token, "sv", ["kunnat"], AT) is None
    assert [peek(bare, token, purpose, AT) for purpose in ("confirm", "unsubscribe", "preferences")] == [None] * 3


def test_a_token_is_good_for_one_purpose_and_one_home(bare: Home, tmp_path: Path) -> None:
    token = letters_token(bare, joined(bare))
    assert peek(bare, token, "preferences", AT) is None
    assert confirm(bare, token, AT) is None
    other = Home(tmp_path / "other")
    joined(other)
    assert unsubscribe(other, token, AT) is None
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert unsubscribe(bare, changed[:10] + ("x" if changed[10] != "x" else "y") + changed[11:], AT) is None
    assert len(subscribers(bare)) == 1


def test_looking_changes_nothing(bare: Home) -> None:
    token = letters_token(bare, joined(bare))
    for _ in range(3):
        standing = peek(bare, token, "unsubscribe", AT)
        assert standing is not None
        assert standing.is_active
    assert len(subscribers(bare)) == 1
    assert peek(Home(bare.root / "none"), token, "unsubscribe", AT) is None
    assert not (bare.root / "none").exists()


def test_who_leaves_leaves_a_hash_and_nothing_else(bare: Home) -> None:
    reader = joined(bare)
    token = letters_token(bare, reader)
    first, again = unsubscribe(bare, token, AT + DAY), unsubscribe(bare, token, AT + 2 * DAY)
    assert first == again
    assert first is not None
    assert (first.is_active, first.audiences, first.subscriber) == (False, ("jarjestot",), reader)
    assert subscribers(bare) == []
    open_desk(bare).close()
    assert b"simerkki" not in kept(bare)
    assert reader.encode() in kept(bare)


def test_one_letter_is_left_and_the_others_stay(bare: Home) -> None:
    reader = joined(bare, "jarjestot", "kunnat")
    unsubscribe(bare, letters_token(bare, reader), AT)
    assert [one.audience for one in subscribers(bare)] == ["kunnat"]
    unsubscribe(bare, letters_token(bare, reader), AT, everything=True)
    assert subscribers(bare) == []


def test_a_used_confirmation_brings_nobody_back_and_a_new_one_does(bare: Home) -> None:
    old, unused = asked(bare), asked(bare)
    standing = confirm(bare, old.token, AT)
    assert standing is not None
    unsubscribe(bare, letters_token(bare, standing.subscriber), AT + DAY)
    late = confirm(bare, old.token, AT + 2 * DAY)
    assert late is not None
    assert not late.is_active
    assert confirm(bare, unused.token, AT + 2 * DAY) is None
    assert subscribers(bare) == []
    joined(bare, at=AT + 3 * DAY)
    assert len(subscribers(bare)) == 1


def test_preferences_change_language_and_letters(bare: Home) -> None:
    reader = joined(bare, "jarjestot", "kunnat")
    standing = peek(bare, letters_token(bare, reader), "unsubscribe", AT)
    assert standing is not None
    changed = preferences(bare, standing.preferences, "sv", ["jarjestot", "avustukset"], AT + DAY)
    assert changed is not None
    assert (changed.audiences, changed.language) == (("avustukset", "jarjestot"), "sv")
    assert [(s.audience, s.language, s.consent_at) for s in subscribers(bare)] == [
        ("avustukset", "sv", AT + DAY),
        ("jarjestot", "sv", AT),
    ]
    gone = preferences(bare, standing.preferences, "sv", [], AT + DAY)
    assert gone is not None
    assert not gone.is_active
    assert subscribers(bare) == []
    back = preferences(bare, standing.preferences, "sv", ["jarjestot"], AT + DAY)
    assert back is not None
    assert not back.is_active
    assert subscribers(bare) == []


def test_nobodys_mailbox_is_flooded_by_the_form(bare: Home) -> None:
    found = [request(bare, ADDRESS, ["jarjestot"], "fi", AT) for _ in range(6)]
    assert [one is not None for one in found] == [True] * 4 + [False] * 2
    assert request(bare, ADDRESS, ["jarjestot"], "fi", AT + DAY) is not None
    assert request(bare, "muu@esimerkki.example", ["jarjestot"], "fi", AT) is not None


def test_what_is_no_address_is_not_asked_for(bare: Home) -> None:
    with pytest.raises(MailboxError):
        request(bare, "a@b.fi\r\nBcc: c@d.fi", ["jarjestot"], "fi", AT)
    assert not bare.desk.exists()


def entry(address: str = ADDRESS, *, at: datetime = AT, language: str = "fi") -> Entry:
    return Entry(address=address, audience="jarjestot", language=language, consent_at=at)


def test_an_import_brings_back_nobody_who_has_left_without_a_newer_consent(bare: Home) -> None:
    reader = joined(bare)
    unsubscribe(bare, letters_token(bare, reader), AT + DAY)
    assert import_list(bare, [entry(at=AT)]).left == 1
    assert import_list(bare, [entry(at=AT + DAY)]).left == 1
    assert subscribers(bare) == []
    assert import_list(bare, [entry(at=AT + 2 * DAY)]).added == 1
    assert import_list(bare, [entry(at=AT + 2 * DAY, language="sv")]).known == 1
    assert import_list(bare, [entry(at=AT + 2 * DAY, language="sv")], by="added").changed == 1
    assert remove(bare, ADDRESS.lower(), "kunnat", AT) == ()
    assert remove(bare, ADDRESS.lower(), None, AT) == ("jarjestot",)
    assert remove(bare, ADDRESS, None, AT) == ()


def test_an_import_is_whole_or_not_at_all(bare: Home) -> None:
    bad = Entry(address="b@esimerkki.example", audience="jarjestot", language=object(), consent_at=AT)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.Error, match="object"):
        import_list(bare, [entry("a@esimerkki.example"), bad])
    assert subscribers(bare) == []


def test_the_file_is_closed_to_others_also_when_it_was_open(bare: Home) -> None:
    joined(bare)
    assert bare.desk.stat().st_mode & 0o777 == 0o600
    bare.desk.chmod(0o644)
    with desk(bare):
        assert {path.stat().st_mode & 0o777 for path in bare.root.glob("desk.sqlite*")} == {0o600}
    with glance(bare) as opened, pytest.raises(sqlite3.Error, match="readonly"):
        opened.execute("delete from reader")


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(st.sampled_from(["ask", "confirm", "leave", "import", "all", "prefer"]), max_size=10))
def test_whatever_they_do_only_who_agreed_last_is_on_the_list(steps: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as directory:
        home, at = Home(Path(directory)), AT
        token, reader, agreed = "", joined(home, at=AT - DAY), True
        for step in steps:
            at += DAY / 2
            if step == "ask":
                token = asked(home, at=at).token
            elif step == "confirm":
                done = confirm(home, token, at)
                agreed, token = agreed or bool(done and done.is_active), ""
            elif step in {"leave", "all"}:
                unsubscribe(home, letters_token(home, reader), at, everything=step == "all")
                agreed, token = False, ""
            elif step == "import":
                import_list(home, [entry(at=AT - DAY)])
            else:
                standing = peek(home, letters_token(home, reader), "unsubscribe", at)
                assert standing is not None
                preferences(home, standing.preferences, "sv", ["jarjestot"], at)
            assert bool(subscribers(home)) == agreed
