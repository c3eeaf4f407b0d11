"""Runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from barograph import model
from barograph.entities.run_data import RunData, RunInputs, RunOutputs
from barograph.entities.run_info import RunInfo

if TYPE_CHECKING:
    from barograph.entities.card import Drawing


class RunOrigin(Protocol):
    """Where a run was read, for a card that shows how it stands now."""

    def current(self, run_id: str) -> "Run":
        """The run, read again."""
        ...

    def series(self, run_id: str, keys: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """Values of metrics by step, thinned for a small drawing."""
        ...

    def lost(self, run_ids: Sequence[str]) -> Mapping[str, bool]:
        """Which of some runs have lost contact, as far as that is known."""
        ...

    def link(self, info: RunInfo) -> str | None:
        """Address of the run's page, None if no server shows it."""
        ...

    def show(self, draw: Callable[[], "Drawing"], plain: str) -> bool:
        """Show what is drawn below the cell of a notebook, and anew while it goes on; False where that is not possible."""
        ...


class Run:
    """One execution of training code, as it stood when it was read."""

    def __init__(
        self,
        run_info: RunInfo,
        run_data: RunData | None,
        run_inputs: RunInputs | None = None,
        run_outputs: RunOutputs | None = None,
    ) -> None:
        self._info = run_info
        self._data = run_data or RunData()
        self._inputs = run_inputs or RunInputs([])
        self._outputs = run_outputs or RunOutputs([])
        self._origin: RunOrigin | None = None

    @property
    def info(self) -> RunInfo:
        """Identity and state."""
        return self._info

    @property
    def data(self) -> RunData:
        """Latest metrics, params and tags."""
        return self._data

    @property
    def inputs(self) -> RunInputs:
        """Datasets and models that it read."""
        return self._inputs

    @property
    def outputs(self) -> RunOutputs:
        """Models that it produced."""
        return self._outputs

    @classmethod
    def of(cls, run: model.Run, origin: RunOrigin | None = None) -> Self:
        """The run as a store gives it."""
        made = cls(RunInfo.of(run.info), RunData.of(run), RunInputs.of(run), RunOutputs.of(run))
        made._origin = origin
        return made

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter([("info", self._info), ("data", self._data), ("inputs", self._inputs), ("outputs", self._outputs)])

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if isinstance(other, Run) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._info)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(info={self._info!r}, data={self._data!r}, inputs={self._inputs!r}, outputs={self._outputs!r})"

    def to_dictionary(self) -> dict[str, Any]:
        """The run as plain dictionaries and lists, with the keys info, data, inputs and outputs."""
        return {name: part.to_dictionary() for name, part in self}

    @classmethod
    def from_dictionary(cls, the_dict: Mapping[str, Any]) -> Self:
        """The run of a dictionary that has at least `info` and `data`; inputs and outputs are read when they are there."""
        from barograph.entities.dataset import Dataset, DatasetInput
        from barograph.entities.logged_model import LoggedModelInput, LoggedModelOutput
        from barograph.entities.tag import InputTag

        inputs, outputs = the_dict.get("inputs") or {}, the_dict.get("outputs") or {}
        return cls(
            RunInfo.from_dictionary(the_dict["info"]),
            RunData.from_dictionary(the_dict["data"]),
            RunInputs(
                [
                    DatasetInput(Dataset.from_dictionary(given["dataset"]), [InputTag.from_dictionary(tag) for tag in given["tags"]])
                    for given in inputs.get("dataset_inputs", [])
                ],
                [LoggedModelInput.from_dictionary(given) for given in inputs.get("model_inputs", [])],
            ),
            RunOutputs([LoggedModelOutput.from_dictionary(made) for made in outputs.get("model_outputs", [])]),
        )

    def _repr_html_(self) -> str:
        from barograph.entities.run_card import run_card

        return run_card(self, self._origin).html

    def _ipython_display_(self) -> None:
        from barograph.entities.run_card import run_card

        origin = self._origin
        goes_on = self._info.status in ("RUNNING", "SCHEDULED")
        if origin is None or not goes_on or not origin.show(lambda: run_card(self, origin), repr(self)):
            raise NotImplementedError  # which tells IPython to ask for HTML
