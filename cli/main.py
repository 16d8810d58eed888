"""The front door: `kooste COMMAND`. Exit 0 done, 1 failed, 2 wrong use; errors are one line on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from cli import (
    demo,
    desk,
    digest,
    doctor,
    down,
    explain,
    export,
    extract,
    forget,
    judge,
    learn,
    listen,
    pick,
    ping,
    query,
    rebuild,
    restore,
    run,
    send,
    sources,
    status,
    story,
    subscribers,
    up,
)
from cli.faults import describe

_INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    name="kooste",
    help="Reads the news of Finland's organisations every night, links Finnish and Swedish variants, writes a digest.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.command("run", short_help="Run one night, in this process")(run.run)
app.command("demo", short_help="Run a night and a Monday over the sample web")(demo.demo)
app.command("digest", short_help="Write the letters of one week")(digest.digest)
app.command("pick", short_help="Choose what stands first in the next letter")(pick.pick)
app.command("desk", short_help="Serve the readers' web pages")(desk.desk)
app.command("send", short_help="Send what is due to its subscribers, never twice")(send.send)
app.command("query", short_help="Ask the published snapshot in SQL")(query.query)
app.command("search", short_help="Find articles by words")(query.search)
app.command("explain", short_help="Say why articles are one story, or are not")(explain.explain)
app.command("learn", short_help="Learn words and weights from this archive's pairs")(learn.learn)
app.command("export", short_help="Write news, articles or the register to a file")(export.export)
app.command("restore", short_help="Publish an earlier night's snapshot again")(restore.restore)
app.command("rebuild", short_help="Read the archive again with today's extractors")(rebuild.rebuild)
app.command("forget", short_help="Remove an article or an organisation for good")(forget.forget)
app.command("detect", short_help="Tell the language of texts")(judge.detect)
app.command("match", short_help="Pair items that are the same news")(judge.match)
app.command("occasions", short_help="List the events and deadlines texts name")(judge.occasions)
app.command("extract", short_help="Show what is read out of a page or PDF")(extract.extract)
app.command("up", short_help="Start the server and the nights that run by themselves")(up.up)
app.command("down", short_help="Stop them, and make sure that they stopped")(down.down)
app.command("status", short_help="Last night, next runs, what waits, what needs a person")(status.status)
app.command("ping", short_help="Visit one source now")(ping.ping)
app.command("listen", short_help="Subscribe to the hubs that feeds name: news in seconds")(listen.listen)
app.command("doctor", short_help="Check that everything is in place")(doctor.doctor)
app.add_typer(story.app, name="story", short_help="Stories: show, review, merge, split, confirm, undo")
app.add_typer(subscribers.app, name="subscribers", short_help="Who gets letters: import, export, add, remove, list")
app.add_typer(sources.app, name="sources", short_help="The registry: list, check, add, import, export")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kooste {version('kooste')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Global options."""


def _called(arguments: Sequence[str] | None) -> object:
    code = app(args=list(arguments) if arguments is not None else None, prog_name="kooste", standalone_mode=False)
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return code


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits; expected failures become one line on stderr, bugs keep their traceback."""
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has gone; silence Python's own complaint at exit too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("kooste: interrupted; run it again, nothing is lost", err=True)
        sys.exit(1)
    except Exception as error:
        fault = describe(error)
        if fault is None:
            raise
        typer.echo(fault.line, err=True)
        sys.exit(fault.code)
    sys.exit(code if isinstance(code, int) else 0)
