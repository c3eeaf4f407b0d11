from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue, ParamChanged
from barograph.model import Lifecycle, Metric, Run, RunInfo, RunStatus
from barograph.store.remote.batches import batches, check_items, check_params

KEPT = {"kept": "v" * 6_000}


def points(count: int) -> list[Metric]:
    return [Metric(key="m", value=float(n), timestamp_ms=n, step=n) for n in range(count)]


def texts(count: int) -> dict[str, str]:
    return {f"k{n}": str(n) for n in range(count)}


@given(st.integers(0, 3_500), st.integers(0, 350), st.integers(0, 350))
def test_everything_is_sent_once_in_order_within_the_limits(metric_count: int, param_count: int, tag_count: int) -> None:
    metrics, params, tags = points(metric_count), texts(param_count), texts(tag_count)
    parts = list(batches(metrics, params, tags))
    assert [point for part in parts for point in part.metrics] == metrics
    assert [item for part in parts for item in part.params.items()] == list(params.items())
    assert [item for part in parts for item in part.tags.items()] == list(tags.items())
    for part in parts:
        sizes = len(part.metrics), len(part.params), len(part.tags)
        assert sizes[0] <= 1_000
        assert sizes[1] <= 100
        assert sizes[2] <= 100
        assert sum(sizes) <= 1_000
        assert sum(sizes) > 0 or len(parts) == 1


def test_what_fits_is_one_batch() -> None:
    assert len(list(batches(points(800), texts(100), texts(100)))) == 1
    assert len(list(batches((), {}, {}))) == 1


@pytest.mark.parametrize(
    ("metrics", "params", "tags", "named"),
    [
        ([Metric(key="a//b", value=0.0, timestamp_ms=0)], {}, {}, r"metrics\[0\]"),
        ([Metric(key="a", value=0.0, timestamp_ms=-1)], {}, {}, r"metrics\[0\]"),
        ([], {"fine": "", "k" * 251: ""}, {}, r"params\[1\]"),
        ([], {}, {"../x": ""}, r"tags\[0\]"),
    ],
)
def test_an_item_that_would_be_refused_is_named(
    metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str], named: str
) -> None:
    with pytest.raises(InvalidValue, match=named):
        check_items(metrics, params, tags)


def run(lifecycle: Lifecycle = Lifecycle.ACTIVE) -> Run:
    info = RunInfo(
        run_id="r", experiment_id="0", name="n", user_id="", status=RunStatus.RUNNING, start_time_ms=0, artifact_uri="", lifecycle=lifecycle
    )
    return Run(info=info, params=KEPT)


def test_params_are_compared_as_they_would_be_kept() -> None:
    check_params(run(), {"kept": KEPT["kept"] + "cut off", "new": "x"})
    with pytest.raises(ParamChanged, match="kept"):
        check_params(run(), {"kept": "other"})
    with pytest.raises(InvalidValue, match="deleted"):
        check_params(run(Lifecycle.DELETED), {"new": "x"})
