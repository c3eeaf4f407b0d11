"""Prompts live among the registered models, told apart by a tag, and stay out of sight unless a search asks for them."""

from barograph.model.filter import And, Comparison, Entity, Filter, Key, Operator

PROMPT_TAG = Key(Entity.TAG, "mlflow.prompt.is_prompt")
_ASKED = {(Operator.EQ, "true"), (Operator.NE, "false")}
_DECLINED = {(Operator.NE, "true"), (Operator.EQ, "false")}


def split_prompts(tree: Filter) -> tuple[Filter, bool]:
    """The filter without its clauses on the prompt tag, and whether prompts (True) or ordinary models (False) are searched.

    Prompts are what has the tag with the value `true`; everything else, with or without the tag, is ordinary. `= 'true'` and `!= 'false'`
    ask for prompts; `!= 'true'`, `= 'false'` and no clause on the tag ask for ordinary ones. Other clauses on the tag are left in place.
    """
    clauses = tree.clauses if isinstance(tree, And) else (tree,)
    asked = False
    rest = []
    for clause in clauses:
        wish = (clause.operator, clause.value) if isinstance(clause, Comparison) and clause.key == PROMPT_TAG else None
        if wish in _ASKED:
            asked = True
        elif wish not in _DECLINED:
            rest.append(clause)
    return (rest[0] if len(rest) == 1 else And(tuple(rest))), asked
