"""`kooste desk`: where it listens, what it refuses, and that it ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.conftest import Kooste


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "say how readers come to it with --public-url"),
        (["--host", "::"], "say how readers come to it with --public-url"),
        (["--host", "192.0.2.1"], "say how readers come to it with --public-url"),
        (["--public-url", "http://kooste.example"], "must be https"),
        (["--public-url", "kooste.example"], "write it as https://kooste.example"),
        (["--public-url", "https://kooste.example/kirjeet"], "without a path"),
        (["--public-url", "https://a@kooste.example"], "write it as https://kooste.example"),
        (["--public-url", "https://kooste.example:x"], "--public-url"),
        (["--port", "70000"], "--port"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(kooste: Kooste, tmp_path: Path, arguments: list[str], said: str) -> None:
    answer = kooste("desk", "--home", tmp_path, *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_port_that_is_taken_is_told(kooste: Kooste, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = kooste("desk", "--home", tmp_path, "--port", taken.getsockname()[1])
    assert answer.code == 1
    assert "Address already in use" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"), [("lyhyt", "at least 20"), ("ä" * 30, "at least 20"), (None, "cannot be read")]
)
def test_a_secret_that_is_none_is_told(
    kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, said: str
) -> None:
    file = tmp_path / "secret"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("KOOSTE_BOUNCE_SECRET_FILE", str(file))
    answer = kooste("desk", "--home", tmp_path, "--port", 0)
    assert answer.code == 2
    assert said in answer.err


def test_it_serves_until_it_is_interrupted_and_writes_no_addresses_down(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KOOSTE_")}
    command = [
        sys.executable,
        "-c",
        "from cli.main import main; main()",
        "desk",
        "--home",
        str(tmp_path),
        "--port",
        "0",
    ]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
    ) as desk:
        try:
            assert desk.stdout is not None
            url = re.findall(r"http://\S+/", desk.stdout.readline())[0]
            assert "Nobody can subscribe yet" in desk.stdout.readline()
            with urlopen(f"{url}sv/", timeout=20) as page:
                assert b"Sidorna vaknar snart" in page.read()
                assert page.headers["server"] is None
            desk.send_signal(signal.SIGINT)
            out, err = desk.communicate(timeout=20)
        finally:
            desk.kill()
    assert (desk.returncode, out, err) == (0, "", "")
    assert not (tmp_path / "desk.sqlite").exists()
