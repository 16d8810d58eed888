"""Expected failures as one clear line and an exit code; everything else is a bug and keeps its traceback."""

from __future__ import annotations

from dataclasses import dataclass

import typer


@dataclass(frozen=True, slots=True)
class Fault:
    """What to print on stderr and how to exit: 1 failed, 2 wrong use."""

    line: str
    code: int


class Failed(Exception):
    """A command could not do what it was asked; its text is the one clear line."""


class Misused(Exception):
    """A command was asked for something that makes no sense; its text is the one clear line."""


def describe(error: Exception) -> Fault | None:
    """The fault that an exception stands for; None for a bug."""
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, (Failed, *_failures())):
        return Fault(f"kooste: {_one_line(error)}", 1)
    if isinstance(error, (Misused, *_misuses())):
        return Fault(f"kooste: {_one_line(error)}", 2)
    if told := _of_disk(error):
        return Fault(f"kooste: {told}", 1)
    if isinstance(error, OSError) and error.filename is not None:
        return Fault(f"kooste: {error.filename}: {error.strerror or error}", 1)
    return None


def _of_disk(error: Exception) -> str | None:
    from warehouse.disk import disk_fault

    return disk_fault(error)


def _usage(error: typer.TyperException) -> Fault:
    said = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        return Fault(said, 2)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "kooste"
    return Fault(f"{command}: {' '.join(said.split())} See `{command} --help`.", 2)


def _failures() -> tuple[type[Exception], ...]:
    from digest.bounce_box import BoxError
    from flows.keeping import NotStarted
    from flows.learning import Unlearned
    from flows.letting_go import NotReady
    from flows.pinging import Unheard
    from stories.learning import TooFew
    from warehouse.exchange import SharedError
    from warehouse.forget import ForgetError
    from warehouse.load import Unloadable
    from warehouse.lock import Held
    from warehouse.outbox import OutboxError
    from warehouse.publish import Unfit
    from warehouse.read import QueryError, SnapshotMissing
    from warehouse.rebuild import RebuildError
    from warehouse.restore import RestoreError
    from warehouse.schema import SchemaError

    return (
        BoxError,
        NotReady,
        OutboxError,
        NotStarted,
        Unheard,
        Unlearned,
        TooFew,
        Held,
        Unloadable,
        SchemaError,
        Unfit,
        SnapshotMissing,
        QueryError,
        RestoreError,
        ForgetError,
        RebuildError,
        SharedError,
    )


def _misuses() -> tuple[type[Exception], ...]:
    from desk.address import SiteError
    from digest.audience_file import AudienceError
    from digest.relay import RelayError
    from digest.tokens import LinkError
    from digest.week import WeekError
    from flows.crawling import UnknownSource
    from flows.deciding import Pointless
    from flows.settings import SettingsError
    from sources.registry import RegistryError
    from stories.vocabulary import VocabularyError
    from warehouse.decisions import DecisionError
    from warehouse.dossier import UnknownName
    from warehouse.mailbox import MailboxError
    from warehouse.picks import PickError
    from warehouse.retention import RetentionError

    return (
        DecisionError,
        Pointless,
        UnknownName,
        UnknownSource,
        PickError,
        SiteError,
        RetentionError,
        RegistryError,
        VocabularyError,
        SettingsError,
        AudienceError,
        LinkError,
        MailboxError,
        RelayError,
        WeekError,
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
