"""A few sites with a feed and some pages each, on loopback, and a home that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from flows.settings import Settings
from tests.web import Answer, Web

NOW = datetime(2026, 11, 21, 0, 20, tzinfo=UTC)  # 02:20 in Helsinki


@dataclass(frozen=True)
class SmallWeb:
    """The sites by name, and the settings of a night over them."""

    webs: Mapping[str, Web]
    settings: Settings

    def at(self, now: datetime) -> Settings:
        """The settings at another instant."""
        return replace(self.settings, now=now)

    def publish(self, name: str, items: int) -> None:
        """Lets a site's feed list so many items."""
        web = self.webs[name]
        web.answers["/feed.xml"] = Answer(headers={"Content-Type": "application/rss+xml"}, body=_feed(name, web, items))
        web.answers |= {f"/{number}": Answer(body=_page(name, number)) for number in range(items)}

    def environment(self) -> dict[str, str]:
        """What a process of its own must be told to read this web into this home."""
        return {
            "KOOSTE_HOME": str(self.settings.home.root),
            "KOOSTE_ORGANISATIONS": str(self.settings.organisations),
            "KOOSTE_ALLOW_HOSTS": ",".join(web.host for web in self.webs.values()),
        }


@contextmanager
def small_web(root: Path, names: Sequence[str] = ("alku", "loppu"), *, items: int = 2) -> Iterator[SmallWeb]:
    """Sites of these names, each with a feed of some items; the home is `root / "home"`."""
    (root / "organisations").mkdir(parents=True)
    with ExitStack() as stack:
        webs = {name: stack.enter_context(Web({})) for name in names}
        for name, web in webs.items():
            (root / "organisations" / f"{name}.toml").write_text(_registered(name, web), encoding="utf-8")
        settings = Settings.of(
            home=root / "home",
            organisations=root / "organisations",
            allow_hosts=[web.host for web in webs.values()],
            now=NOW.isoformat(),
            environment={},
        )
        small = SmallWeb(webs=webs, settings=settings)
        for name in names:
            small.publish(name, items)
        yield small


def _registered(name: str, web: Web) -> str:
    return (
        f'id = "{name}"\nkind = "association"\nregion = "FI"\nwebsite = "{web.url("/")}"\n\n[name]\nfi = "{name} ry"\n\n'
        f'[[source]]\nid = "news"\nkind = "feed"\nurl = "{web.url("/feed.xml")}"\n'
    )


def _feed(name: str, web: Web, items: int) -> bytes:
    lines = "".join(
        f"<item><title>{_title(name, number)}</title><link>{web.url(f'/{number}')}</link><guid>{number}</guid>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=1 + number))}</pubDate></item>"
        for number in range(items)
    )
    return f'<rss version="2.0"><channel><title>Uutiset</title>{lines}</channel></rss>'.encode()


def _page(name: str, number: int) -> bytes:
    text = " ".join(
        f"{name} kertoo järjestöjen työstä numero {number} ja kutsuu mukaan tilaisuuteen." for _ in range(6)
    )
    call = "<p>Hae avustusta. Hakuaika päättyy 4.12.2026 klo 16.15.</p>" if (name, number) == ("alku", 0) else ""
    return f"<html lang='fi'><main><article><h1>{_title(name, number)}</h1><p>{text}</p>{call}</article></main></html>".encode()


def _title(name: str, number: int) -> str:
    subject = (
        "Avustuksia haetaan syksyllä",
        "Kysely paljastaa huolia",
        "Seminaari kokoaa väkeä",
        "Uusi hallitus aloitti",
    )
    return f"{subject[number % 4]}: {name} {number}"
