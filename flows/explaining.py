"""Why two articles are one story or two, asked of the private warehouse: the snapshot does not know all they say."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from flows.learning import knowledge
from flows.settings import Settings
from stories.explanation import Explanation, explain
from warehouse import link
from warehouse.connection import connect
from warehouse.decisions import rulings
from warehouse.dossier import UnknownName
from warehouse.lock import writer

_WAIT: Final = 10.0  # seconds


def explained(settings: Settings, left: str, right: str) -> Explanation:
    """The judgement about two article ids as a night would make it now; raises UnknownName, warehouse.lock.Locked."""
    ruled = rulings(settings.home)
    with writer(settings.home, wait=_WAIT), closing(connect(settings.home)) as connection:
        archive = link.around(connection, [left, right], ruled)
    by_id = {a.article_id: a for a in archive}
    missing = [i for i in (left, right) if i not in by_id]
    if missing:
        raise UnknownName(f"{', '.join(missing)} is in the snapshot and no longer in the warehouse")
    return explain(by_id[left], by_id[right], archive, rulings=ruled, knowledge=knowledge(settings.home))
