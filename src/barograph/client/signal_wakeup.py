"""Signals that come while the main thread is inside native code.

Python calls handlers in the main thread, between two steps of its own. A fit that stays in native code for an hour would put off SIGTERM
for as long. What Python does at once is to write the signal's number to a descriptor, and here a thread reads it.
"""

import os
import signal
import socket
import struct
import threading
from collections.abc import Callable

_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of who wrote, as Linux tells


class SignalWakeup:
    """Calls `told` with the number of each signal, in a thread. On Linux alone, and while nobody else uses the descriptor."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self._told = told
        self._sockets: tuple[socket.socket, socket.socket] | None = None

    def on(self) -> None:
        """Begin; in the main thread."""
        if not hasattr(socket, "SO_PASSCRED"):
            return
        if self._sockets is None:
            self._sockets = read, write = socket.socketpair()
            read.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            write.setblocking(False)
            threading.Thread(target=self._read, args=(read,), name="barograph-signals", daemon=True).start()
        before = signal.set_wakeup_fd(self._sockets[1].fileno(), warn_on_full_buffer=False)
        if before not in (-1, self._sockets[1].fileno()):
            signal.set_wakeup_fd(before)

    def off(self) -> None:
        """End; in the main thread."""
        if self._sockets is None:
            return
        before = signal.set_wakeup_fd(-1)
        if before not in (-1, self._sockets[1].fileno()):
            signal.set_wakeup_fd(before)

    def forked(self) -> None:
        """In a child the thread is gone, and the descriptor is the parent's."""
        self.off()
        if self._sockets is not None:
            for each in self._sockets:
                each.close()
            self._sockets = None

    def _read(self, read: socket.socket) -> None:
        while True:
            numbers, told, _, _ = read.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
            # A child that native code forked writes to the same descriptor. Its signals are not this process's.
            if any(_CREDENTIALS.unpack(data)[0] == os.getpid() for _, kind, data in told if kind == socket.SCM_CREDENTIALS):
                self._told(numbers[0])
