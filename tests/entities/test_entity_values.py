"""Entities: values with MLflow's names."""

import math
import pickle
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph import model
from barograph.entities import (
    Experiment,
    FileInfo,
    LifecycleStage,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    Param,
    Run,
    RunStatus,
    RunTag,
    SourceType,
    ViewType,
)
from barograph.entities.card import Drawing
from barograph.entities.logged_model import final_status
from barograph.entities.model_registry import ModelVersion, RegisteredModel
from barograph.entities.run_card import run_card
from barograph.entities.sparkline import sparkline
from barograph.exceptions import MlflowException

RUN = model.Run(
    info=model.RunInfo(
        run_id="a" * 32,
        experiment_id="7",
        name="gale-1",
        user_id="ada",
        status=model.RunStatus.FINISHED,
        start_time_ms=1000,
        end_time_ms=3500,
        artifact_uri="/files",
    ),
    metrics=(model.Metric(key="m", value=0.5, timestamp_ms=1, step=3),),
    params={"p": "1"},
    tags={"t": "x"},
    dataset_inputs=(
        model.DatasetInput(dataset=model.Dataset(name="farm", digest="d", source_type="local", source="{}"), tags={"use": "train"}),
    ),
    model_inputs=("m-1",),
    model_outputs=(model.ModelOutput(model_id="m-2", step=4),),
)


def test_a_run_as_dictionary_and_back() -> None:
    run = Run.of(RUN)
    plain = run.to_dictionary()
    assert plain["info"] == {
        "run_id": "a" * 32, "experiment_id": "7", "user_id": "ada", "status": "FINISHED", "start_time": 1000, "end_time": 3500,
        "lifecycle_stage": "active", "artifact_uri": "/files", "run_name": "gale-1",
    }  # fmt: skip
    assert plain["data"] == {"metrics": {"m": 0.5}, "params": {"p": "1"}, "tags": {"t": "x"}}
    assert plain["inputs"]["model_inputs"] == [{"model_id": "m-1"}]
    assert plain["inputs"]["dataset_inputs"][0]["dataset"]["name"] == "farm"
    assert plain["outputs"] == {"model_outputs": [{"model_id": "m-2", "step": 4}]}
    assert Run.from_dictionary(plain) == run
    assert Run.of(RUN) == run
    assert pickle.loads(pickle.dumps(run)) == run
    assert dict(run.info)["status"] == "FINISHED"
    assert "gale-1" in repr(run)


@pytest.mark.parametrize(
    "entity",
    [
        Param("k", "v"),
        RunTag("k", "v"),
        Metric("k", math.nan, 1, 2),
        Experiment("0", "Default", "/x", "active", {"a": "b"}),
        FileInfo("a/b", False, 3),
        ModelVersion("wind", 1, 5, aliases=["champion"]),
        RegisteredModel("wind", 5, aliases={"champion": "1"}),
        LoggedModel("0", "m-1", "forest", "/x", 1, 2),
    ],
)
def test_entities_are_values(entity: Any) -> None:
    assert pickle.loads(pickle.dumps(entity)) == entity
    assert type(entity).from_dictionary(dict(entity)) == entity
    name = next(iter(dict(entity)))
    with pytest.raises(AttributeError):
        setattr(entity, name, "other")


def test_numbers_and_names() -> None:
    assert (RunStatus.FINISHED, ViewType.ACTIVE_ONLY, SourceType.LOCAL) == (3, 1, 4)
    assert (RunStatus.to_string(4), RunStatus.from_string("KILLED")) == ("FAILED", 5)
    assert [RunStatus.is_terminated(status) for status in RunStatus.all_status()] == [False, False, True, True, True]
    assert (ViewType.from_string("all"), ViewType.to_string(2)) == (3, "deleted_only")
    assert (SourceType.from_string("JOB"), SourceType.to_string(1)) == (2, "NOTEBOOK")
    assert str(LoggedModelStatus.READY) == "READY"
    assert LifecycleStage.view_type_to_stages(ViewType.ALL) == ["active", "deleted"]
    assert LifecycleStage.matches_view_type(1, "active")
    assert not LifecycleStage.matches_view_type(1, "deleted")
    assert LifecycleStage.is_valid("deleted")


@pytest.mark.parametrize(
    "call", [lambda: RunStatus.from_string("DONE"), lambda: RunStatus.to_string(9), lambda: ViewType.from_string("some"),
             lambda: SourceType.from_string("BOOK"), lambda: final_status("PENDING"), lambda: final_status(3)],
)  # fmt: skip
def test_unknown_names_are_refused(call: Any) -> None:
    with pytest.raises(MlflowException, match="Invalid") as refused:
        call()
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


class Origin:
    """A place that gives a fixed series and a link of any kind."""

    def __init__(self, link: str | None, error: Exception | None = None) -> None:
        self.address = link
        self.error = error

    def current(self, run_id: str) -> Run:
        if self.error:
            raise self.error
        return Run.of(RUN)

    def series(self, run_id: str, keys: Sequence[str]) -> dict[str, list[float]]:
        if self.error:
            raise self.error
        return {key: [1.0, 3.0, 2.0] for key in keys}

    def lost(self, run_ids: Sequence[str]) -> dict[str, bool]:
        return dict.fromkeys(run_ids, True)

    def show(self, draw: Callable[[], Drawing], plain: str) -> bool:
        return False

    def link(self, info: Any) -> str | None:
        return self.address


def test_the_card_shows_the_run() -> None:
    card, goes_on = run_card(Run.of(RUN), Origin("http://127.0.0.1:1/#/x"))
    assert not goes_on
    for text in ("gale-1", "finished", "2.5 s", "0.5", "polyline", 'href="http://127.0.0.1:1/#/x"'):
        assert text in card
    assert "<a " not in run_card(Run.of(RUN), Origin("javascript:alert(1)")).html
    assert "gale-1" in run_card(Run.of(RUN), Origin(None, OSError("gone"))).html


def test_links_lead_to_pages_only() -> None:
    for address in ("//evil.example", "data:text/html,x", "/\\evil.example", "javascript:alert(1)"):
        assert "<a " not in run_card(Run.of(RUN), Origin(address)).html
    assert 'href="/user/ada/proxy/1/#/x"' in run_card(Run.of(RUN), Origin("/user/ada/proxy/1/#/x")).html


def test_a_run_that_goes_on_says_of_when_it_is_and_whether_contact_is_lost() -> None:
    info = msgspec.structs.replace(RUN.info, status=model.RunStatus.RUNNING, end_time_ms=None)
    running = Run.of(msgspec.structs.replace(RUN, info=info))
    card, goes_on = run_card(running)
    assert goes_on
    assert "● running" in card
    assert "as of 2" in card
    gone = run_card(running, Origin(None, OSError("gone"))).html
    assert "● lost contact" in gone


@given(st.text(), st.text(), st.text())
def test_no_text_becomes_markup(name: str, key: str, value: str) -> None:
    run = Run.of(RUN)
    plain = run.to_dictionary()
    plain["info"]["run_name"] = f"<i>{name}"
    plain["data"] = {"metrics": {f"<i>{key}": 1.0}, "params": {f"<i>{key}": f"<i>{value}"}, "tags": {}}
    assert "<i" not in run_card(Run.from_dictionary(plain)).html


@given(st.lists(st.floats(), max_size=30))
def test_sparklines_stay_in_their_box(values: list[float]) -> None:
    drawing = sparkline(values)
    finite = [value for value in values if math.isfinite(value)]
    assert bool(drawing) == (len(finite) >= 2)
    if drawing:
        points = [point.split(",") for point in drawing.split('points="')[1].split('"')[0].split()]
        assert len(points) == len(finite)
        assert all(0 <= float(x) <= 80 and 0 <= float(y) <= 18 for x, y in points)
