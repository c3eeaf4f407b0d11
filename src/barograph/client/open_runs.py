"""The runs that this process has open: a stack for each thread, and all of them for the end of the process."""

import os
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from barograph.client.notebook import cell
from barograph.entities.logged_model import LoggedModelOutput
from barograph.entities.run import Run
from barograph.entities.run_data import RunData, RunInputs, RunOutputs
from barograph.entities.run_info import RunInfo

if TYPE_CHECKING:
    from barograph.store.wrap.journal.pen import Pen


class ActiveRun(Run):
    """A run that logging goes to until it ends. As a context manager it ends FINISHED, FAILED by an exception, or KILLED by Ctrl-C.

    Its data are a snapshot from the start. Runs left open inside the block end with it.
    """

    def __init__(
        self,
        run_info: RunInfo,
        run_data: RunData | None,
        run_inputs: RunInputs | None = None,
        run_outputs: RunOutputs | None = None,
    ) -> None:
        super().__init__(run_info, run_data, run_inputs, run_outputs)
        self.tracking_uri = ""
        self.shared_id: str | None = None
        self.pen: Pen | None = None  # for points that need no more than writing down
        self.is_joined = False  # another process created it and ends it
        self.cell = cell()
        self.produced: list[LoggedModelOutput] = list(self.outputs.model_outputs)
        self.linked_models = {given.model_id for given in self.inputs.model_inputs} | {made.model_id for made in self.produced}
        self.linked_datasets = {(given.dataset.name, given.dataset.digest) for given in self.inputs.dataset_inputs}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        from barograph.client.run_end import end_through, status_after

        end_through(self, status_after(error).value, error)

    def models_at(self, step: int) -> list[str]:
        """Ids of the models that this run produced at a step."""
        return [made.model_id for made in self.produced if made.step == step]


class OpenRuns:
    """Stacks of open runs, the innermost last."""

    def __init__(self) -> None:
        self._local = threading.local()
        # By identity: threads add and remove at the same time, and each such change of a dictionary is one step.
        self._all: dict[int, ActiveRun] = {}

    @property
    def stack(self) -> list[ActiveRun]:
        """Open runs of this thread."""
        if not hasattr(self._local, "stack"):
            self._local.stack = []
        stack: list[ActiveRun] = self._local.stack
        return stack

    @property
    def innermost(self) -> ActiveRun | None:
        """The run of this thread that was opened last."""
        stack: list[ActiveRun] | None = getattr(self._local, "stack", None)
        return stack[-1] if stack else None

    @property
    def last_ended(self) -> tuple[str, str] | None:
        """Tracking URI and id of the run that ended last in this thread."""
        return getattr(self._local, "last_ended", None)

    def push(self, run: ActiveRun) -> None:
        """Make a run the innermost of this thread."""
        self.stack.append(run)
        self._all[id(run)] = run

    def pop(self) -> ActiveRun:
        """Remove the innermost run of this thread."""
        run = self.stack.pop()
        self._local.last_ended = (run.tracking_uri, run.info.run_id)
        self._all.pop(id(run), None)
        return run

    @property
    def all(self) -> list[ActiveRun]:
        """Every open run of the process, the first opened first."""
        return list(self._all.values())

    def take_all(self) -> list[ActiveRun]:
        """Remove every open run of the process, the last opened first."""
        runs, self._all = self._all, {}
        return list(runs.values())[::-1]

    def note_outputs(self, run_id: str, models: Iterable[LoggedModelOutput]) -> None:
        """Remember the models that an open run produced, so that metrics of the same step are tied to them."""
        added = list(models)
        for run in list(self._all.values()):
            if run.info.run_id == run_id:
                run.produced.extend(added)
                run.linked_models.update(made.model_id for made in added)

    def forked(self) -> None:
        """In a forked child the runs go on, but they are the parent's to end."""
        self._all = {}


open_runs = OpenRuns()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=open_runs.forked)
