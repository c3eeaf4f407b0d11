"""A worker's process: `python -m barograph.projects.sweeps.worker`.

It is told on its standard input what to do and answers on its standard output; what is printed meanwhile goes to standard error. Its input
ends when the sweep's process does, in whatever way that ends: the worker then ends what it runs, and itself with all that it started.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import BinaryIO

import msgspec

from barograph.errors import ExecutionFailed
from barograph.projects.sweeps.frames import Answer, Order, read_frame, write_frame
from barograph.projects.sweeps.performer import Performer, PutOff

_CANCEL_WITHIN_S = 10.0


def main() -> None:
    """Read what performs trials, then perform those that are asked for."""
    orders, answers = _taken_streams()
    performer = _performer(orders, answers)
    if performer is None:
        return
    write_frame(answers, msgspec.json.encode(Answer(ready=True)))
    waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders, waiting, performer), name="barograph-orders", daemon=True).start()
    while (order := waiting.get()) is not None:
        write_frame(answers, msgspec.json.encode(_performed(performer, order)))


def _taken_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, which are taken away from the code that trials run."""
    orders = os.fdopen(os.dup(0), "rb", buffering=0)  # a buffer's lock would be in the way when the process ends while it listens
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    with suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # it is a text file here
    return orders, answers


def _performer(orders: BinaryIO, answers: BinaryIO) -> Performer | None:
    import cloudpickle  # type: ignore[import-untyped]  # it ships no types

    paths, pickled = read_frame(orders), read_frame(orders)
    if paths is None or pickled is None:
        return None
    sys.path[:] = msgspec.json.decode(paths, type=list[str])
    try:
        performer: Performer = cloudpickle.loads(pickled)  # it comes from the process that started this one
    except BaseException as error:  # noqa: BLE001  # whatever it is, the sweep is to know
        write_frame(answers, msgspec.json.encode(Answer(error=_told(error))))
        return None
    return performer


def _performed(performer: Performer, order: Order) -> Answer:
    try:
        value = performer.perform(order.run_id, order.parameters)
    except BaseException as error:  # noqa: BLE001  # a trial may fail in any way, also by sys.exit
        if not isinstance(error, ExecutionFailed | PutOff):  # whose messages say more
            traceback.print_exc()
        return Answer(number=order.number, error=_told(error), is_put_off=isinstance(error, PutOff))
    _flush()
    return Answer(number=order.number, value=None if value is None else repr(value))


def _flush() -> None:
    from barograph.client.session import session

    session.flush()


def _told(error: BaseException) -> str:
    return error.message if isinstance(error, ExecutionFailed | PutOff) else traceback.format_exception_only(error)[-1].strip()


def _listen(orders: BinaryIO, waiting: queue.SimpleQueue[Order | None], performer: Performer) -> None:
    while (content := read_frame(orders)) is not None:
        order = msgspec.json.decode(content, type=Order)
        if order.cancel:
            threading.Thread(target=performer.cancel, name="barograph-cancel", daemon=True).start()
        if order.leave:
            waiting.put(None)
        elif not order.cancel:
            waiting.put(order)
    cancelling = threading.Thread(target=_cancel_all, args=(performer,), daemon=True)
    cancelling.start()
    cancelling.join(_CANCEL_WITHIN_S)
    _end_group()


def _cancel_all(performer: Performer) -> None:
    from barograph.projects.sweeps.performer import FunctionPerformer

    if not isinstance(performer, FunctionPerformer):  # its end is that of the process
        performer.cancel()


def _end_group() -> None:
    """End this process and all that it started, at once."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
