"""One virtual host at one instant: the posts a visitor finds there and where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from demo.story import Post, Site, Story

LETTER = "/documents/{id}/{slug}.pdf"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What one host shows at an instant: its public posts newest first, and those that were taken away.

    `changed` is the last instant at which anything on the site changed; `port` goes into its absolute addresses.
    """

    site: Site
    host: str
    port: int
    instant: datetime
    changed: datetime
    posts: tuple[Post, ...]
    gone: tuple[Post, ...] = ()

    @property
    def language(self) -> str:
        """The main language of the host."""
        return next(code for code, host in self.site.hosts.items() if host == self.host)

    @cached_property
    def news(self) -> tuple[Post, ...]:
        """What feeds and lists tell, newest first: every post but the standing pages."""
        return tuple(post for post in self.posts if post.kind != "page_update")

    def of(self, *languages: str) -> tuple[Post, ...]:
        """The news in some languages, newest first."""
        return tuple(post for post in self.news if post.language in languages)

    def sisters(self, post: Post) -> dict[str, Post]:
        """The same story in every language that it has by now, this post included."""
        out = {other.language: other for other in self.posts if other.key == post.key}
        return {language: out[language] for language in post.story.versions if language in out}

    def others(self, post: Post, count: int, *, foreign: int = 0) -> tuple[Post, ...]:
        """Posts about something else to tease a reader with, `foreign` of them in the other national language."""
        rest = [other for other in self._onwards(post) if other.key != post.key]
        second = "fi" if post.language == "sv" else "sv"
        strange = list(islice((other for other in rest if other.language == second), foreign))
        own = islice((other for other in rest if other.language == post.language), count - len(strange))
        return (*own, *strange)

    def path(self, post: Post) -> str:
        """Where a post lies on its host, query included."""
        if letter(post):
            return LETTER.format(id=post.story.serial, slug=post.slug)
        shelf = "page" if post.kind == "page_update" else post.language
        pattern = self.site.paths.get(shelf) or self.site.paths["*"]
        return pattern.format(slug=post.slug, id=post.story.serial, language=post.language)

    def url(self, path: str, *, language: str | None = None) -> str:
        """A path as an absolute address, on the host of a language or on this one."""
        host = self.site.host(language) if language else self.host
        return f"http://{host}:{self.port}{path}"

    def link(self, post: Post) -> str:
        """A post's absolute address."""
        return self.url(self.path(post), language=post.language)

    def find(self, path: str, query: Mapping[str, str]) -> Post | None:
        """The post that lies at an address; further query parameters (utm_source …) do no harm."""
        return _best(self._shelves.get(path, ()), query)

    def was_here(self, path: str, query: Mapping[str, str]) -> bool:
        """Whether a post that was taken away lay at an address."""
        shelves = self._shelve(self.gone)
        return _best(shelves.get(path, ()), query) is not None

    @cached_property
    def _shelves(self) -> Mapping[str, list[tuple[dict[str, str], Post]]]:
        return self._shelve(self.posts)

    def _shelve(self, posts: Iterable[Post]) -> dict[str, list[tuple[dict[str, str], Post]]]:
        shelves: dict[str, list[tuple[dict[str, str], Post]]] = {}
        for post in posts:
            if self.site.host(post.language) == self.host:
                parts = urlsplit(self.path(post))
                needed = {name: values[0] for name, values in parse_qs(parts.query).items()}
                shelves.setdefault(parts.path, []).append((needed, post))
        return shelves

    def _onwards(self, post: Post) -> Iterable[Post]:
        """All news from the one after this on, then from the newest again."""
        here = next((place for place, other in enumerate(self.news) if other is post), -1)
        return (*self.news[here + 1 :], *self.news[: max(here, 0)])


def _best(shelf: Iterable[tuple[dict[str, str], Post]], query: Mapping[str, str]) -> Post | None:
    """The post whose parameters the query names; a query that names none finds the shelf's first."""
    lying = list(shelf)
    fitting = [(needed, post) for needed, post in lying if needed.items() <= query.items()]
    return max(fitting or lying[:1], key=lambda fit: len(fit[0]), default=({}, None))[1]


def letter(post: Post) -> bytes | None:
    """The packaged PDF that a post is published as; None for a post that is a page."""
    return _packaged(post.story.site, post.slug)


@cache
def _packaged(site: str, slug: str) -> bytes | None:
    file = files("demo").joinpath("files", site, f"{slug}.pdf")
    return file.read_bytes() if file.is_file() else None


def posts_at(stories: Iterable[Story], instant: datetime) -> tuple[Post, ...]:
    """The stories' versions as they read at an instant, newest first; those still to come are left out."""
    posts = [
        Post(
            story=story,
            version=now,
            modified=version.modified(instant),
            comments=tuple(comment for comment in story.comments if comment.at <= instant),
        )
        for story in stories
        for version in story.versions.values()
        if (now := version.at(instant)) is not None
    ]
    return tuple(sorted(posts, key=lambda post: (post.published, post.key, post.language), reverse=True))
