"""Keys and values that runs have: POST runs/keys and runs/values."""

from barograph import model
from barograph.model import View
from barograph.model.run_keys import KeyKind
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64


class SearchRunKeys(Request, kw_only=True):
    """POST runs/keys. Without experiment ids runs of all active experiments are meant."""

    experiment_ids: tuple[str, ...] = ()
    run_view_type: View = View.ACTIVE_ONLY
    kind: KeyKind
    text: str = ""
    max_results: Int64 | None = None

    @classmethod
    def from_model(cls, search: model.RunKeySearch) -> "SearchRunKeys":
        return cls(
            experiment_ids=search.experiment_ids,
            run_view_type=search.view,
            kind=search.kind,
            text=search.text,
            max_results=search.max_results,
        )

    def to_model(self) -> model.RunKeySearch:
        return model.RunKeySearch(
            experiment_ids=self.experiment_ids, view=self.run_view_type, kind=self.kind, text=self.text, max_results=self.max_results
        )


class RunKey(Answer, kw_only=True):
    """A key, and whether it tells runs apart."""

    name: str
    varies: bool


class RunKeys(Answer, kw_only=True):
    """Keys, those that begin with the text first; `more` says that some were cut off."""

    keys: tuple[RunKey, ...]
    more: bool = False

    @classmethod
    def from_model(cls, found: model.RunKeys) -> "RunKeys":
        return cls(keys=tuple([RunKey(name=key.name, varies=key.varies) for key in found.keys]), more=found.more)

    def to_model(self) -> model.RunKeys:
        return model.RunKeys(tuple([model.RunKey(key.name, key.varies) for key in self.keys]), self.more)


class SearchRunValues(Request, kw_only=True):
    """POST runs/values. Without experiment ids runs of all active experiments are meant."""

    experiment_ids: tuple[str, ...] = ()
    run_view_type: View = View.ACTIVE_ONLY
    key: str
    prefix: str = ""
    max_results: Int64 | None = None

    @classmethod
    def from_model(cls, search: model.RunValueSearch) -> "SearchRunValues":
        return cls(
            experiment_ids=search.experiment_ids,
            run_view_type=search.view,
            key=search.key,
            prefix=search.prefix,
            max_results=search.max_results,
        )

    def to_model(self) -> model.RunValueSearch:
        return model.RunValueSearch(
            experiment_ids=self.experiment_ids, view=self.run_view_type, key=self.key, prefix=self.prefix, max_results=self.max_results
        )


class RunValues(Answer, kw_only=True):
    """Values, each once."""

    values: tuple[str, ...]
