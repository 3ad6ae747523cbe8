"""Tells when a program's window is usable, seen from outside: from the X server.

A window is usable when it is mapped and answers a ping (``_NET_WM_PING``). Qt answers in the order
of events, so it has painted itself by then.
https://specifications.freedesktop.org/wm-spec/latest-single/#_NET_WM_PING
"""

from __future__ import annotations

import ctypes
import select
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CLIENT_MESSAGE = 33
_MAP_NOTIFY = 19
# Qt sends its answer to those who hear of the root window, windows come to those who hear of
# its children.
_HEARD = (1 << 17) | (1 << 19)
_SECONDS = 60


class _Map(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("override", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("kind", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class _Event(ctypes.Union):
    _fields_ = (
        ("type", ctypes.c_int),
        ("map", _Map),
        ("message", _Message),
        ("room", ctypes.c_long * 24),
    )


class Screen:
    """A connection to a display that hears which windows come.

    It is kept while programs come and go: a server that the last one leaves starts anew.
    """

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        opened = self._x.XOpenDisplay(display.encode())
        if opened is None:
            raise OSError(f"There is no display {display}.")
        self._display = ctypes.c_void_p(opened)
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._root = self._x.XDefaultRootWindow(self._display)
        self._x.XInternAtom.restype = ctypes.c_ulong
        self._protocols = self._atom("WM_PROTOCOLS")
        self._ping = self._atom("_NET_WM_PING")
        self._x.XSelectInput(self._display, ctypes.c_ulong(self._root), ctypes.c_long(_HEARD))
        self.forget()

    def forget(self) -> None:
        """Take no notice of what came so far."""
        self._x.XSync(self._display, 1)

    def close(self) -> None:
        """Hear nothing more."""
        self._x.XCloseDisplay(self._display)

    def usable(self) -> float:
        """Wait for the next window, and then for its answer; when that came."""
        while (event := self._next()).type != _MAP_NOTIFY or event.map.override:
            pass
        window = event.map.window
        message = _Event()
        message.message = _Message(
            type=_CLIENT_MESSAGE, window=window, kind=self._protocols, format=32
        )
        message.message.data[0] = self._ping
        message.message.data[2] = window
        self._x.XSendEvent(
            self._display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message)
        )
        while (event := self._next()).type != _CLIENT_MESSAGE or event.message.data[2] != window:
            pass
        return time.perf_counter()

    def _next(self) -> _Event:
        self._x.XFlush(self._display)
        while not self._x.XPending(self._display):
            number = self._x.XConnectionNumber(self._display)
            if not select.select([number], [], [], _SECONDS)[0]:
                raise TimeoutError("No window came, or it gave no answer.")
        event = _Event()
        self._x.XNextEvent(self._display, ctypes.byref(event))
        return event

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))


@contextmanager
def started(
    command: Sequence[str], variables: Mapping[str, str], display: str, screen: Screen
) -> Iterator[float]:
    """Start a program; gives the seconds until its window is usable, and ends it."""
    screen.forget()
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, env={**variables, "DISPLAY": display}, stderr=subprocess.DEVNULL
    )
    try:
        yield screen.usable() - begin
    finally:
        # As at the end of a session: what is killed leaves something for its next start to find.
        process.terminate()
        try:
            process.wait(_SECONDS)
        finally:
            process.kill()
