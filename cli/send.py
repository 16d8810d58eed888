"""`kooste send`: letters on their way, and what a person decides about them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Failed, Misused
from cli.options import AsJson, Home, Now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.send_report import LetterReport, SendReport
    from flows.settings import Settings

Week = Annotated[str | None, typer.Option("--week", metavar="YYYY-Wnn", help="This ISO week's letters [last week's].")]
Audience = Annotated[str | None, typer.Option("--audience", metavar="ID", help="Only this audience's letters.")]
Language = Annotated[str | None, typer.Option("--language", metavar="fi|sv|fi+sv", help="Only this edition.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Send and write nothing: say what would go to how many.")]
Test = Annotated[str | None, typer.Option("--test", metavar="ADDRESS", help="Mail the letters to this address only.")]
Approve = Annotated[
    str | None,
    typer.Option("--approve", metavar="LETTER", help="Let a letter go, such as 2026-W47.jarjestot.fi, then send."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who approves or settles [the user's name].")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="At most N messages now.", min=1)]
InDoubt = Annotated[bool, typer.Option("--in-doubt", help="List the letters that nobody knows to have gone or not.")]
MarkSent = Annotated[
    list[str] | None,
    typer.Option("--mark-sent", metavar="LETTER[/READER]", help="What is in doubt has gone; repeatable."),
]
SendAgain = Annotated[
    list[str] | None,
    typer.Option(
        "--send-again",
        "--retry-unknown",
        metavar="LETTER[/READER]",
        help="What is in doubt has not gone, or was refused: queue it again; repeatable.",
    ),
]


def send(
    *,
    week: Week = None,
    audience: Audience = None,
    language: Language = None,
    dry_run: DryRun = False,
    test: Test = None,
    approve: Approve = None,
    by: By = None,
    limit: Limit = None,
    in_doubt: InDoubt = False,
    mark_sent: MarkSent = None,
    send_again: SendAgain = None,
    home: Home = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Send the letters that are due and let go to their subscribers: never twice to one of them.

    A letter goes when its day has come, its audience's approval is given (approval = "auto" needs none) and, before an
    audience's first letter, a test letter has been mailed (--test). What was approved is what goes. Run it as often as
    you like: what the relay could not take is tried again by later runs, for 48 hours.

    When a run is cut off in the middle of a message, nobody knows whether that one went. It is never sent again by
    itself: list such letters with --in-doubt, look into the relay's log, then use --mark-sent or --send-again.

    The relay is KOOSTE_SMTP=host:port, with KOOSTE_SMTP_USER and KOOSTE_SMTP_PASSWORD_FILE where it wants a login;
    docs/sending.md tells more. Exit 1 when sending stopped early.
    """
    from flows.settings import Settings

    settings = Settings.of(home=home, now=now)
    settling = bool(mark_sent or send_again)
    if sum((dry_run, test is not None, approve is not None, in_doubt, settling)) > 1:
        raise Misused("ask for one at a time: --dry-run, --test, --approve, --in-doubt, --mark-sent or --send-again")
    if in_doubt:
        _list_doubts(settings, as_json)
    elif settling:
        _settle(settings, mark_sent or [], send_again or [], _name(by))
    elif test is not None:
        _test(settings, test, week, audience, language)
    else:
        _approve(settings, approve, _name(by))
        chosen = week or _week_of(approve)
        _send(settings, chosen, audience, language, dry_run=dry_run, limit=limit, as_json=as_json)


def _send(
    settings: Settings,
    week: str | None,
    audience: str | None,
    language: str | None,
    *,
    dry_run: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    from flows.sending import send_due

    report = send_due(settings, week=week, audience=audience, language=language, dry_run=dry_run, limit=limit)
    if as_json:
        json.dump(asdict(report), sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    else:
        _show(report)
    if report.stopped and not report.is_rehearsal:
        raise Failed(f"sending stopped: {report.stopped}")


def _show(report: SendReport) -> None:
    from cli.screen import say, table
    from flows.send_report import COLUMNS

    if not report.letters:
        say("No letter of that week is written: `kooste digest` writes them.")
    else:
        table(COLUMNS, report.rows)
    for line in _remarks(report.letters):
        say(line)
    for note in report.notes:
        say(f"note: {note}")
    if report.bounced:
        say(f"{report.bounced} letters came back; `kooste subscribers list` shows where mail goes no more.")
    if any(letter.failed for letter in report.letters):
        say("Refused letters: `kooste subscribers list --addresses` shows where mail goes no more.")
    if report.in_doubt:
        say(f"{report.in_doubt} in doubt: `kooste send --in-doubt` lists them.")
    if report.is_rehearsal:
        say(f"Nothing was sent.{f' It could not be: {report.stopped}.' if report.stopped else ''}")
    else:
        say(f"Sent {report.sent} now.")


def _remarks(letters: Sequence[LetterReport]) -> list[str]:
    """What is said of each letter; once where it is said of every edition of a letter."""
    editions = Counter(_all_editions(letter) for letter in letters)
    said: dict[tuple[str, str], list[str]] = {}
    for letter in letters:
        name = _all_editions(letter)
        for text in (*(f"held: {why}" for why in letter.why), *(f"note: {note}" for note in letter.warnings)):
            said.setdefault((name, text.replace(letter.issue, name)), []).append(f"{letter.issue}: {text}")
    return [
        line
        for (name, text), each in said.items()
        for line in ([f"{name}: {text}"] if 1 < len(each) == editions[name] else each)
    ]


def _all_editions(letter: LetterReport) -> str:
    """The letter's name without its language, as `--approve` takes it for every edition."""
    return letter.issue.removesuffix(f".{letter.language}")


def _approve(settings: Settings, letter: str | None, by: str) -> None:
    if letter is None:
        return
    from cli.screen import say
    from flows.letting_go import approve

    for issue in approve(settings, letter, by=by):
        say(f"{issue}: approved by {by}.")


def _week_of(letter: str | None) -> str | None:
    return letter.partition(".")[0] if letter else None


def _test(settings: Settings, to: str, week: str | None, audience: str | None, language: str | None) -> None:
    from cli.screen import say
    from flows.letting_go import send_test

    trials = send_test(settings, to, week=week, audience=audience, language=language)
    for trial in trials:
        say(f"{trial.issue}: {'test letter sent' if trial.outcome.is_sent else trial.outcome.said}")
    if not all(trial.outcome.is_sent for trial in trials):
        raise Failed("not every test letter was taken by the relay")


def _list_doubts(settings: Settings, as_json: bool) -> None:
    from cli.screen import say, table
    from warehouse.mailbox import masked
    from warehouse.outbox import in_doubt

    found = [
        {
            "letter": f"{one.issue}/{one.subscriber[:8]}",
            "reader": masked(one.address) if one.address else "has left",
            "message_id_holds": f"{one.issue}.{one.subscriber}",
            "at": one.at.isoformat(),
            "why": one.reply,
        }
        for one in in_doubt(settings.home)
    ]
    if as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif not found:
        say("Nothing is in doubt.")
    else:
        table(tuple(found[0]), [tuple((one | {"at": _here(one["at"])}).values()) for one in found])
        say("Look for the Message-ID in the relay's log: --mark-sent LETTER/READER if it went, else --send-again.")


def _here(instant: str) -> str:
    from datetime import datetime

    from stories.dates import HELSINKI

    return f"{datetime.fromisoformat(instant).astimezone(HELSINKI):%d.%m.%Y %H:%M}"


def _settle(settings: Settings, sent: list[str], again: list[str], by: str) -> None:
    from cli.screen import say
    from warehouse.outbox import decide_doubt

    for name in sent:
        say(f"{name}: {decide_doubt(settings.home, name, again=False, by=by, at=settings.now)} count as sent.")
    for name in again:
        count = decide_doubt(settings.home, name, again=True, by=by, at=settings.now)
        say(f"{name}: {count} queued again; `kooste send` sends them.")


def _name(by: str | None) -> str:
    import getpass

    try:
        return (by or getpass.getuser()).strip()[:100] or "editor"
    except (OSError, KeyError):  # a container whose user has no name
        return "editor"
