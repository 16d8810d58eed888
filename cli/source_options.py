"""What the commands that enlarge a registry share: their options, and which directory they may write to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from cli.faults import Misused

if TYPE_CHECKING:
    from stories.model import Organisation, OrganisationKind

Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="ministry, agency, umbrella, association, regional, municipality or project [told by the name].",
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region", metavar="CODE", help="FI for the whole country, else an ISO 3166-2 code such as FI-15 [FI]."
    ),
]


def registry_directory(organisations: Path) -> Path:
    """The directory to write to; never the one that comes with the program."""
    from sources.registry import SHIPPED

    if organisations.resolve() == SHIPPED.resolve():
        raise Misused(
            "name the directory to write to with --organisations DIR (or KOOSTE_ORGANISATIONS); "
            "the registry that comes with Kooste is not written to"
        )
    if organisations.exists() and not organisations.is_dir():
        raise Misused(f"{organisations} is not a directory")
    return organisations


def known_organisations(directory: Path) -> tuple[Organisation, ...]:
    """The organisations of a directory that may be empty or still missing."""
    from sources.registry import read_registry

    has_any = directory.is_dir() and any(directory.glob("*.toml"))
    return read_registry(directory) if has_any else ()


def checked_kind(kind: str | None) -> OrganisationKind | None:
    """The kind of `--kind`."""
    from stories.model import OrganisationKind

    if kind is not None and kind not in get_args(OrganisationKind):
        raise Misused(f"--kind {kind!r}: it must be one of {', '.join(get_args(OrganisationKind))}")
    return cast("OrganisationKind | None", kind)


def checked_region(region: str | None) -> str | None:
    """The region of `--region`."""
    if region is not None and not re.fullmatch(r"FI(?:-\d\d)?", region):
        raise Misused(f"--region {region!r}: it must be FI or an ISO 3166-2 code such as FI-15")
    return region
