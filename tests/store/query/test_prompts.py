import pytest

from barograph.model.filter import And
from barograph.store.query import REGISTERED_MODELS, parse_filter, split_prompts

TAG = "tags.`mlflow.prompt.is_prompt`"


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("", False),
        (f"{TAG} = 'true'", True),
        (f"{TAG} != 'false'", True),
        (f"{TAG} != 'true'", False),
        (f"{TAG} = 'false'", False),
        (f"name = 'a' AND {TAG} = 'true'", True),
        (f"name = 'a' AND {TAG} != 'true'", False),
        ("name = 'a'", False),
    ],
)
def test_the_prompt_clause_is_taken_out(text: str, prompts: bool) -> None:
    rest, asked = split_prompts(parse_filter(text, REGISTERED_MODELS))
    assert asked is prompts
    assert rest == (parse_filter("name = 'a'", REGISTERED_MODELS) if "name" in text else And())


def test_other_clauses_on_the_tag_stay() -> None:
    tree = parse_filter(f"{TAG} LIKE 't%'", REGISTERED_MODELS)
    assert split_prompts(tree) == (tree, False)
