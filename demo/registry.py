"""The sample organisations' registry: the TOML files of CONTRACT.md with the sample web's port filled in."""

from __future__ import annotations

from importlib.resources import files


def registry(port: int) -> dict[str, str]:
    """The registry's files by name, their addresses on a port."""
    folder = files("demo").joinpath("organisations")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name: file.read_text(encoding="utf-8").replace("{port}", str(port)) for file in found}
