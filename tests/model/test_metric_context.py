import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.model.limits import MAX_KEY, check_key
from barograph.model.metric_context import contextual_name, key_and_context

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
KEY = st.from_regex(r"[\w.\-: /]{1,20}", fullmatch=True)
ODD_NAME = st.from_regex(r"[ab :/.2F0]{1,20}", fullmatch=True)


@pytest.mark.parametrize(
    ("key", "context", "name"),
    [
        ("loss", None, "loss"),
        ("loss", {}, "loss"),
        ("loss", {"subset": "val"}, "loss subset:val"),
        ("loss", {"subset": "val", "fold": 3}, "loss fold:3 subset:val"),
        ("val loss", {"a b": "x:y/z"}, "val loss a/20b:x/3Ay/2Fz"),
        ("loss", {"träger": "größe", "x": 1.5, "y": True}, "loss träger:größe x:1.5 y:True"),
        ("loss", {"to": "→"}, "loss to:/E2/86/92"),
    ],
)
def test_names_are_the_key_and_the_context_in_order(key: str, context: dict[str, object], name: str) -> None:
    assert contextual_name(key, context) == name
    assert key_and_context(name) == (key, {item: str(value) for item, value in (context or {}).items()})


@given(KEY, st.dictionaries(TEXT, TEXT, max_size=3))
def test_a_name_tells_its_key_and_context_and_is_a_valid_key(key: str, context: dict[str, str]) -> None:
    try:
        check_key(key)
        name = contextual_name(key, context)
    except InvalidValue:
        return
    if context:
        assert key_and_context(name) == (key, context)
    check_key(name)
    assert len(name) <= MAX_KEY


@given(ODD_NAME)
def test_any_name_has_one_reading(name: str) -> None:
    key, context = key_and_context(name)
    assert contextual_name(key, context) == name
    assert context or key == name


@pytest.mark.parametrize("name", ["time 12:30 11:00", "a b:c b:d", "a b:/20/", "a b:/2f", "a b:/C3", "a b", "a:b", "a b:/41"])
def test_other_names_are_plain(name: str) -> None:
    assert key_and_context(name) == (name, {})


@pytest.mark.parametrize(
    ("key", "context", "problem"),
    [
        ("loss", {"subset": ""}, "empty"),
        ("loss", {"": "val"}, "empty"),
        ("loss", {1: "val"}, "Names are texts"),
        ("loss", {"subset": ["val"]}, "texts or numbers"),
        ("loss", "val", "Give a mapping"),
        ("loss", (), "Give a mapping"),
        ("loss subset:val", {"fold": 1}, "ends like a context"),
        ("loss", {"subset": "v" * 250}, "characters where 250 are allowed"),
        ("loss", {"subset": "\ud800"}, "surrogate"),
    ],
)
def test_what_has_no_name_is_refused(key: str, context: dict[str, object], problem: str) -> None:
    with pytest.raises(InvalidValue, match=re.escape(problem)):
        contextual_name(key, context)
