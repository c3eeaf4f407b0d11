"""How an experiment shows itself in a notebook."""

from barograph.entities import Experiment


def card(**tags: str) -> str:
    experiment = Experiment("7", "gales <b>", "s3://bucket/7", "active", tags, creation_time=0)
    return experiment._repr_html_()


def test_texts_are_shown_as_they_are_and_never_as_markup() -> None:
    shown = card(**{"mlflow.note.content": "Why\n<script>alert(1)</script>", "team": "<i>wind</i>", "mlflow.user": "hidden"})
    assert "gales &lt;b&gt;" in shown
    assert "&lt;script&gt;" in shown
    assert "&lt;i&gt;wind" in shown
    assert "<script" not in shown
    assert "hidden" not in shown
    assert "1970-01-01 00:00 UTC" in shown


def test_many_tags_are_cut_with_their_number() -> None:
    shown = card(**{f"t{number:02}": "v" for number in range(15)})
    assert "t11" in shown
    assert "t12" not in shown
    assert "and 3 more" in shown
