"""What one process serves is what `prefect.yaml` deploys: same names, schedules, triggers, limits, parameters."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger

from flows.schedule import ROOT, deployments, full_name
from flows.serving import runner_deployment

TOLD = {full_name(one): one for one in deployments()}


@pytest.fixture(scope="module")
def served() -> dict[str, RunnerDeployment]:
    made = [runner_deployment(one) for one in deployments()]
    return {f"{one.flow_name}/{one.name}": one for one in made}


def test_both_ways_have_the_same_deployments(served: dict[str, RunnerDeployment]) -> None:
    assert list(served) == list(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_a_deployment_is_the_same_both_ways(served: dict[str, RunnerDeployment], name: str) -> None:
    told, made = TOLD[name], served[name]
    assert made.entrypoint
    assert (ROOT / made.entrypoint).resolve() == ROOT / told["entrypoint"]
    assert (made.tags, made.parameters, made.description) == (
        told["tags"],
        told.get("parameters", {}),
        told["description"],
    )
    assert [as_told(one) for one in made.schedules or ()] == told.get("schedules", [])
    assert made.concurrency_options
    assert made.concurrency_limit == told["concurrency_limit"]["limit"]
    assert made.concurrency_options.collision_strategy.value == told["concurrency_limit"]["collision_strategy"]
    assert [listening(one) for one in made.triggers] == [
        (one["name"], set(one["expect"]), one["match"], one.get("parameters")) for one in told.get("triggers", [])
    ]


@pytest.mark.parametrize("name", TOLD)
def test_an_operator_finds_every_parameter_described(served: dict[str, RunnerDeployment], name: str) -> None:
    schema = served[name]._parameter_openapi_schema.properties or {}
    assert all(one.get("description") for one in schema.values()), name
    given = {key for one in served[name].schedules or () for key in one.parameters or {}} | set(
        served[name].parameters or {}
    )
    given |= {key for one in TOLD[name].get("triggers", []) for key in one.get("parameters", {})}
    assert given <= set(schema), "only what the flow takes"


def as_told(schedule: Any) -> dict[str, Any]:
    told = {"cron": schedule.schedule.cron, "timezone": schedule.schedule.timezone, "slug": schedule.slug}
    return told | ({"parameters": schedule.parameters} if schedule.parameters else {})


def listening(trigger: Any) -> tuple[Any, ...]:
    assert isinstance(trigger, DeploymentEventTrigger)
    matched = trigger.model_dump(mode="json")["match"]
    return trigger.name, set(trigger.expect), matched, trigger.parameters
