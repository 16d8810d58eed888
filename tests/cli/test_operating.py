"""The commands that an operator types: up, down, status, ping, listen, sources hubs."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from cli.faults import Misused
from cli.ping import chosen
from flows.processes import ours
from flows.record import read_up
from tests.cli.conftest import Kooste
from tests.hub import Hub
from warehouse.home import Home

KOOSTE = [sys.executable, "-c", "from cli.main import main; main()"]
ENTRY = (
    '<entry><id>u1</id><title>Avustushaku avautuu maanantaina</title><link href="/a1"/><updated>2026-11-20T10:00:00Z</updated>'
    '<content type="html">Haku avautuu maanantaina kello 9 ja päättyy joulukuussa. Hakea voivat rekisteröidyt yhdistykset.'
    "</content></entry></feed>"
)


def registry(root: Path, hub: Hub) -> list[str]:
    """The options under which one organisation's feed, served by a hub, is the whole registry."""
    organisations = root / "organisations"
    organisations.mkdir()
    (organisations / "a.toml").write_text(
        f'id = "a"\nkind = "association"\nregion = "FI"\nwebsite = "{hub.url}/"\n[name]\nfi = "A ry"\n'
        f'[[source]]\nid = "feed"\nkind = "feed"\nurl = "{hub.url}/feed"\n'
    )
    return ["--organisations", str(organisations), "--allow-host", hub.host]


def test_a_source_is_meant_by_its_name_or_by_its_organisation_when_it_has_one() -> None:
    names = ["soste/news", "stm/nyheter", "stm/tiedotteet"]
    assert chosen("stm/nyheter", names) == "stm/nyheter"
    assert chosen("soste", names) == "soste/news"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("stm", "do you mean stm/nyheter or stm/tiedotteet?"),
        ("soste/newz", "do you mean soste/news?"),
        ("nyheter", "do you mean stm/nyheter?"),
        ("qqq", "see `kooste sources list`"),
        ("", "see `kooste sources list`"),
    ],
)
def test_a_source_that_is_not_there_is_told_with_what_is_near(name: str, said: str) -> None:
    with pytest.raises(Misused, match="no source called") as told:
        chosen(name, ["soste/news", "stm/nyheter", "stm/tiedotteet"])
    assert said in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_a_ping_brings_one_sources_news_into_the_snapshot(
    kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with Hub() as hub:
        empty = hub.feed()
        monkeypatch.setattr(hub, "feed", lambda: empty.replace("</feed>", ENTRY))
        options = registry(tmp_path, hub)
        said = kooste("ping", "a", "--home", tmp_path / "home", *options)
        assert (said.code, said.out) == (0, "a/feed: 1 listed, 1 new, 0 changed\n")
        found = kooste("query", "select title_fi from news", "--format", "csv", "--home", tmp_path / "home")
        assert "Avustushaku avautuu maanantaina" in found.out
        told = json.loads(kooste("ping", "a/feed", "--json", "--home", tmp_path / "home", *options).out)
        assert told["new"] == 0
        wrong = kooste("ping", "a/fed", *options)
        assert (wrong.code, wrong.out) == (2, "")
        assert "no source called a/fed; do you mean a/feed?" in wrong.err
    gone = kooste("ping", "a/feed", "--home", tmp_path / "home", *options)
    assert gone.code == 1
    assert "a/feed: failing: cannot connect" in gone.out


def test_hubs_are_listed_with_what_is_subscribed_to(kooste: Kooste, tmp_path: Path) -> None:
    with Hub(in_headers=False) as hub:
        options = registry(tmp_path, hub)
        said = kooste("sources", "hubs", "--home", tmp_path / "home", *options)
        assert said.code == 0
        assert f"{hub.url}/hub" in said.out
        assert said.out.endswith("1 of 1 feeds name a hub.\n")
        (row,) = json.loads(kooste("sources", "hubs", "a", "--json", "--home", tmp_path / "home", *options).out)
        assert (row["topic"], row["subscription"]) == (f"{hub.url}/feed", "none")
        assert kooste("sources", "hubs", "b", *options).code == 2
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["listen"], 2, "--public-url is missing"),
        (["listen", "--public-url", "ftp://x"], 2, "write it as https://kooste.example"),
        (["listen", "--public-url", "https://x/?a=1"], 2, "write it as https://kooste.example"),
        (["up", "--organisations", "/nowhere"], 2, "/nowhere: no such directory"),
        (["up", "--port", "70000"], 2, "--port"),
    ],
)
def test_wrong_use_is_one_line(kooste: Kooste, tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    told = kooste(*arguments, "--home", tmp_path)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_new_home_needs_a_night_and_down_has_nothing_to_do(
    kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    said = kooste("status", "--home", tmp_path / "new")
    assert said.code == 1
    assert "there has been no night yet: `kooste run` does one now" in said.out
    assert json.loads(kooste("status", "--json", "--home", tmp_path / "new").out)["needs"]
    assert kooste("down", "--home", tmp_path / "new") == (0, f"Nothing was running in {tmp_path / 'new'}.\n", "")
    assert not (tmp_path / "new").exists()


@pytest.mark.timeout(600)
def test_up_starts_a_real_prefect_that_has_planned_the_night_and_down_ends_it(tmp_path: Path) -> None:
    """The whole of it once: half a minute on two quiet cores."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = Home(tmp_path / "home")
    try:
        up = _run("up", "--home", home.root, "--port", port)
        assert up.returncode == 0, up.stderr + _logs(home)
        assert up.stdout.startswith("Up. `kooste down` stops it.")
        assert "crawl/nightly" in up.stdout
        told = read_up(home)
        assert told is not None
        with urlopen(f"http://127.0.0.1:{port}/api/health", timeout=10) as answer:
            assert answer.status == 200
        assert _run("up", "--home", home.root, "--port", port).stdout.startswith("It is up already.")
        found = json.loads(_run("status", "--json", "--home", home.root).stdout)
        assert (found["needs"], found["server_trouble"], found["is_up_broken"]) == ([], "", False)
    finally:
        down = _run("down", "--home", home.root)
    assert down.returncode == 0
    assert down.stdout.startswith("Stopped: ")
    assert ours(told.mark, (told.keeper, *told.processes)) == []


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KOOSTE, *map(str, arguments)], capture_output=True, text=True, timeout=500, check=False)


def _logs(home: Home) -> str:
    return "\n".join(path.read_text(errors="replace")[-2000:] for path in (home.root / "logs").glob("*.log"))
