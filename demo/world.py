"""The sample web as a whole: what exists on which site at an instant, and the truth that tests score against."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from importlib.resources import files
from itertools import chain

from demo.rules import Table
from demo.scene import Scene, posts_at
from demo.script import BadScriptError, stories
from demo.sites import SITES
from demo.story import HELSINKI, LONG_AGO, Occasion, Site, Story

NIGHTS = tuple(range(1, 8))


def night(number: int) -> datetime:
    """The instant of a night's crawl: 1 to 7 are 17 to 23 November 2026, 02:15 in Helsinki; the seventh is a Monday.

    >>> night(7).isoformat()
    '2026-11-23T02:15:00+02:00'
    """
    if number not in NIGHTS:
        raise ValueError(f"there is no night {number}; the nights are 1 to {NIGHTS[-1]}")
    return datetime(2026, 11, 16, 2, 15, tzinfo=HELSINKI) + timedelta(days=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The truth about one public item: `url` is host, path and query without scheme and port.

    `body` is the text's plain paragraphs, headings and list items without lead and contact; `creator` differs from
    `site` for a republished copy. Instants are in Finnish time.
    """

    url: str
    site: str
    language: str
    kind: str
    story: str
    title: str
    lead: str
    body: tuple[str, ...]
    contact: str
    number: str
    published: datetime
    modified: datetime
    occasions: tuple[Occasion, ...]
    creator: str

    def address(self, port: int) -> str:
        """The item's whole address on a port."""
        host, slash, path = self.url.partition("/")
        return f"http://{host}:{port}{slash}{path}"


@dataclass(frozen=True, kw_only=True)
class World:
    """All sites and stories of the sample web, past and to come."""

    sites: tuple[Site, ...]
    stories: tuple[Story, ...]

    @cached_property
    def hosts(self) -> Mapping[str, Site]:
        """The site behind each virtual host."""
        return {host: site for site in self.sites for host in site.hosts.values()}

    def at(self, instant: datetime, *, port: int = 80) -> Mapping[str, Scene]:
        """What each virtual host shows at an instant, by host name."""
        return {host: self._scene(site, host, instant, port) for host, site in self.hosts.items()}

    def gold(self, instant: datetime) -> tuple[Gold, ...]:
        """Every public item at an instant, in the sites' order, newest first."""
        scenes = self.at(instant)
        mains = (scenes[site.host(site.languages[0])] for site in self.sites)
        return tuple(chain.from_iterable(_gold(scene) for scene in mains))

    def _scene(self, site: Site, host: str, instant: datetime, port: int) -> Scene:
        own = [story for story in self.stories if story.site == site.id]
        taken = [story for story in own if story.removed is not None and story.removed <= instant]
        changes = (at for story in own for at in story.instants() if at <= instant)
        redesigns = (at for at in site.redesigns if at <= instant)
        return Scene(
            site=site,
            host=host,
            port=port,
            instant=instant,
            changed=max([LONG_AGO, *changes, *redesigns]),
            posts=posts_at([story for story in own if story not in taken], instant),
            gone=posts_at(taken, instant),
        )


def load() -> World:
    """The sample web as packaged under demo/content; raises BadScriptError with one line a mistake."""
    folder = files("demo").joinpath("content")
    texts = [file for file in folder.iterdir() if file.name.endswith(".toml")] if folder.is_dir() else []
    return build({file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in texts})


def build(texts: Mapping[str, str]) -> World:
    """A world out of TOML texts by site id; raises BadScriptError with one line a mistake."""
    tables = {name: _items(name, text) for name, text in sorted(texts.items())}
    return World(sites=SITES, stories=stories(SITES, tables))


def gold(instant: datetime) -> tuple[Gold, ...]:
    """Every public item of the packaged sample web at an instant."""
    return load().gold(instant)


def _items(name: str, text: str) -> list[Table]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScriptError(f"{name}.toml: {error}") from error
    if not isinstance(items := table.get("item", []), list):
        raise BadScriptError(f"{name}.toml: items are written [[item]]")
    return items


def _gold(scene: Scene) -> Iterator[Gold]:
    for post in scene.posts:
        yield Gold(
            url=scene.site.host(post.language) + scene.path(post),
            site=scene.site.id,
            language=post.language,
            kind=post.kind,
            story=post.key,
            title=post.title,
            lead=post.lead,
            body=post.paragraphs,
            contact=post.version.contact,
            number=post.story.number,
            published=post.published,
            modified=post.edited or post.published,
            occasions=post.version.occasions,
            creator=post.story.creator,
        )
