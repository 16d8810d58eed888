"""Addresses: one form for one page, and which hosts and ports may be touched at all."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|_hs\w+", re.IGNORECASE)
# A visitor's session makes another address of the same page for everyone, every night.
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|zenid", re.IGNORECASE)
_PERHAPS_SESSION = re.compile(r"s(?:id)?|sess(?:ion)?_?id", re.IGNORECASE)  # a seminar has sessions, too
_TOKEN = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9a-z]{20,64}", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*|/\((?:[SAF]\([0-9a-z]{20,}\))+\)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_MAX_URL = 2048


def normalise(url: str, base: str = "") -> str | None:
    """An absolute http(s) address without fragment, tracking, sessions and odd case; None when it is not one.

    >>> normalise("/uutiset/a?utm_source=x#kommentit", "HTTPS://Www.Esimerkki.example:443/")
    'https://www.esimerkki.example/uutiset/a'
    >>> normalise("http://a.example/uutinen.php;jsessionid=0A1B?id=7&PHPSESSID=d1f491a404d685")
    'http://a.example/uutinen.php?id=7'
    >>> normalise("javascript:alert(1)") is None
    True
    """
    try:
        parts = urlsplit(urljoin(base, "".join(url.split())))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or len(url) > _MAX_URL:
        return None
    name = f"[{host}]" if ":" in host else host
    place = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    path = _PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, place, path, _of_the_page(parts.query), ""))


def _of_the_page(query: str) -> str:
    """A query without what is the visitor's and not the page's; as it was written where there is nothing of that."""
    told = parse_qsl(query, True) if query else []
    kept = [(key, value) for key, value in told if not _is_the_visitors(key, value)]
    return query if len(kept) == len(told) else urlencode(kept)


def _is_the_visitors(key: str, value: str) -> bool:
    if _PERHAPS_SESSION.fullmatch(key):
        return _TOKEN.fullmatch(value) is not None
    return bool(_TRACKING.fullmatch(key) or _SESSION.fullmatch(key))


def article_id(url: str) -> str:
    """The id of the article at an address: the same for http and https, with and without www. or a closing slash.

    >>> article_id("http://www.soste.fi/uutinen/") == article_id("https://soste.fi/uutinen")
    True
    """
    identity = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    return "a-" + hashlib.sha256(identity.encode()).hexdigest()[:16]


def host_of(url: str) -> str:
    """The host of an address with its port where that is not the scheme's own: the unit of politeness."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def is_front(url: str) -> bool:
    """Whether an address is a front page, of a site or of one of its languages, rather than an item.

    >>> [is_front(u) for u in ("https://a.example/", "https://a.example/sv/", "https://a.example/sv/nyheter/x")]
    [True, True, False]
    """
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default|etusivu|framsida)?(?:\.\w+)?$", "/", parts.path.lower())
    return not parts.query and bool(re.fullmatch(r"(?:/(?:[a-z]{2,3}(?:[-_][a-z]{2})?))?/*", path))


@dataclass(frozen=True, slots=True)
class Doors:
    """What may be connected to: the public internet on ports 80 and 443, and what an operator has named.

    A named door is "host:port"; a bare host stands for its ports 80 and 443.
    """

    named: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Doors:
        """The doors named by `--allow-host`; raises ValueError with one clear line for a name that is not host[:port].

        >>> sorted(Doors.of(["127.0.0.1:8000", "[::1]"]).named)
        [('127.0.0.1', 8000), ('::1', 80), ('::1', 443)]
        """
        return cls(frozenset(door for name in names for door in _doors(name)))

    def is_named(self, host: str, port: int) -> bool:
        """Whether an operator has named this very host and port."""
        return (_bare(host), port) in self.named

    def refusal(self, url: str) -> str | None:
        """Why an address may not be asked for, as far as the address alone tells; None when it may."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            return "not a valid address"
        if parts.scheme not in _PORTS or not host:
            return "not an http or https address"
        if self.is_named(host, port):
            return None
        if parts.username is not None:
            return "an address with a user name in it"
        if port not in _PORTS.values():
            return f"port {port} is not open; allow it with --allow-host {host}:{port}"
        return self.address_refusal(host, port, host) if _is_literal(host) else None

    def address_refusal(self, host: str, port: int, address: str) -> str | None:
        """Why the address that a host resolved to may not be connected to; None when it may."""
        if self.is_named(host, port) or is_public(address):
            return None
        return f"{host} is at {address}, not on the public internet; allow it with --allow-host {host}:{port}"


# What Python's own list leaves open, or calls global in one version and private in another.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in [
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    ]
)
_UNICAST6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is a unicast address of the public internet, also when it wraps an IPv4 one.

    Tunnels (6to4, Teredo, ISATAP) are not: what they lead to is decided elsewhere. 168.63.129.16 is a cloud's inside.

    >>> [is_public(a) for a in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "169.254.169.254")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return "%" not in address and is_public(str(inner))
        if ip not in _UNICAST6 or _is_isatap(ip) or "%" in address:
            return False
    is_special = any(ip in network for network in _SPECIAL if network.version == ip.version)
    return ip.is_global and not (is_special or ip.is_multicast or ip.is_reserved)


def _is_isatap(ip: ipaddress.IPv6Address) -> bool:
    return (int(ip) >> 32) & 0xFDFFFFFF == 0x5EFE


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _bare(host: str) -> str:
    """One form of a host's name: lower case, without brackets and closing dot, as it is asked of a name server.

    >>> _bare("Järjestöt.example.") == _bare("xn--jrjestt-5wa1o.example")
    True
    """
    name = host.lower().strip("[]").rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _doors(name: str) -> list[tuple[str, int]]:
    try:
        parts = urlsplit(f"//{name.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.path or parts.username is not None:
        raise ValueError(f"--allow-host {name!r}: write it as HOST:PORT, such as 127.0.0.1:8000")
    return [(_bare(host), port)] if port else [(_bare(host), 80), (_bare(host), 443)]
