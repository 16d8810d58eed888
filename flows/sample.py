"""The demo's flow: one night and its letters in one parent flow, so that embedded Prefect starts once."""

from __future__ import annotations

from prefect import flow

from flows.driving import as_task
from flows.letters import Letter
from flows.night import Report
from flows.nightly import run
from flows.settings import Settings
from flows.summary import Summary
from flows.weekly import weekly_letters


@flow(name="sample", persist_result=False, validate_parameters=False)
def sample(settings: Settings, report: Report) -> tuple[Summary, list[Letter]]:
    """Runs the night of `settings.now` and writes every audience's letters of the week before it."""
    summary = run(settings, report)
    report.step("digest")
    return summary, weekly_letters(settings, drive=as_task)
