"""Messages: what they leave out, and that domain values survive the way over the wire and back."""

import math
import pkgutil
from importlib import import_module
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import barograph.wire
from barograph import model
from barograph.errors import BadRequest, InvalidValue
from barograph.wire import batch, experiments, logged_models, metrics, model_versions, registered_models, runs, scalars, tags
from barograph.wire.message import Answer, Request

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
filled = text.filter(bool)
times = st.integers(0, 2**63 - 1)
steps = st.integers(-(2**63), 2**63 - 1)
mappings = st.dictionaries(filled, text, max_size=4)
doubles = st.floats(allow_nan=True, allow_infinity=True)
optional = st.none() | filled
points = st.builds(model.Metric, key=filled, value=doubles, timestamp_ms=times, step=steps)
run_infos = st.builds(
    model.RunInfo, run_id=filled, experiment_id=filled, name=text, user_id=text, status=st.sampled_from(model.RunStatus),
    start_time_ms=times, end_time_ms=st.none() | times, artifact_uri=text, lifecycle=st.sampled_from(model.Lifecycle),
)  # fmt: skip
datasets = st.builds(
    model.DatasetInput,
    dataset=st.builds(model.Dataset, name=filled, digest=text, source_type=text, source=text, schema=optional, profile=optional),
    tags=mappings,
)
whole_runs = st.builds(
    model.Run, info=run_infos, metrics=st.lists(points, max_size=3).map(tuple), params=mappings, tags=mappings,
    dataset_inputs=st.lists(datasets, max_size=2).map(tuple), model_inputs=st.lists(filled, max_size=2).map(tuple),
    model_outputs=st.lists(st.builds(model.ModelOutput, model_id=filled, step=steps), max_size=2).map(tuple),
)  # fmt: skip
versions = st.builds(
    model.ModelVersion, name=filled, version=st.integers(1, 10**9), created_ms=times, updated_ms=times.filter(bool), source=filled,
    storage_location=st.just(""), stage=st.sampled_from(model.Stage), run_id=optional, run_link=optional, description=optional,
    user_id=optional, model_id=optional, status=st.sampled_from(model.VersionStatus), status_message=optional, tags=mappings,
    aliases=st.lists(filled, max_size=2).map(tuple),
).map(lambda version: msgspec.structs.replace(version, storage_location=version.source))  # fmt: skip
registered = st.builds(
    model.RegisteredModel, name=filled, created_ms=times, updated_ms=times.filter(bool), description=optional,
    latest_versions=st.lists(versions, max_size=2).map(tuple), tags=mappings,
    aliases=st.dictionaries(filled, st.integers(1, 99), max_size=3),
)  # fmt: skip
model_points = st.builds(
    model.ModelMetric, model_id=filled, run_id=filled, key=filled, value=doubles, timestamp_ms=times, step=steps, dataset_name=optional,
    dataset_digest=optional,
)  # fmt: skip
logged = st.builds(
    model.LoggedModel, model_id=filled, experiment_id=filled, name=filled, artifact_location=text, created_ms=times, updated_ms=times,
    status=st.sampled_from(model.LoggedModelStatus), status_message=optional, model_type=optional, source_run_id=optional, params=mappings,
    tags=mappings, metrics=st.lists(model_points, max_size=2).map(tuple),
)  # fmt: skip
trials = st.builds(
    model.Experiment, experiment_id=filled, name=filled, artifact_location=text, lifecycle=st.sampled_from(model.Lifecycle),
    created_ms=times, updated_ms=times, tags=mappings,
)  # fmt: skip


def over_the_wire(kind: Any, value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(kind.from_model(value)), type=kind).to_model()


def same(one: Any, other: Any) -> bool:
    """Equality that takes NaN for equal to itself."""
    return repr(msgspec.to_builtins(one)) == repr(msgspec.to_builtins(other))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (runs.Run, whole_runs),
        (model_versions.ModelVersion, versions),
        (logged_models.LoggedModel, logged),
        (experiments.Experiment, trials),
        (metrics.LogMetric, points),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
@given(data=st.data())
def test_values_survive(kind: Any, values: st.SearchStrategy[Any], data: st.DataObject) -> None:
    value = data.draw(values)
    if kind is metrics.LogMetric:
        sent = msgspec.json.decode(msgspec.json.encode(metrics.LogMetric.from_model("r", value)), type=kind)
        assert same(sent.to_model(), value)
    else:
        assert same(over_the_wire(kind, value), value)


@given(registered)
def test_registered_models_survive_with_aliases_in_order(value: model.RegisteredModel) -> None:
    back = over_the_wire(registered_models.RegisteredModel, value)
    assert list(back.aliases) == sorted(value.aliases)
    assert same(
        msgspec.structs.replace(back, aliases=dict(sorted(value.aliases.items()))), msgspec.structs.replace(value, aliases=back.aliases)
    )


@given(st.lists(points, max_size=5), mappings, mappings)
def test_batches_survive(given_points: list[model.Metric], params: dict[str, str], given_tags: dict[str, str]) -> None:
    sent = msgspec.json.encode(batch.LogBatch.from_model("r", metrics=given_points, params=params, tags=given_tags))
    read = msgspec.json.decode(sent, type=batch.LogBatch)
    assert same([metric.to_model() for metric in read.metrics], given_points)
    assert tags.to_mapping(read.tags) == given_tags


@given(doubles)
def test_doubles_survive(value: float) -> None:
    back = scalars.from_wire(msgspec.json.decode(msgspec.json.encode(scalars.to_wire(value)), type=scalars.Double))
    assert math.isnan(back) if math.isnan(value) else back == value


@pytest.mark.parametrize("value", ["", "nan", "inf", "1_0", " 1", "1e400", "x", "0x10", "١"])
def test_texts_that_are_no_doubles(value: str) -> None:
    if value == "١":  # a digit to Python, and to nobody else who reads JSON numbers
        assert scalars.from_wire(value) == 1.0
    else:
        with pytest.raises(InvalidValue):
            scalars.from_wire(value)


def test_unset_and_empty_fields_are_left_out() -> None:
    info = model.RunInfo(
        run_id="r", experiment_id="0", name="n", user_id="", status=model.RunStatus.RUNNING, start_time_ms=0, artifact_uri="u"
    )
    wire = msgspec.to_builtins(runs.Run.from_model(model.Run(info=info)))
    assert wire["data"] == wire["inputs"] == wire["outputs"] == {}
    assert (wire["info"]["user_id"], wire["info"]["start_time"]) == ("", 0)
    assert "end_time" not in wire["info"]
    assert msgspec.to_builtins(runs.RunsFound()) == {}


def test_answers_of_newer_servers_are_read() -> None:
    body = b'{"experiment":{"experiment_id":"0","name":"n","lifecycle_stage":"active","workspace":"default"},"more":1}'
    assert msgspec.json.decode(body, type=experiments.ExperimentFound).experiment.to_model().name == "n"


def test_tags_given_twice() -> None:
    twice = (tags.Tag("a", "1"), tags.Tag("a", "2"))
    assert tags.to_mapping(twice) == {"a": "2"}
    with pytest.raises(BadRequest, match="'a'"):
        tags.to_unique_mapping(twice)


def test_every_message_is_frozen_and_leaves_out_defaults() -> None:
    modules = [import_module(f"barograph.wire.{found.name}") for found in pkgutil.iter_modules(barograph.wire.__path__)]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, (Request, Answer))}
    assert len(kinds) > 80
    for kind in kinds:
        assert kind.__struct_config__.frozen
        assert kind.__struct_config__.omit_defaults
        assert kind.__struct_config__.forbid_unknown_fields is issubclass(kind, Request)
