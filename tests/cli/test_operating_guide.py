"""The operators' guide tells of commands, settings, messages and units that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

from cli.main import app

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("cli", "flows", "warehouse", "sources", "digest", "desk")
    for path in (ROOT / room).glob("*.py")
)
COMMAND = re.compile(r"(?:^|[` ])kooste ((?:[a-z]+)(?: [^`\n#|;]*)?)", re.MULTILINE)
INTERNAL = {"KOOSTE_PROCESS_OF"}


def spoken() -> list[str]:
    """Every `kooste …` in the guide's code, without the word itself."""
    fences = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
    spans = [span for span in re.findall(r"`([^`\n]+)`", GUIDE) if span.startswith("kooste ")]
    found = COMMAND.findall(fences) + [span.removeprefix("kooste ") for span in spans]
    units = [
        line
        for path in DEPLOY.glob("*.service")
        for line in re.findall(r"^ExecStart=\S+/kooste (.*)$", path.read_text(), re.MULTILINE)
    ]
    return sorted({" ".join(one.split()) for one in [*found, *units]})


@pytest.mark.parametrize("line", spoken())
def test_every_command_of_the_guide_exists_with_its_options(line: str) -> None:
    words, command = line.split(), typer.main.get_command(app)
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"kooste has no {line!r}"
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_guide_speaks_of_the_commands_that_operators_need() -> None:
    told = {line.partition(" ")[0] for line in spoken()}
    assert {"up", "down", "status", "ping", "listen", "doctor", "run", "restore", "rebuild", "send", "desk"} <= told


def test_every_setting_is_in_the_table_and_every_row_is_a_setting() -> None:
    table = GUIDE[GUIDE.index("## Settings") : GUIDE.index("## What lies where")]
    told = set(re.findall(r"`(KOOSTE_[A-Z_]+)`", table))
    read = {name for name in re.findall(r"\bKOOSTE_[A-Z_]+\b", CODE) if not name.endswith("_")} - INTERNAL
    assert told == read


@pytest.mark.parametrize(
    "said",
    sorted(
        {
            span
            for row in re.findall(r"^\| (`.*?) \| ", GUIDE[GUIDE.index("## What to do when") :], re.MULTILINE)
            for span in re.findall(r"`([^`]+)`", row)
        }
    ),
)
def test_every_message_that_is_explained_can_be_said(said: str) -> None:
    assert said.strip() in CODE


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("kooste*.*")))
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze")
    for path in DEPLOY.glob("kooste*.*"):
        # The service's own user and program are not on this machine.
        text = re.sub(r"^(User|Group)=kooste$", r"\1=root", path.read_text(), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text.replace("/opt/kooste/.venv/bin/kooste", "/bin/true"))
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--generators=no", str(tmp_path / unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_compose_file_starts_commands_that_exist() -> None:
    told = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text())
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for service in told["services"].values():
        name, *options = service["command"]
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert {word for word in options if word.startswith("--")} <= known
    assert (DEPLOY / told["x-kooste"]["build"]["dockerfile"].removeprefix("deploy/")).is_file()
