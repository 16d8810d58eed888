"""A flow's parameters, which Prefect can show and store, as the settings and scopes of the plain functions."""

from __future__ import annotations

from pathlib import Path

from flows.crawling import Scope
from flows.settings import Settings, SettingsError
from flows.turn import Shard


def settings_of(
    home: str | None = None,
    organisations: str | None = None,
    allow_hosts: list[str] | None = None,
    now: str | None = None,
) -> Settings:
    """The settings that a flow's parameters name; what they leave out, the environment says."""
    return Settings.of(
        home=Path(home) if home else None,
        organisations=Path(organisations) if organisations else None,
        allow_hosts=allow_hosts or (),
        now=now,
    )


def scope_of(sources: list[str] | None = None, shard: int | None = None, shards: int | None = None) -> Scope:
    """The scope that a flow's parameters name; raises SettingsError for half a shard, or shards of named sources.

    >>> scope_of(shard=1, shards=4).shard
    Shard(number=1, of=4)
    """
    if (shard is None) != (shards is None):
        raise SettingsError("name both shard and shards (shard 0 of 4 is shard=0 shards=4), or neither")
    if shard is None or shards is None:
        return Scope(sources=tuple(sources or ()))
    if sources:
        raise SettingsError("name sources or a shard, not both")
    try:
        return Scope(shard=Shard(number=shard, of=shards))
    except ValueError as error:
        raise SettingsError(str(error)) from error
