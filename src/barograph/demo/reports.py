"""A report over two of the demo's experiments."""

from barograph.model.report import NewReport
from barograph.store.base import Store

_BODY = """\
The network of the turbine inspection was chosen in two steps. All charts and tables below ask for the runs that there are *now*.

## Which optimizer

The sweep tried three. The best trials share one of them:

```barograph-table
experiments: hyper-parameters
title: Mean of the sweep by optimizer
group: params.optimizer
columns: metrics.val_loss, metrics.val_accuracy
```

```barograph-chart
experiments: hyper-parameters
title: Learning rate against loss
kind: scatter
x: params.learning_rate
y: metrics.val_loss
limit: 200
```

## Which network

```barograph-table
experiments: turbine-inspection
title: The five best networks
columns: status, duration, metrics.val/accuracy, metrics:min.val/loss, params.network, params.learning_rate
order: metrics.`val/accuracy` DESC
limit: 5
```

```barograph-chart
experiments: turbine-inspection
title: How they learned
metrics: val/loss, val/accuracy
order: metrics.`val/accuracy` DESC
limit: 5
smooth: 0.6
```

**Taken:** the first one above; it is registered.
"""


def write_report(store: Store) -> None:
    """One report of the whole store."""
    store.create_report(NewReport(title="How the inspection network was chosen", body=_BODY))
