"""The store contract as a test suite, for every store there is: ours and yours.

A test module that runs it needs a fixture named `store` and the classes; pytest collects them where they are imported:

    import pytest
    from barograph.testing.contract import *

    @pytest.fixture(scope="module")
    def store():
        store = MyStore(...)
        yield store
        store.close()

The fixture may give every test the same store: tests work in experiments and under names of their own and never expect to be alone, so
any scope will do and a store that is slow to start can be shared. A store must begin with the default experiment, and it must not lose what
it keeps between tests.

The contract of backends of projects is a suite of its own, in the module `backends`.

Each class covers one aggregate of `barograph.store.base` or one search, each test one sentence of the contracts. Where stores may
differ, the tests allow it: fields that some protocols cannot tell absent from empty are accepted as either, and the order of params and
tags is free.
"""

import pytest

pytest.register_assert_rewrite(
    *(
        f"{__name__}.{module}"
        for module in (
            "backends",
            "concurrency",
            "experiment_search",
            "experiments",
            "ingest",
            "inputs",
            "jobs",
            "logged_model_search",
            "logged_models",
            "metric_reads",
            "metric_series",
            "metrics",
            "model_changes",
            "model_versions",
            "notes",
            "params_tags",
            "registered_model_search",
            "registered_models",
            "reports",
            "run_activity",
            "run_keys",
            "run_life",
            "run_patterns",
            "run_search",
            "run_table",
            "runs",
            "version_search",
            "views",
        )
    )
)

from barograph.testing.contract.concurrency import TestConcurrency  # noqa: E402  # rewriting must be registered first
from barograph.testing.contract.experiment_search import TestExperimentSearch  # noqa: E402
from barograph.testing.contract.experiments import TestExperiments  # noqa: E402
from barograph.testing.contract.ingest import TestIngest  # noqa: E402
from barograph.testing.contract.inputs import TestInputs, TestOutputs  # noqa: E402
from barograph.testing.contract.jobs import TestAgents, TestJobs  # noqa: E402
from barograph.testing.contract.logged_model_search import TestLoggedModelSearch  # noqa: E402
from barograph.testing.contract.logged_models import TestLoggedModels  # noqa: E402
from barograph.testing.contract.metric_reads import TestMetricReads  # noqa: E402
from barograph.testing.contract.metric_series import TestMetricSeries  # noqa: E402
from barograph.testing.contract.metrics import TestMetrics  # noqa: E402
from barograph.testing.contract.model_changes import TestModelChanges  # noqa: E402
from barograph.testing.contract.model_versions import TestModelVersions  # noqa: E402
from barograph.testing.contract.notes import TestNotes  # noqa: E402
from barograph.testing.contract.params_tags import TestParams, TestTags  # noqa: E402
from barograph.testing.contract.registered_model_search import TestRegisteredModelSearch  # noqa: E402
from barograph.testing.contract.registered_models import TestAliases, TestRegisteredModels  # noqa: E402
from barograph.testing.contract.reports import TestReports  # noqa: E402
from barograph.testing.contract.run_activity import TestRunActivity  # noqa: E402
from barograph.testing.contract.run_keys import TestRunKeys, TestRunValues  # noqa: E402
from barograph.testing.contract.run_life import TestContact, TestSharedRuns  # noqa: E402
from barograph.testing.contract.run_patterns import TestRunPatterns  # noqa: E402
from barograph.testing.contract.run_search import TestRunFilters, TestRunOrder, TestRunPages  # noqa: E402
from barograph.testing.contract.run_table import TestRunCount, TestRunGroups, TestRunTable  # noqa: E402
from barograph.testing.contract.runs import TestRuns  # noqa: E402
from barograph.testing.contract.version_search import TestVersionSearch  # noqa: E402
from barograph.testing.contract.views import TestViews  # noqa: E402

__all__ = [
    "TestAgents",
    "TestAliases",
    "TestConcurrency",
    "TestContact",
    "TestExperimentSearch",
    "TestExperiments",
    "TestIngest",
    "TestInputs",
    "TestJobs",
    "TestLoggedModelSearch",
    "TestLoggedModels",
    "TestMetricReads",
    "TestMetricSeries",
    "TestMetrics",
    "TestModelChanges",
    "TestModelVersions",
    "TestNotes",
    "TestOutputs",
    "TestParams",
    "TestRegisteredModelSearch",
    "TestRegisteredModels",
    "TestReports",
    "TestRunActivity",
    "TestRunCount",
    "TestRunFilters",
    "TestRunGroups",
    "TestRunKeys",
    "TestRunOrder",
    "TestRunPages",
    "TestRunPatterns",
    "TestRunTable",
    "TestRunValues",
    "TestRuns",
    "TestSharedRuns",
    "TestTags",
    "TestVersionSearch",
    "TestViews",
]
