"""The table that ends a night."""

from __future__ import annotations

from cli.screen import say, table
from flows.summary import SourceRow, Summary

_COLUMNS = ("source", "state", "listed", "new", "changed", "gone", "requests", "remark")


def show(summary: Summary) -> None:
    """Prints a night's sources and totals, and what to do next."""
    table(_COLUMNS, [_row(row) for row in summary.sources], title="Sources")
    say()
    say(
        f"{summary.new} new, {summary.changed} changed, {summary.failing} of {len(summary.sources)} sources failing; "
        f"{summary.articles} articles in {summary.stories} stories."
    )
    say(f"Snapshot: {summary.snapshot}")


def _row(row: SourceRow) -> tuple[object, ...]:
    remark = row.error or (row.notes[0] if row.notes else "")
    more = f" (+{len(row.notes) - 1} more)" if not row.error and len(row.notes) > 1 else ""
    listed = row.listed if row.state == "ok" else None
    return row.source, row.state, listed, row.new, row.changed, row.gone, row.requests, remark[:90] + more
