"""The last gate before a connection: names are resolved and judged here, and every socket is judged once more."""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from sources.addresses import Doors


class Doorkeeper(AbstractResolver):
    """Resolves names, refuses the answers that point inside, and opens sockets to nothing it has not judged.

    Connections use exactly what was judged: a name that resolves to something else a moment later gains nothing.
    """

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._inner = aiohttp.ThreadedResolver()
        self._granted: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; OSError with one clear line when it may not be connected to."""
        # RFC 6761: names below .localhost are loopback, whatever a name server says.
        name = "127.0.0.1" if host.lower().rstrip(".").endswith(".localhost") else host
        found = await self._inner.resolve(name, port, family)
        refusals = [self._doors.address_refusal(host, port, answer["host"]) for answer in found]
        # One inside answer among public ones is a rebinding attempt: refuse them all.
        reason = next((refusal for refusal in refusals if refusal), None)
        if reason:
            raise OSError(reason)
        self._granted |= {(answer["host"], port) for answer in found}
        return found

    def socket(self, target: tuple[Any, ...]) -> socket.socket:
        """A socket for an address about to be connected to; OSError unless it was granted, or is open by itself."""
        family, kind, protocol, _name, (host, port, *_rest) = target
        if (host, port) not in self._granted:
            reason = self._doors.refusal(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")
            if reason:
                raise OSError(reason)
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Ends the resolver."""
        await self._inner.close()


def guarded(doors: Doors, *, connections: int) -> aiohttp.TCPConnector:
    """A connector that reaches only what the doors leave open, with one connection a host."""
    keeper = Doorkeeper(doors)
    return aiohttp.TCPConnector(
        resolver=keeper,
        socket_factory=keeper.socket,
        limit=connections,
        limit_per_host=1,
        ttl_dns_cache=300,
    )
