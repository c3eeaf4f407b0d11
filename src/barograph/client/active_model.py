"""The logged model that metrics are about when they name none, for each thread."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from barograph import settings
from barograph.entities.logged_model import LoggedModel

_local = threading.local()


class ActiveModel(LoggedModel):
    """A logged model that is active until the `with` block ends."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        clear_active_model()


def get_active_model_id() -> str | None:
    """Id of this thread's active model, else that of the environment, else None."""
    chosen: str | None = getattr(_local, "model_id", None)
    return chosen or settings.ACTIVE_MODEL_ID.get() or None


def activate(model: LoggedModel) -> ActiveModel:
    """Make a model this thread's active one."""
    _local.model_id = model.model_id
    return ActiveModel(**dict(model))


def clear_active_model() -> None:
    """From now on metrics are about no model unless they name one."""
    _local.model_id = None
    settings.ACTIVE_MODEL_ID.unset()


def remember_last(model_id: str) -> None:
    """Note the model that was logged last in this thread."""
    _local.last_id = model_id


def last_logged(read: Callable[[str], LoggedModel]) -> LoggedModel | None:
    """The model that was logged last in this thread, read again; None if there was none."""
    last: str | None = getattr(_local, "last_id", None)
    return read(last) if last else None
