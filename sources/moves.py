"""What became of known items: under a new address because the site moved, or fallen out of the listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sources.addresses import article_id
from sources.items import Listed, title_print
from stories.model import Item
from stories.visit import Known

# A site lists a few old items anew for many reasons; this many, and this large a share of the list, only by a move.
_FLOOD = 20
_SHARE = 0.6


def moved(listed: Listed, known: Mapping[str, Known]) -> frozenset[str]:
    """Addresses of listed items that are old ones under new addresses, when they come as a flood; else none.

    Old is an item with a title that is known, dated no later than the newest item known.
    """
    newest = max((one.published_at for one in known.values() if one.published_at), default=None)
    titles = {title_print(one.fingerprint) for one in known.values()} - {""}
    if newest is None or len(listed.items) <= _FLOOD:
        return frozenset()
    old = frozenset(
        item.url
        for item in listed.items
        if item.url not in known
        and item.published_at is not None
        and item.published_at <= newest
        and title_print(listed.fingerprint(item)) in titles
    )
    is_flood = len(old) > _FLOOD and len(old) > _SHARE * (len(listed.items) + len(listed.unchanged))
    return old if is_flood else frozenset()


def familiar(items: Iterable[Item], known: Mapping[str, Known]) -> Mapping[str, Known]:
    """What is known of listed items, also of those whose address is only spelled otherwise: https, www., a slash."""
    strange = [item.url for item in items if item.url not in known]
    if not strange or not known:
        return known
    twins = {article_id(url): one for url, one in known.items()}
    found = {url: twins[article_id(url)] for url in strange if article_id(url) in twins}
    return {**known, **found}


def dropped(listed: Listed, known: Mapping[str, Known]) -> list[str]:
    """Known addresses that are missing from the middle of a listing, where age alone takes nothing away.

    Missing is not an item that is listed under another address, by the same title and date.
    """
    here = {item.url: (listed.fingerprint(item), item.published_at) for item in listed.items}
    here |= {one.url: (one.fingerprint, one.published_at) for one in listed.unchanged}
    oldest = min((at for _, at in here.values() if at), default=None)
    spelled = {article_id(url) for url in here}
    twins = {(title_print(one), at) for one, at in here.values() if title_print(one)}
    return [
        one.url
        for one in known.values()
        if oldest
        and one.url not in here
        and article_id(one.url) not in spelled
        and one.published_at
        and one.published_at > oldest
        if (title_print(one.fingerprint), one.published_at) not in twins
    ]
