"""What the archive teaches the matcher, and where that is kept."""

from __future__ import annotations

from stories.knowledge import Knowledge, shipped
from warehouse.home import Home


def knowledge(home: Home) -> Knowledge:
    """What the matcher knows in this home: what is shipped, and what `kooste learn --apply` has added."""
    del home
    return shipped()
