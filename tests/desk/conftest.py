from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.site import Site
from tests.desk.site import Clock, Inbox, Served, home_with_letters, publish_news, served
from warehouse.home import Home


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with letters and no snapshot; nobody changes it."""
    return home_with_letters(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with letters and the snapshot that they were made of; nobody changes it."""
    home = home_with_letters(tmp_path_factory.mktemp("told"))
    publish_news(home)
    return home


@pytest.fixture(scope="module")
def pages(shelf: Home) -> Iterator[Served]:
    """The pages as an editor opens them, before the first night, without a relay."""
    with _for_editors(shelf) as found:
        yield found


@pytest.fixture(scope="module")
def news(told: Home) -> Iterator[Served]:
    """The pages as an editor opens them, with a snapshot."""
    with _for_editors(told) as found:
        yield found


@contextmanager
def _for_editors(home: Home) -> Iterator[Served]:
    clock = Clock()
    with served(Site(home=home, public_url="http://127.0.0.1", clock=clock, shows_drafts=True), clock=clock) as found:
        yield found


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Served]:
    """A desk of its own home, with a relay: people can subscribe."""
    inbox, clock = Inbox(), Clock()
    home = Home(tmp_path / "home")
    home.prepare()
    with inbox.opened() as relay:
        site = Site(home=home, public_url="https://kooste.example", clock=clock, relay=relay)
        with served(site, clock=clock, inbox=inbox) as found:
            yield found
