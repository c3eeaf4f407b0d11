import math

from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.summary import Point, Summary, combined, summarize

SMALL = st.integers(-2, 2)
VALUES = st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 0.5, -0.5])
ROWS = st.lists(st.tuples(SMALL, SMALL, VALUES), min_size=1, max_size=12)
Row = tuple[int, int, float]


def summary(rows: list[Row]) -> Summary:
    return summarize(*([row[column] for row in rows] for column in range(3)))  # type: ignore[arg-type]  # columns of rows


def naive_last(rows: list[Row]) -> Row:
    """The rule, point by point: strictly greater by step, time and value replaces, NaN counting as 0."""
    best = rows[0]
    for row in rows[1:]:
        if (row[0], row[1], 0.0 if math.isnan(row[2]) else row[2]) > (best[0], best[1], 0.0 if math.isnan(best[2]) else best[2]):
            best = row
    return best


@given(ROWS)
def test_the_last_point_is_what_the_rule_leaves(rows: list[Row]) -> None:
    assert repr(summary(rows).last) == repr(Point(*naive_last(rows)))


@given(ROWS)
def test_nan_is_counted_and_left_out_of_extremes(rows: list[Row]) -> None:
    numbers = [row[2] for row in rows if not math.isnan(row[2])]
    found = summary(rows)
    assert (found.count, found.nan_count) == (len(rows), len(rows) - len(numbers))
    assert (found.least and found.least.value) == (min(numbers) if numbers else None)
    assert (found.greatest and found.greatest.value) == (max(numbers) if numbers else None)


@given(ROWS, ROWS)
def test_summaries_combine_to_the_summary_of_all(earlier: list[Row], later: list[Row]) -> None:
    assert repr(combined(summary(earlier), summary(later))) == repr(summary(earlier + later))
