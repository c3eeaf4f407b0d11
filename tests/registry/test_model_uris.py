"""URIs that name models."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.model import Stage
from barograph.registry.model_uri import LoggedModelUri, RunUri, VersionUri, parse_models_uri, parse_runs_uri
from barograph.registry.stages import parse_archiving_stage, parse_stage

ID = "m-" + "0" * 32
NAMES = st.text(st.characters(exclude_characters="/:@", exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda name: name.strip())


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("models:/Power/12", VersionUri(name="Power", version=12)),
        ("models:/Power/LATEST", VersionUri(name="Power")),
        ("models:/Power/production", VersionUri(name="Power", stage=Stage.PRODUCTION)),
        ("models:/a@b@best", VersionUri(name="a@b", alias="best")),
        ("models:/Wind%20Power/1", VersionUri(name="Wind%20Power", version=1)),
        ("models://profile/Power/1", VersionUri(name="Power", version=1)),
        (f"models:/{ID}", LoggedModelUri(model_id=ID)),
        ("models:/anything", LoggedModelUri(model_id="anything")),
    ],
)
def test_models(uri: str, named: VersionUri | LoggedModelUri) -> None:
    assert parse_models_uri(uri) == named


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("models:/Power/1/sub/file", VersionUri(name="Power", version=1, path="sub/file")),
        ("models:/Power@best/MLmodel", VersionUri(name="Power", alias="best", path="MLmodel")),
        (f"models:/{ID}/MLmodel", LoggedModelUri(model_id=ID, path="MLmodel")),
    ],
)
def test_paths_inside_models_only_where_they_may_be(uri: str, named: VersionUri | LoggedModelUri) -> None:
    assert parse_models_uri(uri, allow_path=True) == named
    with pytest.raises(InvalidValue, match="not allowed here"):
        parse_models_uri(uri)


@pytest.mark.parametrize(
    "uri", ["models:", "models:/", "models:/Power/", "models://Power", "models:/@best", "models:/Power@", "models:/Power/soon"]
)
def test_other_models_are_refused(uri: str) -> None:
    with pytest.raises(InvalidValue):
        parse_models_uri(uri)


@given(NAMES, st.integers(1, 10**9))
def test_any_name_with_a_version(name: str, version: int) -> None:
    assert parse_models_uri(f"models:/{name}/{version}") == VersionUri(name=name, version=version)


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("runs:/r1/model", RunUri(run_id="r1", path="model")),
        ("runs:/r1/a/b/", RunUri(run_id="r1", path="a/b")),
        ("runs:/r1", RunUri(run_id="r1")),
    ],
)
def test_runs(uri: str, named: RunUri) -> None:
    assert parse_runs_uri(uri) == named


@pytest.mark.parametrize("uri", ["runs:/", "runs:", "runs://x"])
def test_other_runs_are_refused(uri: str) -> None:
    with pytest.raises(InvalidValue):
        parse_runs_uri(uri)


def test_stages_in_any_case() -> None:
    assert [parse_stage(text) for text in ("none", "STAGING", "Production", "aRchived")] == list(Stage)
    with pytest.raises(InvalidValue, match="'soon'"):
        parse_stage("soon")
    assert parse_archiving_stage("staging") is Stage.STAGING
    with pytest.raises(InvalidValue, match="Archived"):
        parse_archiving_stage("archived")
