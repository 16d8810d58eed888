"""Commands on a full or read-only disk: one line, exit 1, and the same result when there is room again."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import Kooste
from tests.conftest import SampleNight
from tests.small_disk import small_disk


def test_a_night_and_a_letter_without_room(kooste: Kooste, sample: SampleNight, tmp_path: Path) -> None:
    settings = sample.settings
    with small_disk(tmp_path / "disk", 120) as disk:
        home = disk.root / "home"
        shutil.copytree(settings.home.root, home)
        at = ["--home", str(home)]
        letter = ["digest", "--week", "2026-W47", "--audience", "jarjestot", "--language", "fi", *at]
        hosts = [part for host in sample.server.allow for part in ("--allow-host", host)]
        run = ["run", *at, "--organisations", str(settings.organisations), "--now", settings.now.isoformat(), *hosts]
        disk.fill()
        for command in (letter, run):
            said = kooste(*command)
            assert said.code == 1, said.err
            assert "the disk is full" in said.err.splitlines()[-1]
            assert "Traceback" not in said.err
        disk.free()
        assert kooste(*letter).code == 0
        before = {path.name: path.read_bytes() for path in (home / "issues").rglob("*.html")}
        disk.close()
        for command in (letter, run):
            said = kooste(*command)
            assert said.code == 1, said.err
            assert "read-only" in said.err.splitlines()[-1].lower()
        disk.open()
        assert {path.name: path.read_bytes() for path in (home / "issues").rglob("*.html")} == before
