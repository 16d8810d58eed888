"""What the warehouse still has to do: asked by its writer, since nobody else may open the file."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse import landing
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.statements import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Landed batches that are not loaded, by name, and the number of articles that are not linked."""

    unloaded: tuple[str, ...] = ()
    unlinked: int = 0


def work(connection: Connection, home: Home) -> Work:
    """What load and link would find to do now."""
    ((unlinked,),) = connection.execute(sql("standing/unlinked")).fetchall()
    return Work(unloaded=tuple(path.stem for path in landing.pending(home, connection)), unlinked=unlinked)
