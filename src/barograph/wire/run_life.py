"""Heartbeats, contact, and runs that several processes share: Barograph's own routes."""

from barograph import model
from barograph.model import ContactState
from barograph.wire.message import Answer, Request
from barograph.wire.runs import Run, RunDescription, described
from barograph.wire.scalars import Int64, Required


class Heartbeat(Request, kw_only=True):
    """POST runs/heartbeat: the writers of these runs are alive, and say so again within `period_ms`."""

    run_ids: tuple[str, ...] = ()
    period_ms: Int64


class GetContact(Request, kw_only=True):
    """GET runs/contact: of at most 1,000 runs."""

    run_ids: tuple[str, ...] = ()


class Contact(Answer, kw_only=True):
    """The last heartbeat of a run by the server's clock; LOST after two missed ones."""

    run_id: str
    state: ContactState
    last_ms: int | None = None
    period_ms: int | None = None

    @classmethod
    def from_model(cls, contact: model.Contact) -> "Contact":
        return cls(run_id=contact.run_id, state=contact.state, last_ms=contact.last_ms, period_ms=contact.period_ms)

    def to_model(self) -> model.Contact:
        return model.Contact(run_id=self.run_id, state=self.state, last_ms=self.last_ms, period_ms=self.period_ms)


class Contacts(Answer, kw_only=True):
    """Contacts in the order asked for, without unknown runs."""

    contacts: tuple[Contact, ...] = ()


class JoinRun(RunDescription, kw_only=True):
    """POST runs/join: the run that everyone who names this id gets, created from the other fields by the first."""

    shared_id: Required

    @classmethod
    def from_model(cls, new: model.NewRun, shared_id: str) -> "JoinRun":
        return cls(shared_id=shared_id, **described(new))


class RunJoined(Answer, kw_only=True):
    """The run, and whether this call created it."""

    run: Run
    created: bool = False
