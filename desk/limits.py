"""How often one client may ask for something, kept in memory: nothing about clients is written down."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock


class Limit:
    """At most `times` in any span of `within` for one key; only the `keys` last seen are remembered."""

    def __init__(self, times: int, within: timedelta, *, keys: int = 10_000) -> None:
        self._times, self._within, self._keys = times, within, keys
        self._seen: OrderedDict[Hashable, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: Hashable, at: datetime) -> int:
        """0 when the key may go on, and that is counted; else the whole seconds it must wait."""
        with self._lock:
            seen = self._seen.pop(key, deque(maxlen=self._times))
            while seen and seen[0] <= at - self._within:
                seen.popleft()
            self._seen[key] = seen
            if len(self._seen) > self._keys:
                self._seen.popitem(last=False)
            if len(seen) == self._times:
                return max(1, int((seen[0] + self._within - at).total_seconds()) + 1)
            seen.append(at)
            return 0


def client_key(host: str | None) -> str:
    """What counts as one client: an IPv4 address, or the /64 network that an IPv6 subscriber has to itself.

    >>> client_key("2001:db8::1:2") == client_key("2001:db8::ffff"), client_key("192.0.2.7"), client_key("testclient")
    (True, '192.0.2.7', 'testclient')
    """
    try:
        address = ip_address((host or "").partition("%")[0])
    except ValueError:
        return (host or "")[:64]
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Address(int(address) >> 64 << 64))
    return str(address)
