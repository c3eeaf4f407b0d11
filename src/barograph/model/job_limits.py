"""Rules for jobs and agents, checked by every store."""

from __future__ import annotations

import re
from collections.abc import Mapping

from barograph.errors import InvalidValue, MissingValue, shown
from barograph.model.job import MAX_JOB_PAGE, MAX_LEASE_MS, AgentReport, JobQuery, NewJob
from barograph.model.limits import (
    MAX_PARAM_VALUE,
    MAX_RUN_TAG_VALUE,
    check_experiment_id,
    check_key,
    check_length,
    check_new_run_id,
    check_text,
)

MAX_URI = 2_048
MAX_WORD = 250
MAX_PARAMETERS = 1_000
MAX_ATTEMPTS = 10
MAX_QUEUES = 20
MAX_SLOTS = 1_000

_WORD = re.compile(r"[A-Za-z0-9][\w.\-]{0,99}", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_CREDENTIALS = re.compile(r"(?i)https?://[^/?#]*@")
_JOB_ID = re.compile(r"[0-9]{1,18}")


def check_queue(name: str) -> str:
    """Return the name of a queue, or raise: at most 100 letters, digits, underscores, dashes and periods."""
    if not _WORD.fullmatch(check_text(name, "queue")):
        raise InvalidValue(f"Invalid queue {shown(name)}. Give letters, digits, underscores, dashes and periods, at most 100 of them.")
    return name


def job_number(job_id: str) -> int | None:
    """The number that a job's id stands for, None if no job has such an id."""
    return int(job_id) if isinstance(job_id, str) and _JOB_ID.fullmatch(job_id) else None


def check_new_job(new: NewJob) -> NewJob:
    """Return a job that may be enqueued, or raise. Nothing that is given could be taken for an option of a program."""
    check_experiment_id(new.experiment_id)
    check_queue(new.queue)
    _check_argument(new.uri, "uri", MAX_URI)
    if _CREDENTIALS.match(new.uri):
        raise InvalidValue(
            "The project's URI holds a user name or a token, which everybody who sees the job would see. Leave it out, and let git on the"
            " agents' machines know it."
        )
    _check_argument(new.entry_point, "entry_point", MAX_WORD)
    if new.version is not None:
        _check_argument(new.version, "version", MAX_WORD)
    if new.env_manager is not None and not _WORD.fullmatch(check_text(new.env_manager, "env_manager")):
        raise InvalidValue(f"Invalid env_manager {shown(new.env_manager)}. Give one that `barograph run` knows, such as uv.")
    if new.run_id is not None:
        check_new_run_id(new.run_id)
    check_length(new.created_by, MAX_WORD, "created_by")
    check_length(new.run_name or "", MAX_RUN_TAG_VALUE, "run_name")
    _check_count(new.max_attempts, "max_attempts", MAX_ATTEMPTS)
    _check_parameters(new.parameters)
    return new


def check_job_query(query: JobQuery) -> JobQuery:
    """Return a query that can be answered, or raise."""
    if query.queue is not None:
        check_queue(query.queue)
    _check_count(query.max_results, "max_results", MAX_JOB_PAGE)
    if query.page_token is not None and job_number(query.page_token) is None:
        raise InvalidValue(f"Invalid page_token {shown(query.page_token)}. Give the one that came with the page before.")
    return query


def check_agent(agent: AgentReport) -> AgentReport:
    """Return what an agent says of itself, or raise."""
    for field, value in (("agent_id", agent.agent_id), ("name", agent.name)):
        if not check_text(value, field):
            raise MissingValue(field)
        check_length(value, MAX_WORD, field)
    if not 1 <= len(agent.queues) <= MAX_QUEUES:
        raise InvalidValue(f"Agent {shown(agent.name)} names {len(agent.queues)} queues. Give 1 to {MAX_QUEUES}.")
    for queue in agent.queues:
        check_queue(queue)
    _check_count(agent.slots, "slots", MAX_SLOTS)
    _check_count(agent.lease_ms, "lease_ms", MAX_LEASE_MS)
    return agent


def _check_argument(value: str, field: str, limit: int) -> None:
    if not check_text(value, field).strip():
        raise MissingValue(field)
    check_length(value, limit, field)
    if value.startswith("-") or _UNPRINTABLE.search(value):
        raise InvalidValue(f"Invalid {field} {shown(value)}. It may neither begin with a dash nor hold control characters.")


def _check_count(value: int, field: str, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise InvalidValue(f"Invalid {field} {shown(value)}. Give a whole number from 1 to {most}.")


def _check_parameters(parameters: Mapping[str, str]) -> None:
    if len(parameters) > MAX_PARAMETERS:
        raise InvalidValue(f"A job may have at most {MAX_PARAMETERS} parameters; this one has {len(parameters)}. Give a file instead.")
    for key, value in parameters.items():
        check_key(key, "parameter")
        check_length(value, MAX_PARAM_VALUE, f"Value of parameter {shown(key)}")
