"""Which projects an agent runs: what begins like an allowed one is not yet one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.model.job import JobState, ProjectJob
from barograph.projects.agent.allowed import Allowed, allowed


def job(uri: str, entry_point: str = "main") -> ProjectJob:
    return ProjectJob(
        job_id="1", queue="q", state=JobState.RUNNING, uri=uri, entry_point=entry_point, experiment_id="0", run_id="r", run_name="r",
        max_attempts=1, created_ms=0,
    )  # fmt: skip


TEAM = "https://git.example.org/team"


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        (TEAM, TEAM),
        (TEAM, f"{TEAM}/wind.git"),
        (TEAM, f"{TEAM}#models"),
        (f"{TEAM}/", f"{TEAM}/wind.git#models"),
        ("https://git.example.org", "https://git.example.org/any"),
        ("git@git.example.org:team/", "git@git.example.org:team/wind.git"),
        ("ssh://git@git.example.org/team", "ssh://git@git.example.org/team/wind"),
        ("/srv/projects", "/srv/projects/wind#models"),
        ("/srv/projects", "file:///srv/projects/wind"),
        ("file:///srv/projects", "/srv/projects"),
    ],
)
def test_what_lies_in_an_allowed_place_is_run(place: str, uri: str) -> None:
    assert allowed([place], anywhere=False).refusal(job(uri)) is None


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        (TEAM, "https://git.example.org/teammate/wind"),
        (TEAM, f"{TEAM}.evil.org/wind"),
        (TEAM, f"{TEAM}/../evil/wind"),
        (TEAM, f"{TEAM}/%2e%2e/evil"),
        (TEAM, f"{TEAM}/..\\evil"),
        (TEAM, "http://git.example.org/team/wind"),
        (TEAM, f"ext::sh -c x {TEAM}"),
        ("https://git.example.org", "https://git.example.org@evil.org/x"),
        ("https://git.example.org", "https://git.example.org.evil.org/x"),
        ("https://git.example.org", "https://git.example.org:8443/x"),
        ("git@git.example.org:team/", "git@git.example.org:team/../evil"),
        ("/srv/projects", "/srv/projects-of-others/wind"),
        ("/srv/projects", "/srv/projects/../secret"),
        ("/srv/projects", "file:///srv/projects/%2e%2e/secret"),
        ("/srv/projects", "srv/projects"),
        ("/srv/projects", "https:/srv/projects"),
        ("https://git.example.org/", "/https://git.example.org/"),
    ],
)
def test_what_only_looks_like_it_is_refused(place: str, uri: str) -> None:
    assert allowed([place], anywhere=False).refusal(job(uri)) is not None


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "mine" / "link").symlink_to(tmp_path / "other")
    mine = allowed([str(tmp_path / "mine")], anywhere=False)
    assert mine.refusal(job(str(tmp_path / "mine"))) is None
    assert mine.refusal(job(str(tmp_path / "mine" / "link"))) is not None


@pytest.mark.parametrize("entry_point", ["../evil.py", "/etc/evil.py", "~/evil.py", "a/../../evil.py"])
def test_an_entry_point_lies_in_its_project(entry_point: str) -> None:
    for accepts in (Allowed(places=(TEAM,)), Allowed(anywhere=True)):
        assert "entry point" in (accepts.refusal(job(TEAM, entry_point)) or "")
    assert Allowed(anywhere=True).refusal(job(TEAM, "scripts/train.py")) is None


def test_anywhere_is_said_in_full_and_means_no_relative_paths() -> None:
    anywhere = allowed([], anywhere=True)
    assert anywhere.refusal(job("https://example.org/x.git")) is None
    assert "relative" in (anywhere.refusal(job("wind")) or "")
    assert ".." in (anywhere.refusal(job("https://example.org/../x")) or "")


@pytest.mark.parametrize("places", [[], [""], [" "], ["relative"], ["-x"], ["."]])
def test_a_place_must_mean_something(places: list[str]) -> None:
    with pytest.raises(InvalidValue, match="--allow"):
        allowed(places, anywhere=False)


@given(st.text(min_size=1, max_size=30))
def test_nothing_of_another_host_is_allowed(rest: str) -> None:
    refusal = Allowed(places=("https://git.example.org",)).refusal(job(f"https://git.example.org{rest}"))
    assert refusal is not None or rest[0] in "/#"
