"""The search language: texts to filter trees and sort keys.

A superset of MLflow's language. `searchable` says what each kind of thing can be searched by; importing this package loads no parser.
"""

from barograph.store.query.choices import choices_wanted, entity_of, matching, valued_key
from barograph.store.query.fields import Field, is_number, is_whole, parse_fields, parse_grouping
from barograph.store.query.grouping import grouped
from barograph.store.query.keys import field_key
from barograph.store.query.parse import parse_filter, parse_order_by
from barograph.store.query.prompts import split_prompts
from barograph.store.query.searchable import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Searchable
from barograph.store.query.settled import settled, settled_keys

__all__ = [
    "EXPERIMENTS",
    "LOGGED_MODELS",
    "MODEL_VERSIONS",
    "REGISTERED_MODELS",
    "RUNS",
    "Field",
    "Searchable",
    "choices_wanted",
    "entity_of",
    "field_key",
    "grouped",
    "is_number",
    "is_whole",
    "matching",
    "parse_fields",
    "parse_filter",
    "parse_grouping",
    "parse_order_by",
    "settled",
    "settled_keys",
    "split_prompts",
    "valued_key",
]
