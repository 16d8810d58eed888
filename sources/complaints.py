"""What a network's errors mean, in words."""

from __future__ import annotations

import aiohttp


def in_words(error: Exception) -> str:
    """One line that an operator understands, without object addresses or nested exceptions."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "host name does not resolve (no network?)" if error.os_error.errno else str(error.os_error)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"certificate not trusted: {error.certificate_error}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"cannot connect: {error.os_error.strerror or error.os_error}"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"its HTTP headers are broken or too large: {' '.join(error.message.split())[:60]}"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
