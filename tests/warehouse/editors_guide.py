"""The questions of docs/editors.md and their answers: `python -m tests.warehouse.editors_guide HOME` writes them anew."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path

from cli.query import _shown
from cli.screen import plain_table
from demo.world import night as night_at
from warehouse.home import Home
from warehouse.read import open_snapshot, query

GUIDE = Path(__file__).parents[2] / "docs" / "editors.md"
QUESTION = re.compile(
    r"^### (?P<title>\d+\. [^\n]+)\n(?P<before>.*?)```sql\n(?P<sql>.*?)```\n(\n```text\n(?P<answer>.*?)```\n)?",
    re.DOTALL | re.MULTILINE,
)


def answer(home: Home, sql: str, now: datetime) -> str:
    """The answer as `kooste query` prints it into a file."""
    with open_snapshot(home, now=now) as snapshot:
        found = query(snapshot, sql, seconds=30)
    cells = [[str(_shown(value)) for value in row] for row in found.rows]
    return plain_table(found.columns, [[cell if len(cell) <= 72 else f"{cell[:71]}…" for cell in row] for row in cells])


def main() -> None:
    """Writes every answer as it is over a home of the sample week's last night."""
    home = Home(Path(sys.argv[1]))

    def written(found: re.Match[str]) -> str:
        told = answer(home, found["sql"], night_at(7))
        return f"### {found['title']}\n{found['before']}```sql\n{found['sql']}```\n\n```text\n{told}```\n"

    GUIDE.write_text(QUESTION.sub(written, GUIDE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
