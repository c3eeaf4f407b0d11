"""What a worker does for a trial: call a function within the trial's run, or run a project as it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from barograph.errors import ExecutionFailed, InvalidValue, Unavailable, shown
from barograph.projects.sweeps.spec import Scalar, Target

if TYPE_CHECKING:
    from barograph.client.open_runs import ActiveRun


class PutOff(Unavailable):
    """A trial could not be begun, which is no fault of its parameters: the place where it should run cannot be reached."""


Objective = Callable[[dict[str, Any], "ActiveRun"], "float | None"]
"""Given the trial's parameters and its open run, returns the value that counts, or None if it has logged it."""


class Performer(Protocol):
    """Performs one trial after the other in a worker's process."""

    def perform(self, run_id: str, parameters: Mapping[str, Scalar]) -> float | None:
        """Do a trial as the run, which is ended then. What it raises makes the trial a failed one."""
        ...

    def cancel(self) -> None:
        """End what is being performed, from another thread; the process may end with it."""
        ...


class FunctionPerformer:
    """Calls a function with the trial's run open."""

    def __init__(self, objective: Objective) -> None:
        self._objective = objective

    def perform(self, run_id: str, parameters: Mapping[str, Scalar]) -> float | None:
        from barograph.client.runs import start_run

        with start_run(run_id=run_id) as run:
            value = self._objective(dict(parameters), run)
        if value is None:
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise InvalidValue(f"The objective returned {shown(value)}. Return a number, or log the metric and return nothing.") from None

    def cancel(self) -> None:
        """Nothing but the process's end ends a function. The signal lets the client end the run first."""
        if hasattr(signal, "pthread_kill"):
            # To the thread that the function runs in: another one would take the signal, and the function sleep on.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        else:
            os.kill(os.getpid(), signal.SIGTERM)


class ProjectPerformer:
    """Runs a project as the trial's run, on whichever backend."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._submitted: Any = None
        self._lock = threading.Lock()
        self._cancelled = False

    def __reduce__(self) -> tuple[type[ProjectPerformer], tuple[Target]]:
        return ProjectPerformer, (self._target,)

    def perform(self, run_id: str, parameters: Mapping[str, Scalar]) -> float | None:
        from barograph.projects import run

        target = self._target
        with self._lock:
            self._cancelled = False
        try:
            submitted = run(
                target.uri,
                entry_point=target.entry_point,
                version=target.version,
                parameters={key: str(value) for key, value in {**target.parameters, **parameters}.items()},
                env_manager=target.env_manager,
                backend=target.backend,
                backend_config=dict(target.backend_config),
                run_id=run_id,
                synchronous=False,
            )
        except Unavailable as error:
            raise PutOff(error.message) from None
        with self._lock:
            self._submitted, cancelled = submitted, self._cancelled
        if cancelled:
            submitted.cancel()
        try:
            if not submitted.wait():
                raise ExecutionFailed(f"The project's command ended {submitted.get_status()}.")
        finally:
            with self._lock:
                self._submitted = None
        return None

    def cancel(self) -> None:
        with self._lock:
            self._cancelled, submitted = True, self._submitted
        if submitted is not None:
            submitted.cancel()


def pickled(performer: Performer) -> bytes:
    """What a worker makes the performer of again. Functions of the main program go along whole; those of modules by their names."""
    import cloudpickle  # type: ignore[import-untyped]  # it ships no types

    try:
        content: bytes = cloudpickle.dumps(performer)
    except Exception as error:  # noqa: BLE001  # objects refuse in many ways
        raise InvalidValue(f"The objective cannot be sent to other processes: {error}. Make what it needs within it.") from None
    return content
