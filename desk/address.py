"""Where the desk listens and under which address readers know it: checked before anything is served."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


class SiteError(ValueError):
    """A desk that cannot be opened like this; the message is one clear line."""


def checked_host(host: str, public_url: str | None) -> str:
    """The host to listen on; raises SiteError for one that others reach while nobody has said how readers come."""
    if not is_loopback(host) and public_url is None:
        raise SiteError(
            f"--host {host[:100]}: other machines would reach the desk without TLS and under any name; say how readers "
            "come to it with --public-url https://…, behind a reverse proxy, or leave --host 127.0.0.1"
        )
    return host


def public_url(text: str) -> str:
    """The address readers know, checked: https (or http on this machine), a host, nothing after it.

    >>> public_url("https://Kooste.example/")
    'https://kooste.example'
    """
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise SiteError(f"--public-url {text[:100]!r}: {error}") from None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or not text.isascii():
        raise SiteError(f"--public-url {text[:100]!r}: write it as https://kooste.example")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SiteError(f"--public-url {text[:100]!r}: the desk stands at a host of its own, without a path")
    if parts.scheme == "http" and not is_loopback(host):
        raise SiteError(f"--public-url {text[:100]!r}: readers' links carry tokens, so it must be https")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.fi")
    (True, True, False, False)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
