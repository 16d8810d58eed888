"""Link headers of an answer (RFC 8288): what a server says that a document belongs to, beside the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sources.metadata import alternate
from stories.model import Alternate
from stories.visit import Fetched

_LONGEST = 8_192
_MOST_VERSIONS = 50
_LINK = re.compile(
    r"""<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))?)*)""", re.ASCII
)
_PARAMETER = re.compile(r""";\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))""", re.ASCII)


def links(answer: Fetched) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The targets of an answer's Link headers as written, with their parameters; not those of other documents."""
    for name, value in answer.headers:
        if name.lower() == "link":
            for target, parameters in _LINK.findall(value[:_LONGEST]):
                told = {key.lower(): quoted or plain for key, quoted, plain in _PARAMETER.findall(parameters)}
                if "anchor" not in told:
                    yield target, told


def versions(answer: Fetched) -> tuple[Alternate, ...]:
    """The language versions that an answer's Link headers name: `<…>; rel="alternate"; hreflang="sv"`."""
    url, found = answer.final_url or answer.url, dict[str, Alternate]()
    for target, told in links(answer):
        if "alternate" in told.get("rel", "").lower().split() and len(found) < _MOST_VERSIONS:
            for one in alternate(told.get("hreflang"), target, url, url, "link-header"):
                found.setdefault(one.url, one)
    return tuple(found.values())
