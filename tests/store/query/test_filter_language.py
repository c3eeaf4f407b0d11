"""What the filter language accepts and refuses, search by search."""

import pytest

from barograph.errors import InvalidFilter, InvalidValue
from barograph.model.filter import Absence, And, Aspect, Between, Comparison, Entity, Filter, Key, Membership, Not, Operator, Or
from barograph.store.query import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Searchable, parse_filter


def attribute(name: str, operator: str, value: str | float) -> Comparison:
    return Comparison(Key(Entity.ATTRIBUTE, name), Operator(operator), value)


def metric(name: str, operator: str, value: float) -> Comparison:
    return Comparison(Key(Entity.METRIC, name), Operator(operator), value)


def param(name: str, operator: str, value: str | float) -> Comparison:
    return Comparison(Key(Entity.PARAM, name), Operator(operator), value)


def tag(name: str, operator: str, value: str | float) -> Comparison:
    return Comparison(Key(Entity.TAG, name), Operator(operator), value)


def dataset(name: str, operator: str, value: str) -> Comparison:
    return Comparison(Key(Entity.DATASET, name), Operator(operator), value)


def members(name: str, *values: str | float, negated: bool = False, entity: Entity = Entity.ATTRIBUTE) -> Membership:
    return Membership(Key(entity, name), values, negated)


ACCEPTED: list[tuple[Searchable, str, Filter]] = [
    (RUNS, "", And()),
    (RUNS, " \n\t", And()),
    (RUNS, "AND", And()),
    # metrics
    (RUNS, "metrics.acc > 0.5", metric("acc", ">", 0.5)),
    (RUNS, "metrics.acc>0.4", metric("acc", ">", 0.4)),
    (RUNS, "metric.acc != 0.5", metric("acc", "!=", 0.5)),
    (RUNS, "metrics.acc = 0", metric("acc", "=", 0.0)),
    (RUNS, "metrics.acc <= -1.5e-3", metric("acc", "<=", -0.0015)),
    (RUNS, "metrics.acc >= +.5", metric("acc", ">=", 0.5)),
    (RUNS, "metrics.acc < 5.", metric("acc", "<", 5.0)),
    (RUNS, "metrics.acc < 1e400", metric("acc", "<", float("inf"))),
    (RUNS, "metrics.`my metric` > 1", metric("my metric", ">", 1.0)),
    (RUNS, 'metrics."my metric" > 1', metric("my metric", ">", 1.0)),
    (RUNS, "metrics.'my metric' > 1", metric("my metric", ">", 1.0)),
    (RUNS, "metrics.`a.b-c/d:e` > 1", metric("a.b-c/d:e", ">", 1.0)),
    (RUNS, "`metrics`.`x` > 1", metric("x", ">", 1.0)),
    (RUNS, "metrics.val_f1.class0 > 1", metric("val_f1.class0", ">", 1.0)),
    (RUNS, "metrics.like > 1", metric("like", ">", 1.0)),
    # params and tags
    (RUNS, "params.lr = '0.1'", param("lr", "=", "0.1")),
    (RUNS, 'params.lr = "0.1"', param("lr", "=", "0.1")),
    (RUNS, "param.lr = ''", param("lr", "=", "")),
    (RUNS, "parameter.lr like '0%'", param("lr", "LIKE", "0%")),
    (RUNS, "parameters.lr ilike '0_1'", param("lr", "ILIKE", "0_1")),
    (RUNS, "params.lr IS NULL", Absence(Key(Entity.PARAM, "lr"))),
    (RUNS, "params.lr is  not\nnull", Absence(Key(Entity.PARAM, "lr"), negated=True)),
    (RUNS, "tags.env != 'prod'", tag("env", "!=", "prod")),
    (RUNS, "tag.env IS NOT NULL", Absence(Key(Entity.TAG, "env"), negated=True)),
    (RUNS, "tags.mlflow.runName = 'Alpha'", tag("mlflow.runName", "=", "Alpha")),
    (RUNS, "tags.`mlflow.runName` = 'Alpha'", tag("mlflow.runName", "=", "Alpha")),
    (RUNS, "tags.été = 'oui'", tag("été", "=", "oui")),
    (RUNS, "tags.and = 'x'", tag("and", "=", "x")),
    (RUNS, """params.x = "it's" """, param("x", "=", "it's")),
    (RUNS, "params.x = 'it''s'", param("x", "=", "it''s")),
    (RUNS, "params.x = '--a; (b)'", param("x", "=", "--a; (b)")),
    # attributes
    (RUNS, "run_id IN ('x','y')", members("run_id", "x", "y")),
    (RUNS, "attributes.run_id NOT IN ( 'x' , \"y\" )", members("run_id", "x", "y", negated=True)),
    (RUNS, "run_id not in ('x')", members("run_id", "x", negated=True)),
    (RUNS, "run_name = 'a'", attribute("name", "=", "a")),
    (RUNS, "`run name` = 'a'", attribute("name", "=", "a")),
    (RUNS, "attribute.`Run name` = 'a'", attribute("name", "=", "a")),
    (RUNS, "attr.\"Run Name\" = 'a'", attribute("name", "=", "a")),
    (RUNS, "\"run_name\" = 'a'", attribute("name", "=", "a")),
    (RUNS, "run.status = 'running'", attribute("status", "=", "running")),
    (RUNS, "status ILIKE 'fin%'", attribute("status", "ILIKE", "fin%")),
    (RUNS, "user_id LIKE 'a%'", attribute("user_id", "LIKE", "a%")),
    (RUNS, "artifact_uri != ''", attribute("artifact_uri", "!=", "")),
    (RUNS, "start_time >= 1999.5", attribute("start_time_ms", ">=", 1999.5)),
    (RUNS, "start_time > -5", attribute("start_time_ms", ">", -5)),
    (RUNS, "created = 5", attribute("start_time_ms", "=", 5)),
    (RUNS, "Created != 5", attribute("start_time_ms", "!=", 5)),
    (RUNS, "end_time < 1e3", attribute("end_time_ms", "<", 1000.0)),
    (RUNS, "start_time < 99999999999999999999", attribute("start_time_ms", "<", 1e20)),
    # datasets
    (RUNS, "dataset.name = 'a'", dataset("name", "=", "a")),
    (RUNS, "datasets.digest LIKE 'a%'", dataset("digest", "LIKE", "a%")),
    (RUNS, "dataset.context IN ('train')", members("context", "train", entity=Entity.DATASET)),
    (RUNS, "dataset.name NOT IN ('a')", members("name", "a", negated=True, entity=Entity.DATASET)),
    # several clauses
    (RUNS, "metrics.a > 1 AND params.b = 'x'", And((metric("a", ">", 1.0), param("b", "=", "x")))),
    (RUNS, "metrics.a > 1 and metrics.a < 2", And((metric("a", ">", 1.0), metric("a", "<", 2.0)))),
    (RUNS, "metrics.a > 1 metrics.a < 2", And((metric("a", ">", 1.0), metric("a", "<", 2.0)))),
    (RUNS, "params.lr = '0.1' AND", param("lr", "=", "0.1")),
    (RUNS, "AND params.lr = '0.1'", param("lr", "=", "0.1")),
    (RUNS, "metrics.a > 1 AND AND metrics.a < 2", And((metric("a", ">", 1.0), metric("a", "<", 2.0)))),
    # OR, NOT and parentheses
    (RUNS, "metrics.a > 1 OR metrics.a < 0", Or((metric("a", ">", 1.0), metric("a", "<", 0.0)))),
    (
        RUNS,
        "metrics.a > 1 or metrics.a < 0 AND tags.t = 'x' or run_name = 'b'",
        Or((metric("a", ">", 1.0), And((metric("a", "<", 0.0), tag("t", "=", "x"))), attribute("name", "=", "b"))),
    ),
    (
        RUNS,
        "(metrics.a > 1 OR metrics.a < 0) tags.t = 'x'",
        And((Or((metric("a", ">", 1.0), metric("a", "<", 0.0))), tag("t", "=", "x"))),
    ),
    (RUNS, "NOT metrics.a > 1 AND tags.t = 'x'", And((Not(metric("a", ">", 1.0)), tag("t", "=", "x")))),
    (RUNS, "not (metrics.a > 1 AND tags.t = 'x')", Not(And((metric("a", ">", 1.0), tag("t", "=", "x"))))),
    (RUNS, "NOT NOT ((metrics.a > 1))", Not(Not(metric("a", ">", 1.0)))),
    (RUNS, "params.not = 'or' OR tags.or = 'not'", Or((param("not", "=", "or"), tag("or", "=", "not")))),
    # numbers in texts
    (RUNS, "params.lr > 0.01", param("lr", ">", 0.01)),
    (RUNS, "params.lr = 1e-1", param("lr", "=", 0.1)),
    (RUNS, "tags.n != 5", tag("n", "!=", 5.0)),
    (RUNS, "params.lr IN (0.1, 2)", members("lr", 0.1, 2.0, entity=Entity.PARAM)),
    (RUNS, "params.lr NOT BETWEEN -1 AND 1", Between(Key(Entity.PARAM, "lr"), -1.0, 1.0, negated=True)),
    (LOGGED_MODELS, "params.lr >= 0.1", param("lr", ">=", 0.1)),
    # lists, ranges, patterns and absence
    (RUNS, "metrics.a IN (1, 2.5)", members("a", 1.0, 2.5, entity=Entity.METRIC)),
    (RUNS, "status IN ('RUNNING')", members("status", "RUNNING")),
    (RUNS, "tags.t NOT IN ('a')", members("t", "a", negated=True, entity=Entity.TAG)),
    (RUNS, "metrics.a BETWEEN 1 AND 2 AND tags.t = 'x'", And((Between(Key(Entity.METRIC, "a"), 1.0, 2.0), tag("t", "=", "x")))),
    (RUNS, "start_time between 1 and 2", Between(Key(Entity.ATTRIBUTE, "start_time_ms"), 1, 2)),
    (MODEL_VERSIONS, "version_number IN (1, '2')", members("version", 1, 2)),
    (RUNS, "tags.t NOT LIKE 'a%'", Comparison(Key(Entity.TAG, "t"), Operator.LIKE, "a%", negated=True)),
    (RUNS, "tags.t not rlike '^a+$'", Comparison(Key(Entity.TAG, "t"), Operator.RLIKE, "^a+$", negated=True)),
    (EXPERIMENTS, "name RLIKE 'a|b'", attribute("name", "RLIKE", "a|b")),
    (RUNS, "metrics.a IS NULL", Absence(Key(Entity.METRIC, "a"))),
    (RUNS, "end_time IS NOT NULL", Absence(Key(Entity.ATTRIBUTE, "end_time_ms"), negated=True)),
    (LOGGED_MODELS, "source_run_id IS NULL", Absence(Key(Entity.ATTRIBUTE, "source_run_id"))),
    # summaries
    (RUNS, "metrics.val.loss.min < 1", Comparison(Key(Entity.METRIC, "val.loss", Aspect.MIN, "val.loss.min"), Operator.LT, 1.0)),
    (RUNS, "metrics.`loss.min` < 1", metric("loss.min", "<", 1.0)),
    (RUNS, "metrics.`a/b`.count > 5", Comparison(Key(Entity.METRIC, "a/b", Aspect.COUNT), Operator.GT, 5.0)),
    (RUNS, "metrics.min < 1", metric("min", "<", 1.0)),
    (LOGGED_MODELS, "metrics.loss.min < 1", metric("loss.min", "<", 1.0)),
    # experiments
    (EXPERIMENTS, "name = 'a'", attribute("name", "=", "a")),
    (EXPERIMENTS, "attribute.name ilike 'a%'", attribute("name", "ILIKE", "a%")),
    (EXPERIMENTS, "experiment_id = '12'", attribute("experiment_id", "=", "12")),
    (EXPERIMENTS, "experiment_id != '012'", attribute("experiment_id", "!=", "12")),
    (EXPERIMENTS, "experiment_id in ('1', '2')", members("experiment_id", "1", "2")),
    (EXPERIMENTS, "creation_time > 5", attribute("created_ms", ">", 5)),
    (EXPERIMENTS, "last_update_time <= 5", attribute("updated_ms", "<=", 5)),
    (EXPERIMENTS, "tags.a = 'x' AND tag.b IS NULL", And((tag("a", "=", "x"), Absence(Key(Entity.TAG, "b"))))),
    # registered models
    (REGISTERED_MODELS, "name = 'a'", attribute("name", "=", "a")),
    (REGISTERED_MODELS, "attribute.name IN ('a', 'b')", members("name", "a", "b")),
    (REGISTERED_MODELS, "name NOT IN ('a')", members("name", "a", negated=True)),
    (REGISTERED_MODELS, "name like 'a%' and tags.t != 'x'", And((attribute("name", "LIKE", "a%"), tag("t", "!=", "x")))),
    (REGISTERED_MODELS, "tag.`mlflow.prompt.is_prompt` != 'true'", tag("mlflow.prompt.is_prompt", "!=", "true")),
    # model versions
    (MODEL_VERSIONS, "name = 'a'", attribute("name", "=", "a")),
    (MODEL_VERSIONS, "name IN ('a')", members("name", "a")),
    (MODEL_VERSIONS, "run_id = ''", attribute("run_id", "=", "")),
    (MODEL_VERSIONS, "run_id NOT IN ('a')", members("run_id", "a", negated=True)),
    (MODEL_VERSIONS, "source_path LIKE 's3:%'", attribute("source", "LIKE", "s3:%")),
    (MODEL_VERSIONS, "version_number >= 2", attribute("version", ">=", 2)),
    (MODEL_VERSIONS, "version_number = '2'", attribute("version", "=", 2)),
    (MODEL_VERSIONS, "tags.a ILIKE 'x'", tag("a", "ILIKE", "x")),
    # logged models
    (LOGGED_MODELS, "name = 'lmA'", attribute("name", "=", "lmA")),
    (LOGGED_MODELS, "name = lmA", attribute("name", "=", "lmA")),
    (LOGGED_MODELS, "name = my-model.v2", attribute("name", "=", "my-model.v2")),
    (LOGGED_MODELS, 'attributes.name = "lmA"', attribute("name", "=", "lmA")),
    (LOGGED_MODELS, "params.lr = 0.1", param("lr", "=", "0.1")),
    (LOGGED_MODELS, "params.lr IN ('1', 2)", members("lr", "1", "2", entity=Entity.PARAM)),
    (LOGGED_MODELS, "tags.t NOT IN ('1')", members("t", "1", negated=True, entity=Entity.TAG)),
    (LOGGED_MODELS, "metrics.acc > 0.5 name like 'a'", And((metric("acc", ">", 0.5), attribute("name", "LIKE", "a")))),
    (LOGGED_MODELS, "status = 'READY'", attribute("status", "=", "LOGGED_MODEL_READY")),
    (LOGGED_MODELS, "status != 2", attribute("status", "!=", "LOGGED_MODEL_READY")),
    (LOGGED_MODELS, "status = LOGGED_MODEL_PENDING", attribute("status", "=", "LOGGED_MODEL_PENDING")),
    (LOGGED_MODELS, "status IN (1, 'UPLOAD_FAILED')", members("status", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_UPLOAD_FAILED")),
    (LOGGED_MODELS, "status LIKE '%READY'", attribute("status", "LIKE", "%READY")),
    (LOGGED_MODELS, "lifecycle_stage = 'active'", attribute("lifecycle", "=", "active")),
    (LOGGED_MODELS, "creation_timestamp > 5", attribute("created_ms", ">", 5)),
    (LOGGED_MODELS, "creation_time > 5.5", attribute("created_ms", ">", 5.5)),
    (LOGGED_MODELS, "creation_timestamp_ms > 5", attribute("created_ms", ">", 5)),
    (LOGGED_MODELS, "last_updated_timestamp = 5", attribute("updated_ms", "=", 5)),
    (LOGGED_MODELS, "last_updated_timestamp_ms = 5", attribute("updated_ms", "=", 5)),
    (
        LOGGED_MODELS,
        "source_run_id = 'r' AND model_id != 'm'",
        And((attribute("source_run_id", "=", "r"), attribute("model_id", "!=", "m"))),
    ),
    (LOGGED_MODELS, "experiment_id = '1'", attribute("experiment_id", "=", "1")),
    (LOGGED_MODELS, "artifact_location LIKE 'a'", attribute("artifact_location", "LIKE", "a")),
    (
        LOGGED_MODELS,
        "model_type = 'x' status_message = 'y'",
        And((attribute("model_type", "=", "x"), attribute("status_message", "=", "y"))),
    ),
]


@pytest.mark.parametrize(("searchable", "text", "expected"), ACCEPTED, ids=[f"{s.noun}: {t}" for s, t, _ in ACCEPTED])
def test_accepted(searchable: Searchable, text: str, expected: Filter) -> None:
    assert parse_filter(text, searchable) == expected


REFUSED: list[tuple[Searchable, str, int, str]] = [
    # wrong values
    (RUNS, "metrics.acc > '0.5'", 15, "a number without quotes"),
    (RUNS, "metrics.acc > acc", 15, "a number without quotes"),
    (RUNS, "metrics.acc > 1_0", 15, "a number without quotes"),
    (RUNS, "metrics.acc > 0x1F", 15, "a number without quotes"),
    (RUNS, "metrics.acc > ١", 15, "a number without quotes"),
    (RUNS, "params.lr = lr", 13, "a text in quotes or a number without quotes"),
    (RUNS, "params.lr = `0.1`", 13, "a text in quotes"),
    (RUNS, "start_time = '2000'", 14, "number without quotes"),
    (RUNS, "run_id IN (1)", 12, "a text in quotes"),
    (RUNS, "run_id IN ()", 1, "is empty"),
    (RUNS, "run_id IN 'a'", 11, "a list in parentheses"),
    (RUNS, "run_id IN ('a' 'b')", 16, "a comma"),
    (EXPERIMENTS, "experiment_id = 12", 17, "a whole number in quotes"),
    (EXPERIMENTS, "experiment_id = 'x'", 17, "a whole number in quotes"),
    (EXPERIMENTS, "experiment_id IN ('1', 'x')", 24, "a whole number in quotes"),
    (EXPERIMENTS, "creation_time > 5.0", 17, "a whole number without quotes"),
    (EXPERIMENTS, "creation_time > '5'", 17, "a whole number without quotes"),
    (EXPERIMENTS, "creation_time > 9223372036854775808", 17, "a whole number without quotes"),
    (MODEL_VERSIONS, "version_number = 1.0", 18, "a whole number"),
    (LOGGED_MODELS, "metrics.acc > '1'", 15, "a number without quotes"),
    (LOGGED_MODELS, "metrics.acc > high", 15, "a number without quotes"),
    (LOGGED_MODELS, "creation_time > '5'", 17, "number without quotes"),
    # wrong operators
    (RUNS, "metrics.acc == 0.5", 13, "= != < <= > >="),
    (RUNS, "metrics.acc <> 0.5", 13, "= != < <= > >="),
    (RUNS, "metrics.acc LIKE 0.5", 13, "= != < <= > >="),
    (RUNS, "params.x > '1'", 12, "a number without quotes"),
    (RUNS, "start_time LIKE 5", 12, "= != < <= > >="),
    (RUNS, "dataset.name > 'a'", 14, "= != LIKE ILIKE"),
    (EXPERIMENTS, "name > 'a'", 6, "= != LIKE ILIKE"),
    (EXPERIMENTS, "experiment_id LIKE '1'", 15, "= !="),
    (REGISTERED_MODELS, "name IS NULL", 1, "IS NULL does not apply"),
    (LOGGED_MODELS, "name > 'a'", 6, "= != LIKE ILIKE"),
    (RUNS, "params.lr IN ('0.1', 2)", 22, "either texts or numbers"),
    (RUNS, "params.lr BETWEEN 'a' AND 'b'", 19, "a number without quotes"),
    (RUNS, "params.lr LIKE 1", 16, "a text in quotes"),
    (RUNS, "params.lr NOT = 1", 15, "expected LIKE, ILIKE, RLIKE, BETWEEN or IN"),
    (RUNS, "metrics.acc BETWEEN 1", 22, "expected AND, but the text ends"),
    (RUNS, "metrics.acc BETWEEN 1 OR 2", 23, "expected AND, but found 'OR'"),
    (RUNS, "metrics.acc BETWEEN 'a' AND 'b'", 21, "a number without quotes"),
    (RUNS, "status BETWEEN 'A' AND 'B'", 1, "BETWEEN does not apply"),
    (RUNS, "metrics.acc RLIKE 'a'", 13, "RLIKE does not apply"),
    (RUNS, "tags.env RLIKE 'a('", 16, "missing )"),
    (RUNS, "tags.env RLIKE '(a)\\1'", 16, "not valid in RE2"),
    (RUNS, f"tags.env RLIKE '{'a' * 1001}'", 16, "more than the 1000"),
    (RUNS, "tags.env RLIKE '((a{90}){90}){90}'", 16, "not valid in RE2"),
    (RUNS, "run_name IS NULL", 1, "IS NULL does not apply"),
    (EXPERIMENTS, "tags.a = 1", 10, "a text in quotes"),
    (MODEL_VERSIONS, "version_number BETWEEN 1 AND 2.5", 30, "a whole number"),
    (LOGGED_MODELS, "params.a > high", 12, "a number without quotes"),
    (RUNS, "metrics.`loss`.mean > 1", 16, "last, first, min, max, count"),
    (RUNS, "params.`a`.min > 1", 12, "only metrics of runs"),
    (LOGGED_MODELS, "metrics.`loss`.min > 1", 16, "only metrics of runs"),
    # unknown keys and prefixes
    (RUNS, "acc > 0.5", 1, "run_id, run_name"),
    (RUNS, "foo.bar = 'x'", 1, "Valid prefixes are attribute"),
    (RUNS, "PARAMS.x = '1'", 1, "Valid prefixes are attribute"),
    (RUNS, "Metrics.acc > 1", 1, "Valid prefixes are attribute"),
    (RUNS, "STATUS = 'FINISHED'", 1, "run_id, run_name"),
    *(
        (RUNS, f"{name} = 'x'", 1, "run_id, run_name")
        for name in ("experiment_id", "lifecycle_stage", "source_name", "run_uuid", "model_id")
    ),
    (RUNS, "dataset.source = 'x'", 1, "name, digest, context"),
    (EXPERIMENTS, "lifecycle_stage = 'active'", 1, "name, experiment_id"),
    (EXPERIMENTS, "artifact_location = 'x'", 1, "name, experiment_id"),
    (EXPERIMENTS, "params.x = 'x'", 1, "Valid prefixes are attribute, tag, tags"),
    (EXPERIMENTS, "attributes.name = 'x'", 1, "Valid prefixes are attribute, tag, tags"),
    (EXPERIMENTS, "attr.name = 'x'", 1, "Valid prefixes are attribute, tag, tags"),
    *((REGISTERED_MODELS, f"{name} = 'x'", 1, "Valid ones are name") for name in ("creation_timestamp", "description", "run_id")),
    (REGISTERED_MODELS, "aliases.x = '1'", 1, "Valid prefixes"),
    *(
        (MODEL_VERSIONS, f"{name} = 'x'", 1, "name, run_id, source_path, version_number")
        for name in ("current_stage", "creation_timestamp", "model_id", "user_id", "aliases", "version", "source")
    ),
    (LOGGED_MODELS, "model_name = 'x'", 1, "model_id"),
    (LOGGED_MODELS, "attribute.name = 'x'", 1, "Valid prefixes are attributes, metrics, params, tags"),
    (LOGGED_MODELS, "metric.acc > 1", 1, "Valid prefixes are attributes, metrics, params, tags"),
    # grammar
    (RUNS, "params.lr = '0.1' OR", 21, "expected a key, but the text ends"),
    (RUNS, "OR params.lr = '0.1'", 4, "an operator"),
    (RUNS, "params.lr = '0.1' OR AND", 22, "expected a key"),
    (RUNS, "()", 2, "expected a key"),
    (RUNS, "(AND)", 2, "expected a key"),
    (RUNS, "(params.lr = '0.1'", 19, "a closing parenthesis"),
    (RUNS, "params.lr = '0.1')", 18, "expected the end"),
    (RUNS, "NOT", 4, "expected a key"),
    (RUNS, "1 = 1", 1, "expected a key"),
    (RUNS, "'lr' = '0.1'", 1, "expected a key"),
    (RUNS, "params.lr", 10, "the text ends"),
    (RUNS, "params.lr =", 12, "the text ends"),
    (RUNS, "params.lr = '0.1', params.b = 'x'", 18, "expected AND, OR, a key or the end"),
    (RUNS, "params.lr = '0.1'; params.b = 'x'", 18, "';' has no meaning here"),
    (RUNS, "params.lr = '0.1' -- note", 19, "expected AND, OR, a key or the end"),
    (RUNS, "params.lr = 'open", 13, "the quote ' is not closed"),
    (RUNS, "metrics.a-b > 1", 10, "back-ticks"),
    (RUNS, "metrics.my metric > 1", 12, "an operator"),
    (RUNS, "tags.a.`b` = 'x'", 1, "back-ticks"),
    (RUNS, "tags.`` = 'x'", 1, "the key is empty"),
    (RUNS, "tags. = 'x'", 7, "a text in quotes"),
    (RUNS, "`` = 'x'", 1, "the key is empty"),
    (RUNS, "`metrics.acc` > 1", 1, "is no attribute"),
]


@pytest.mark.parametrize(("searchable", "text", "column", "hint"), REFUSED, ids=[f"{s.noun}: {t}" for s, t, _, _ in REFUSED])
def test_refused(searchable: Searchable, text: str, column: int, hint: str) -> None:
    with pytest.raises(InvalidFilter) as caught:
        parse_filter(text, searchable)
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"
    assert hint in caught.value.message
    assert caught.value.column == column


def test_halves_of_surrogate_pairs_are_refused() -> None:
    with pytest.raises(InvalidFilter, match="surrogate"):
        parse_filter("params.a = '\ud800'", RUNS)


def test_only_texts_are_filters() -> None:
    with pytest.raises(InvalidValue, match="must be a text"):
        parse_filter(b"metrics.a > 1", RUNS)  # type: ignore[arg-type]  # what a caller without types may pass
