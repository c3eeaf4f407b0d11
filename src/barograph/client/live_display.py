"""What stands below cells of a notebook and may change: runs that go on, experiments, comparisons.

One thread draws all of it anew and sends it to the notebook, so it changes while a cell is busy, without widgets or scripts. Each drawing
is whole, and the last one is what the notebook keeps. It asks at most once a second, more seldom what is older or slow to answer. When a
cell ends, what it changed is drawn before the notebook goes on.
"""

import atexit
import logging
import math
import os
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from barograph import settings
from barograph.client import notebook
from barograph.entities.card import Drawing

_MOST = 12
_PERIOD_S, _LONGEST_PERIOD_S = 1.0, 30.0
_SHARE_OF_AGE = 0.01
_TIMES_ITS_COST = 20.0
_QUICK_S = 0.2
_CELL_WAITS_S = 0.5
_ENDS_AFTER_S = 7 * 86_400.0
_LOG = logging.getLogger(__name__)


class _Display:
    """One place below a cell. `due_s`, when the next drawing is due, is infinite during one.

    `cost_s` is what the quicker of the last two drawings took: a library that is imported for one makes it slow once.
    """

    def __init__(self, publisher: Any, draw: Callable[[], Drawing], plain: str) -> None:
        self._publisher = publisher
        self._draw = draw
        self._plain = plain
        self._id = uuid4().hex
        self._html: str | None = None
        self._shown_s = time.monotonic()
        self.due_s = math.inf
        self.cost_s = self._took_s = 0.0
        self.goes_on = True

    def refresh(self) -> None:
        """Draw it, and show it if it is another than before."""
        began_s = time.monotonic()
        drawing = self._draw()
        before_s, self._took_s = self._took_s, time.monotonic() - began_s
        self.cost_s = min(before_s, self._took_s)
        self.goes_on = drawing.goes_on and began_s - self._shown_s < _ENDS_AFTER_S
        if drawing.html == self._html:
            return
        data = {"text/plain": self._plain, "text/html": drawing.html}
        is_new, self._html = self._html is None, drawing.html
        self._publisher.publish(data=data, metadata={}, transient={"display_id": self._id}, update=not is_new)

    def refresh_quietly(self) -> None:
        """The same from the thread, where nobody would see an error. A display that cannot be drawn stays and is tried seldom."""
        try:
            self.refresh()
        except Exception as error:  # noqa: BLE001  # whatever it is, the notebook goes on
            _LOG.debug("A display was not drawn anew: %s", error)
            self.cost_s = self._took_s = _LONGEST_PERIOD_S

    def schedule(self) -> None:
        """Say when to draw it next, unless somebody has said so during the drawing."""
        if math.isinf(self.due_s):
            now_s = time.monotonic()
            period_s = max(_PERIOD_S, _SHARE_OF_AGE * (now_s - self._shown_s), _TIMES_ITS_COST * self.cost_s)
            self.due_s = now_s + min(_LONGEST_PERIOD_S, period_s)


class LiveDisplays:
    """The displays of this process, the newest last; beyond a dozen the oldest stay as they are."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Be as new: a forked child has no thread, and the displays are its parent's."""
        self._changed = threading.Condition()
        self._settled = threading.Event()
        self._displays: list[_Display] = []
        self._thread: threading.Thread | None = None
        self._hooked: Any = None
        self._is_ending = False

    def show(self, draw: Callable[[], Drawing], plain: str) -> bool:
        """Draw and show something below the running cell, and anew while it goes on. False, without drawing, where this is no notebook."""
        if not notebook.in_notebook() or not settings.LIVE_DISPLAYS.get():
            return False
        shell: Any = notebook.shell()
        publisher = shell.display_pub
        if getattr(publisher, "pub_socket", None) is None:  # the cell's output is captured: nothing would show what comes later
            return False
        display = _Display(publisher, draw, plain)
        display.refresh()
        if display.goes_on:
            self._keep(display, shell)
        return True

    def _keep(self, display: _Display, shell: Any) -> None:
        with self._changed:
            display.schedule()
            self._displays = [*self._displays, display][-_MOST:]
            if self._hooked is not shell:
                self._hooked = shell
                shell.events.register("post_run_cell", self._cell_ended)
                atexit.register(self._end)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="barograph-displays", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _cell_ended(self, _result: object = None) -> None:
        """Let the thread draw what is quick to draw, and wait for it a moment: a notebook may be saved as soon as its last cell ends."""
        with self._changed:
            quick = [display for display in self._displays if display.cost_s < _QUICK_S]
            if not quick:
                return
            for display in quick:
                display.due_s = 0.0
            self._settled.clear()
            self._changed.notify()
        self._settled.wait(_CELL_WAITS_S)

    def _end(self) -> None:
        """Draw no more: stores close next, and would be opened again."""
        with self._changed:
            self._is_ending = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_CELL_WAITS_S)

    def _run(self) -> None:
        while (display := self._next()) is not None:
            display.refresh_quietly()
            with self._changed:
                display.schedule()
                if not display.goes_on:
                    self._displays = [other for other in self._displays if other is not display]

    def _next(self) -> _Display | None:
        """Wait for the next display to draw; None when the process ends."""
        with self._changed:
            while not self._is_ending:
                now_s = time.monotonic()
                first = min(self._displays, key=lambda display: display.due_s, default=None)
                if first is not None and first.due_s <= now_s:
                    first.due_s = math.inf
                    return first
                self._settled.set()
                self._changed.wait(first.due_s - now_s if first is not None else None)
            self._settled.set()
            return None


displays = LiveDisplays()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=displays.reset)
