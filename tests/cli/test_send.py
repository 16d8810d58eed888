"""`kooste send` and `kooste subscribers` as their users type them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Kooste
from tests.flows.sending_home import WEEK, ready_home, write_letters
from tests.postbox import Postbox, Rude
from warehouse.home import Home
from warehouse.outbox import sender

NOW = ("--now", "2026-11-23T07:00:00+02:00")
LIST = "address,audience,language,consent\naino@esimerkki.example,jarjestot,fi,2026-11-01\nbirgit@esimerkki.example,jarjestot,sv,1.11.2026\n"


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, str, str, str]:
    write_letters(Home(tmp_path / "home"), ("jarjestot", "fi"), ("jarjestot", "sv"))
    return ("--home", str(tmp_path / "home"), *NOW)


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch, kooste: Kooste) -> Iterator[Postbox]:
    """A relay that the environment names; `kooste` has emptied the environment before."""
    with Postbox() as post:
        monkeypatch.setenv("KOOSTE_SMTP", post.place)
        monkeypatch.setenv("KOOSTE_SMTP_RATE", "0")
        yield post


def test_from_a_list_to_the_letters(kooste: Kooste, at: tuple[str, ...], relay: Postbox, tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(LIST)
    assert kooste("subscribers", "import", tmp_path / "lista.csv", *at).out == "2 added, 0 changed, 0 known already.\n"
    held = kooste("send", *at)
    assert (held.code, "Sent 0 now." in held.out) == (0, True)
    assert held.out.count("held: it waits for approval") == 1
    assert f"{WEEK}.jarjestot: held: it waits for approval: `kooste send --approve {WEEK}.jarjestot`" in held.out
    one = kooste("send", "--language", "sv", "--dry-run", *at).out
    assert f"{WEEK}.jarjestot.sv: held: it waits for approval: `kooste send --approve {WEEK}.jarjestot.sv`" in one
    tried = kooste("send", "--test", "liisa@toimitus.example", "--language", "fi", *at)
    assert tried.out == f"{WEEK}.jarjestot.fi: test letter sent\n"
    done = kooste("send", "--approve", f"{WEEK}.jarjestot", "--by", "Liisa", *at)
    assert done.code == 0
    assert f"{WEEK}.jarjestot.sv: approved by Liisa.\n" in done.out
    assert "Sent 2 now." in done.out
    assert "esimerkki" not in held.out + tried.out + done.out
    again = json.loads(kooste("send", "--json", *at).out)
    assert [again["sent"], *[one["sent"] for one in again["letters"]]] == [0, 1, 1]
    assert relay.counts() == {"liisa@toimitus.example": 1, "aino@esimerkki.example": 1, "birgit@esimerkki.example": 1}


def test_a_dry_run_tells_and_does_nothing(kooste: Kooste, at: tuple[str, ...]) -> None:
    said = kooste("send", "--dry-run", *at)
    assert said.code == 0
    assert said.out.endswith("Nothing was sent. It could not be: no mail relay is named: set KOOSTE_SMTP=host:port.\n")
    assert not (Path(at[1]) / "desk.sqlite").exists()


def test_a_relay_that_is_not_there_is_a_failure_told_in_one_line(
    kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_home(tmp_path, 1)
    assert kooste("send", "--home", tmp_path, *NOW).err == (
        "kooste: sending stopped: no mail relay is named: set KOOSTE_SMTP=host:port\n"
    )
    monkeypatch.setenv("KOOSTE_SMTP", "127.0.0.1:9")
    said = kooste("send", "--home", tmp_path, *NOW)
    assert (said.code, said.err) == (
        1,
        "kooste: sending stopped: deferred at connect: [Errno 111] Connection refused\n",
    )
    monkeypatch.setenv("KOOSTE_SMTP", "mail relay")
    said = kooste("send", "--home", tmp_path, *NOW)
    assert (said.code, said.err) == (2, "kooste: KOOSTE_SMTP 'mail relay': write it as mail.example.org:587\n")


def test_what_is_in_doubt_is_shown_and_settled(kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready_home(tmp_path, 2)
    where = ("--home", str(tmp_path), *NOW)
    assert kooste("send", "--in-doubt", *where).out == "Nothing is in doubt.\n"
    with Rude("taken") as server:
        monkeypatch.setenv("KOOSTE_SMTP", server.place)
        assert "2 in doubt: `kooste send --in-doubt` lists them." in kooste("send", *where).out
    shown = kooste("send", "--in-doubt", *where).out
    assert "l…@esimerkki.example" in shown
    assert "lukija" not in shown
    first, second = (row["letter"] for row in json.loads(kooste("send", "--in-doubt", "--json", *where).out))
    assert kooste("send", "--mark-sent", first, *where).out == f"{first}: 1 count as sent.\n"
    assert kooste("send", "--retry-unknown", second, *where).out.startswith(f"{second}: 1 queued again")
    assert kooste("send", "--in-doubt", *where).out == "Nothing is in doubt.\n"
    assert kooste("send", "--send-again", second, *where).err == (
        f"kooste: nothing of '{second}' is in doubt; `kooste send --in-doubt` lists what is\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--dry-run", "--in-doubt"], 2, "ask for one at a time"),
        (["--approve", "kirje"], 1, "'kirje' names no letter: write it as 2026-W47.jarjestot.fi"),
        (["--approve", "2026-W46.jarjestot.fi"], 1, "no such letter of 2026-W46.jarjestot.fi is written and published"),
        (["--approve", "2026-W99.jarjestot.fi"], 2, "there is no week 2026-W99"),
        (["--test", "liisa"], 1, "no mail relay is named"),
        (["--week", "47"], 2, "'47' is not a week"),
        (["--limit", "0"], 2, "--limit"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    kooste: Kooste, at: tuple[str, ...], arguments: list[str], code: int, told: str
) -> None:
    said = kooste("send", *arguments, *at)
    assert said.code == code
    assert told in said.err
    assert said.err.count("\n") == 1


def test_a_second_sender_says_who_sends(kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = ready_home(tmp_path, 1)
    monkeypatch.setenv("KOOSTE_SMTP", "127.0.0.1:9")
    monkeypatch.setattr("flows.sending._PATIENCE", 0.1)
    with sender(home, wait=0):
        said = kooste("send", "--home", tmp_path, *NOW)
    assert said.code == 1
    assert "has been sending letters since" in said.err


def test_a_bad_list_is_told_line_by_line_and_not_taken(kooste: Kooste, at: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(
        LIST + "cecilia,jarjestot,sv,2026-11-01\nkunta@esimerkki.example,x,fi,2026-11-01\n"
    )
    said = kooste("subscribers", "import", tmp_path / "lista.csv", *at)
    assert said.code == 2
    assert said.err.splitlines() == [
        "line 4: an address looks like name@example.org",
        "line 5: audience 'x' is none of avustukset, jarjestot, kunnat",
        f"kooste: {tmp_path / 'lista.csv'}: nothing was taken in; mend these lines and import it again",
    ]
    assert kooste("subscribers", "list", "--home", at[1]).out.endswith("0 people.\n")
    (tmp_path / "latin.csv").write_bytes("address\näiti".encode("latin-1"))
    assert "is not UTF-8" in kooste("subscribers", "import", tmp_path / "latin.csv", *at).err
    assert kooste("subscribers", "import", tmp_path / "none.csv", *at).code == 1


def test_one_reader_comes_and_goes(kooste: Kooste, at: tuple[str, ...], tmp_path: Path) -> None:
    chosen = ("--audience", "jarjestot", "--language", "fi", "--consent", "2026-11-01")
    assert kooste("subscribers", "add", "aino@esimerkki.example", *chosen, *at).out.startswith("1 added")
    listed = kooste("subscribers", "list", "--addresses", "--home", at[1]).out
    assert "aino@esimerkki.example  jarjestot  fi" in listed
    assert "aino" not in kooste("subscribers", "list", "--home", at[1]).out
    out = tmp_path / "ulos.csv"
    kooste("subscribers", "export", "--out", out, "--home", at[1])
    assert out.stat().st_mode & 0o777 == 0o600
    assert kooste("subscribers", "import", out, *at).out == "0 added, 0 changed, 1 known already.\n"
    assert kooste("subscribers", "remove", "Aino@esimerkki.example", *at).out == "Taken off jarjestot.\n"
    assert kooste("subscribers", "import", out, *at).out == (
        "0 added, 0 changed, 0 known already, 1 left out, as they have left since.\n"
    )
    assert kooste("subscribers", "remove", "aino@esimerkki.example", *at).out == "That address was on no such list.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "aino", "--audience", "jarjestot", "--language", "fi", "--consent", "2026-11-01"], "looks like"),
        (
            ["add", "a@b.fi", "--audience", "x", "--language", "fi", "--consent", "2026-11-01"],
            "audience 'x' is none of",
        ),
        (["add", "a@b.fi", "--audience", "jarjestot", "--language", "fi", "--consent", "eilen"], "such as 2026-11-20"),
        (["add", "a@b.fi", "--audience", "jarjestot", "--language", "fi"], "--consent"),
        (["remove", "a@b.fi", "--audience", "x"], "there is no audience 'x'"),
        (["bounces"], "no mailbox is named"),
        (["bounces", "maildir"], "maildir:DIR"),
    ],
)
def test_wrong_words_about_readers(kooste: Kooste, at: tuple[str, ...], arguments: list[str], told: str) -> None:
    said = kooste("subscribers", *arguments, *at)
    assert said.code in {1, 2}
    assert told in said.err
    assert said.err.count("\n") == 1
