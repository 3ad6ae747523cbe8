"""Cuts a session with a Docker daemon when the daemon does not answer any more."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from scratchpress.engines.docker.errors import CLIENT_ERRORS, cut_off
from scratchpress.engines.docker.session import PING_SECONDS, Session

if TYPE_CHECKING:
    from typing import Self

# A ping is sent this often. Together with the wait for its answer and for a last word to it, a
# silent daemon is told of in less than 3 seconds.
_PING_EVERY = 0.4


class Watchdog:
    """Pings the daemon while a session is in use, and cuts the session when it is gone.

    A daemon that is only busy is not gone: while anything arrives in the session, an
    unanswered ping means nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pings = Session(session.endpoint, session.api_version, PING_SECONDS)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="docker watch")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._pings.cut()
        self._thread.join()
        self._pings.close()

    def _watch(self) -> None:
        while not self._stop.wait(_PING_EVERY):
            asked = time.monotonic()
            try:
                self._pings.ping()
            except CLIENT_ERRORS as error:
                if self._stop.is_set():
                    return
                if self._session.heard < asked:
                    self._session.lose(cut_off(error, self._session.endpoint))
                    return
