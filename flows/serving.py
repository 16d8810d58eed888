"""Every deployment of `prefect.yaml` from one process, for a small installation: `python -m flows.serving`.

It needs a server (PREFECT_API_URL) and no work pool. SIGTERM ends it, and the runs that it has started.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from prefect import serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow, load_flow_from_entrypoint

from flows.schedule import DEPLOYMENTS, ROOT, deployments

LIMIT: Final = 2  # runs side by side: one that visits, and one that writes


def runner_deployment(told: Mapping[str, Any]) -> RunnerDeployment:
    """One deployment, as `prefect.yaml` tells it; paths are from the project's root."""
    flow: Flow[Any, Any] = load_flow_from_entrypoint(str(ROOT / told["entrypoint"]))
    made = flow.to_deployment(
        told["name"],
        description=told["description"],
        tags=told["tags"],
        parameters=told.get("parameters"),
        schedules=[_schedule(one) for one in told.get("schedules", ())],
        triggers=[DeploymentEventTrigger.model_validate(_trigger(one)) for one in told.get("triggers", ())],
        concurrency_limit=ConcurrencyLimitConfig(**told["concurrency_limit"]),
    )
    assert isinstance(made, RunnerDeployment)
    return made


def _schedule(told: Mapping[str, Any]) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=told["cron"], timezone=told["timezone"]),
        parameters=told.get("parameters", {}),
        slug=told["slug"],
    )


def _trigger(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "type"}


def leave_work_pools() -> None:
    """Removes what `prefect deploy` left on this server: made over, it would keep its pool and lose its path."""
    with get_client(sync_client=True) as client:
        for name in DEPLOYMENTS:
            with suppress(ObjectNotFound):
                found = client.read_deployment_by_name(name)
                if found.work_pool_name:
                    client.delete_deployment(found.id)


def main() -> None:
    """Serves until it is told to stop; schedules stay active, so that a restart finds them."""
    os.chdir(ROOT)
    leave_work_pools()
    serve(*map(runner_deployment, deployments()), limit=LIMIT, pause_on_shutdown=False)


if __name__ == "__main__":
    main()
