"""`kooste subscribers`: whom letters go to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Misused
from cli.options import Home, Now

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.subscriber_list import Imported

app = typer.Typer(
    help="Whom letters go to: import and export lists, add, remove, list, and read the mail that came back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Audience = Annotated[str | None, typer.Option("--audience", metavar="ID", help="Only this audience's list.")]
Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="A mail address; - reads it from standard input.")]


@app.command("import", short_help="Take a list in, all of it or nothing")
def import_subscribers(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="The list; - reads standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the list.")] = False,
    home: Home = None,
    now: Now = None,
) -> None:
    """Take in a list: CSV with the columns address, audience, language and consent (the date it was given).

    All lines are taken or none: every bad one is named. Nobody is subscribed twice, no reader's own choice of language
    is changed, and who has left comes back only with a consent that is newer than that.
    """
    from cli.screen import say
    from warehouse.subscriber_csv import ListError, read_list
    from warehouse.subscriber_list import import_list

    settings = _settings(home, now)
    text = _text(file)
    try:
        entries = read_list(text, editions=_editions(settings), at=settings.now, utf8_local=_utf8_local(text))
    except ListError as error:
        typer.echo(str(error), err=True)
        raise Misused(f"{file}: nothing was taken in; mend these lines and import it again") from None
    if dry_run:
        say(f"{len(entries)} lines are in order; nothing was taken in.")
    else:
        say(_said(import_list(settings.home, entries)))


@app.command("export", short_help="Print the lists as CSV")
def export_subscribers(
    audience: Audience = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write here, readable by you only [standard output].")
    ] = None,
    home: Home = None,
) -> None:
    """Print everybody's address, audience, language and consent as CSV, which `import` reads back."""
    from warehouse.subscriber_csv import as_csv
    from warehouse.subscriber_list import subscribers

    text = as_csv(subscribers(_settings(home, None).home, audience=_known(home, audience)))
    if out is None:
        sys.stdout.write(text)
    else:
        out.touch(mode=0o600)
        out.chmod(0o600)
        out.write_text(text, encoding="utf-8")


@app.command("add", short_help="Put one address on a list")
def add_subscriber(
    address: Address,
    audience: Annotated[str, typer.Option("--audience", metavar="ID", help="Which letter.")],
    language: Annotated[str, typer.Option("--language", metavar="fi|sv|fi+sv", help="Which edition.")],
    *,
    consent: Annotated[str, typer.Option("--consent", metavar="DATE", help="When its owner agreed to it.")],
    home: Home = None,
    now: Now = None,
) -> None:
    """Put one address on a list, give it another edition, or mail to it again after it bounced.

    Its owner's agreement and the date of it are yours to prove.
    """
    from cli.screen import say
    from warehouse.subscriber_csv import entry_of
    from warehouse.subscriber_list import import_list

    settings = _settings(home, now)
    given = _given(address)
    row = {"address": given, "audience": audience, "language": language, "consent": consent}
    try:
        one = entry_of(row, _editions(settings), settings.now, utf8_local=_utf8_local(given))
    except ValueError as error:
        raise Misused(str(error)) from None
    say(_said(import_list(settings.home, [one], by="added")))


@app.command("remove", short_help="Take one address off the lists")
def remove_subscriber(address: Address, audience: Audience = None, home: Home = None, now: Now = None) -> None:
    """Take an address off one list, or off all; then only a hash of it stays, so that no import revives it."""
    from cli.screen import say
    from warehouse.subscriber_list import remove

    settings = _settings(home, now)
    left = remove(settings.home, _given(address), _known(home, audience), settings.now)
    say(f"Taken off {', '.join(left)}." if left else "That address was on no such list.")


@app.command("list", short_help="Count the readers, or show them")
def list_subscribers(
    audience: Audience = None,
    addresses: Annotated[bool, typer.Option("--addresses", help="Show every address, not only counts.")] = False,
    home: Home = None,
) -> None:
    """Count the readers of each letter and language; with --addresses show who they are and whom mail misses."""
    from collections import Counter

    from cli.screen import say, table
    from stories.dates import HELSINKI
    from warehouse.subscriber_list import subscribers

    found = subscribers(_settings(home, None).home, audience=_known(home, audience))
    if addresses:
        columns = ("address", "audience", "language", "consent", "how", "not mailed")
        rows = [
            (s.address, s.audience, s.language, s.consent_at.astimezone(HELSINKI).date(), s.consent_by, s.suppressed)
            for s in found
        ]
        table(columns, rows)
        return
    counts = Counter((s.audience, s.language) for s in found)
    unreached = Counter((s.audience, s.language) for s in found if s.suppressed)
    table(
        ("audience", "language", "readers", "not reached"),
        [(*key, count, unreached[key]) for key, count in sorted(counts.items())],
    )
    say(f"{len({s.id for s in found})} people.")


@app.command("bounces", short_help="Read the mail that came back")
def read_bounces(
    box: Annotated[
        str | None,
        typer.Argument(metavar="[BOX]", help="maildir:DIR, mbox:FILE, imaps://USER@HOST/INBOX or pops://USER@HOST."),
    ] = None,
    home: Home = None,
    now: Now = None,
) -> None:
    """Read the letters that came back to the return address [$KOOSTE_BOUNCES], and mail dead addresses no more.

    Only a message that came to the return address of one reader's copy, or gives back its Message-ID, is believed.
    A password is read from the file that KOOSTE_BOUNCES_PASSWORD_FILE names.
    """
    import os

    from cli.screen import say
    from flows.bounced import read_box

    settings = _settings(home, now)
    environment = {**os.environ, **({"KOOSTE_BOUNCES": box} if box else {})}
    read = read_box(settings, environment)
    if read is None:
        raise Misused("no mailbox is named: give it, or set KOOSTE_BOUNCES")
    say(f"Read {read.messages} messages: {read.hard} dead addresses, {read.soft} passing troubles.")
    say(f"{read.suppressed} addresses are mailed to no more; {read.left} readers left by mail.")


def _settings(home: Home, now: Now) -> Settings:
    from flows.settings import Settings

    return Settings.of(home=home, now=now)


def _editions(settings: Settings) -> dict[str, tuple[str, ...]]:
    from digest.home_audiences import audiences_of

    return {name: one.languages for name, one in audiences_of(settings.home).items()}


def _known(home: Home, audience: str | None) -> str | None:
    if audience is not None:
        from digest.home_audiences import audience_of

        audience_of(_settings(home, None).home, audience)
    return audience


def _utf8_local(text: str) -> bool:
    """Whether addresses beyond ASCII can be mailed to; the relay is asked only where there may be some."""
    import os

    from digest.relay import relay_of

    relay = None if text.isascii() else relay_of(os.environ)
    return relay is not None and relay.offers_utf8()


def _text(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Misused(f"{file} is not UTF-8: save it as CSV UTF-8") from None


def _given(address: str) -> str:
    return sys.stdin.readline().strip() if address == "-" else address


def _said(done: Imported) -> str:
    told = [f"{done.added} added", f"{done.changed} changed", f"{done.known} known already"]
    if done.left:
        told.append(f"{done.left} left out, as they have left since")
    if done.suppressed:
        told.append(f"{done.suppressed} left out, as mail does not reach them")
    return f"{', '.join(told)}."
