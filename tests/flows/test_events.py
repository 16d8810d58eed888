"""What is emitted is what `docs/events.md` promises, and `prefect.yaml` listens to nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from flows import events
from flows.events import ItemsLanded, ItemsLoaded, SnapshotPublished, StoriesLinked
from flows.pinging import EVENT
from flows.schedule import deployments, full_name

jsonschema: Any = import_module("jsonschema")  # it has no types
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
SENT: list[Any] = [
    ItemsLanded(batches=1, read=0, sources=1, failing=1),
    ItemsLoaded(batches=1, new=0, changed=0),
    StoriesLinked(articles=1),
    SnapshotPublished(stories=0, articles=0, night="2026-11-21"),
]
SILENT: list[Any] = [
    ItemsLanded(batches=0, read=0, sources=3, failing=0),
    ItemsLoaded(batches=0, new=0, changed=0),
    StoriesLinked(articles=0),
]


def schemas() -> dict[str, dict[str, Any]]:
    """The page's schemas, by the event they stand under."""
    parts = re.findall(r"^## (kooste\.[a-z.]+)$.*?```json\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    return {name: json.loads(text) for name, text in parts}


def test_every_schema_is_one_and_bears_its_events_name() -> None:
    for name, schema in schemas().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["title"] == name
        assert set(schema["required"]) == set(schema["properties"])
        assert all(one["description"] for one in schema["properties"].values())


@pytest.mark.parametrize("event", SENT, ids=lambda event: event.NAME)
def test_the_least_that_is_emitted_fits_its_schema(event: Any) -> None:
    assert event.is_news
    jsonschema.validate(asdict(event), schemas()[event.NAME])


def test_a_batch_of_nothing_is_not_emitted(monkeypatch: pytest.MonkeyPatch) -> None:
    emitted: list[str] = []
    monkeypatch.setattr(events, "emit_event", lambda event, **_: emitted.append(event))
    for event in (*SILENT, *SENT):
        events.emit(event)
    assert emitted == [event.NAME for event in SENT]
    for event in SILENT:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(asdict(event), schemas()[event.NAME])


def test_what_deployments_expect_is_what_is_documented_and_emitted() -> None:
    triggers = [(full_name(one), trigger) for one in deployments() for trigger in one.get("triggers", ())]
    resources = {event.NAME: event.resource for event in SENT} | {EVENT: "kooste.source.*"}
    assert set(resources) == set(schemas()) == {name for _, trigger in triggers for name in trigger["expect"]}
    for name, trigger in triggers:
        (expected,) = trigger["expect"]
        assert trigger["match"] == {"prefect.resource.id": resources[expected]}
        assert f"`{name}`" in PAGE, f"the page says whom {expected} wakes"
