"""A home with letters that are written and published, and readers for them; and a sender to be killed."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NoReturn

from digest.letter import LETTER
from flows.letting_go import approve
from flows.send_report import SendReport
from flows.sending import send_due
from flows.settings import Settings
from warehouse.connection import connect
from warehouse.desk import desk
from warehouse.home import Home
from warehouse.issues import record_issue
from warehouse.letting_go import note_trial
from warehouse.lock import writer
from warehouse.publish import publish
from warehouse.subscriber_list import Entry, import_list

WEEK: Final = "2026-W47"
MONDAY: Final = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 7.00 in Helsinki, an hour after the letters are due
CONSENT: Final = datetime(2026, 11, 1, tzinfo=UTC)
OWN: Final = "https://kooste.example/u"
"""The address that a letter names for unsubscribing before it is anybody's own."""


def settings_at(home: Home, now: datetime = MONDAY) -> Settings:
    """The settings of a command that runs at `now`."""
    return Settings.of(home=home.root, now=now.isoformat(), environment={})


def stored_letter(issue: str, *, note: str = "", footer: str = OWN) -> bytes:
    """A small letter with everything that a real one has; `footer` is the link in it."""
    message = EmailMessage(policy=LETTER)
    message["From"] = "Viikko <viikko@kooste.example>"
    message["To"] = "viikko@kooste.example"
    message["Subject"] = f"Viikko 47: {issue} äöå"
    message["Message-ID"] = f"<{issue}@kooste.example>"
    message["Date"] = "Mon, 23 Nov 2026 06:00:00 +0200"
    message["List-Unsubscribe"] = f"<{OWN}>, <mailto:viikko@kooste.example?subject=unsubscribe%20x>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(f"Hyvää huomenta! {note}\n\nPeruuta tilaus: {footer}\n", cte="quoted-printable")
    html = f'<p lang="fi">Hyvää huomenta! {note}</p>\n<p><a href="{footer}">Peruuta tilaus</a></p>\n'
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{issue}")
    return message.as_bytes()


def write_letters(home: Home, *names: tuple[str, str], note: str = "", footer: str = OWN) -> None:
    """Writes and publishes this week's letters of (audience, language), in place of what was there."""
    shutil.copytree(_written(names, note, footer).root, home.root, dirs_exist_ok=True)


@cache
def _written(names: tuple[tuple[str, str], ...], note: str, footer: str) -> Home:
    home = Home(Path(tempfile.mkdtemp(prefix="kooste-letters-")))
    atexit.register(shutil.rmtree, home.root, ignore_errors=True)
    home.prepare()
    with writer(home, wait=5), closing(connect(home)) as connection:
        for audience, language in names:
            issue = f"{WEEK}.{audience}.{language}"
            path = home.issues / WEEK / f"{issue}.eml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(stored_letter(issue, note=note, footer=footer))
            record_issue(
                connection,
                issue_id=issue,
                week=WEEK,
                audience=audience,
                language=language,
                files={path.name: sha256(path.read_bytes()).hexdigest()},
                story_ids=[],
            )
        publish(connection, home)
    shutil.rmtree(home.warehouse.parent)  # senders read only what is published
    home.published.chmod(0o600)  # so that a copy can be replaced by another
    return home


def add_readers(
    home: Home, count: int, *, audience: str = "avustukset", language: str = "fi", first: int = 1
) -> list[str]:
    """Puts so many readers on a list and returns their addresses."""
    addresses = [f"lukija{number}@esimerkki.example" for number in range(first, first + count)]
    entries = [
        Entry(address=address, audience=audience, language=language, consent_at=CONSENT) for address in addresses
    ]
    import_list(home, entries)
    return addresses


def tried_out(home: Home, *audiences: str) -> None:
    """Test letters have gone."""
    with desk(home) as opened:
        for audience in audiences:
            note_trial(opened, f"{WEEK}.{audience}.fi", audience, sha256="x", at=CONSENT)


def ready_home(root: Path, readers: int, *, footer: str = OWN) -> tuple[Home, list[str]]:
    """A home whose letter on grants is due, needs no approval and has so many readers."""
    home = Home(root)
    write_letters(home, ("avustukset", "fi"), footer=footer)
    tried_out(home, "avustukset")
    return home, add_readers(home, readers)


def send(home: Home, place: str, *, now: datetime = MONDAY, **environment: str) -> SendReport:
    """Sends what is due through the relay at `place`."""
    relay = {"KOOSTE_SMTP": place, "KOOSTE_SMTP_RATE": "0", "KOOSTE_SMTP_TIMEOUT": "2"}
    return send_due(settings_at(home, now), environment=relay | environment)


def states(home: Home) -> dict[str, str]:
    """The state of every row of the outbox by its reader's address."""
    with desk(home) as opened:
        return dict(
            opened.execute("select r.address, o.state from outbox o join reader r on r.id = o.subscriber").fetchall()
        )


def approved(home: Home, name: str) -> tuple[str, ...]:
    """Somebody lets a letter go."""
    return approve(settings_at(home), name, by="Liisa")


def serve_senders() -> None:
    """Forks a sender for every line "HOME PLACE SECONDS" on stdin, kills it after so long, and says what became of it.

    Forked from a process that has loaded everything, a sender is quick; killed by its parent, it is surely the right one.
    """
    for line in sys.stdin:
        root, place, seconds = line.split()
        child = os.fork()
        if child == 0:
            _send_and_leave(Home(Path(root)), place)
        sys.stdout.write(f"{_end_of(child, float(seconds))}\n")
        sys.stdout.flush()


def _send_and_leave(home: Home, place: str) -> NoReturn:
    code = 1
    try:
        send(home, place)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _end_of(child: int, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return f"ended {os.waitstatus_to_exitcode(status)}"
        if time.monotonic() >= deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "killed"
        time.sleep(0.0005)


if __name__ == "__main__":
    serve_senders()
