"""`kooste detect | match | occasions`: lines of JSON in, lines of JSON out; each shows one judgement of the product."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.faults import Failed, Misused

Lines = Callable[[Iterable[Mapping[str, Any]]], Iterator[Mapping[str, Any]]]
File = Annotated[str, typer.Argument(metavar="FILE.jsonl", help="JSON lines; - reads standard input.")]


def detect(file: File) -> None:
    """Tell the language of each text: one line out for each line in.

    Lines in: {"id", "text", "declared"?}; out: {"id", "language", "confidence", "languages"}, language fi, sv, en, se,
    another ISO 639-1 code, or und.
    """
    from stories.language import detect_lines

    _through(file, detect_lines, required=("id", "text"))


def match(file: File) -> None:
    """Pair the items that are the same news: one line a pair with relation, score and evidence.

    Lines in: {"id", "organisation", "source", "url", "published_at", "title", "summary", "body", "language"?,
    "alternates"?}.
    """
    from stories.match import match_lines

    _through(file, match_lines, required=("id",))


def occasions(file: File) -> None:
    """List the events and deadlines each text names: one line out for each line in.

    Lines in: {"id", "title", "body", "published_at"}; times out are local, Europe/Helsinki.
    """
    from stories.occasions import occasion_lines

    _through(file, occasion_lines, required=("id",))


def _through(file: str, judge: Lines, required: tuple[str, ...]) -> None:
    for line in judge(_read(file, required)):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read(file: str, required: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    name = "standard input" if file == "-" else file
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = text.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise Failed(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _object(line, f"{name}, line {number}", required)


def _object(line: str, where: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Misused(f"{where}: not JSON; write one JSON object a line") from error
    missing = [key for key in required if not isinstance(value, dict) or key not in value]
    if missing:
        raise Misused(f"{where}: lacks {', '.join(missing)}; see the command's --help")
    return dict(value)
