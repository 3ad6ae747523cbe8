"""One visit to a registry: connects, tries requests again, ends it all on a stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.errors import RegistryError, RegistryLostError
from scratchpress.core.messages import Message
from scratchpress.registry.refusals import TryAgain, is_busy, no_registry, unavailable
from scratchpress.system.docker_credentials import Purpose, find_credentials

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.registry.client import RegistryClient

_Result = TypeVar("_Result")

# Seconds before each of the further tries.
_PAUSES = (0.5, 1.0, 2.0, 4.0)
# How long one that was stopped is waited for; it ends by itself when it still connects.
_STOPPED_SECONDS = 1.0


@dataclass(slots=True)
class Conversation:
    """From the first request to one registry to the last.

    Attributes:
        host: as image names have it.
        purpose: what is tried again after a failure.
        kept: what a further try spares, in a sentence.
        cancellation: ends it at once.
        reason: why it is asked at all, a sentence; may be empty.
    """

    host: str
    purpose: Purpose
    kept: str
    cancellation: Cancellation
    reason: str = ""
    _client: RegistryClient | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _error: Exception | None = None

    def run(self, work: Callable[[RegistryClient], None]) -> None:
        """Do it in a thread that can be left alone, for the case that a connection hangs.

        Raises:
            RegistryError: or one of its subclasses; or what ``work`` raised.
            CancelledError: the person stopped it.
        """
        self.cancellation.raise_if_cancelled()
        worker = threading.Thread(
            target=self._work, args=[work], name=f"registry {self.purpose}", daemon=True
        )
        worker.start()
        with self.cancellation.interrupting(self._cut):
            while not self._ended.wait(0.1) and not self.cancellation.cancelled:
                pass
        if self.cancellation.cancelled:
            worker.join(_STOPPED_SECONDS)
            raise CancelledError
        worker.join()
        if self._error is not None:
            raise self._error

    def trying(self, act: Callable[[], _Result]) -> _Result:
        """Do it, again after a pause when the connection breaks or the registry is busy.

        Raises:
            RegistryLostError: it broke off each time.
            CancelledError: the person stopped it.
        """
        import requests  # start-up time
        import urllib3

        last: Exception | None = None
        for pause in (0.0, *_PAUSES):
            self.cancellation.wait(pause)
            self.cancellation.raise_if_cancelled()
            try:
                return act()
            except (requests.RequestException, urllib3.exceptions.HTTPError, TryAgain) as error:
                self.cancellation.raise_if_cancelled()
                last = error
        raise RegistryLostError(
            Message("{0} breaks off in the middle.", self.host),
            explanation=Message("It was tried {0} times.", len(_PAUSES) + 1),
            remedy=Message("Push again: {0}.", Message(self.kept))
            if self.purpose is Purpose.PUSH
            else Message("Build again: {0}.", Message(self.kept)),
            details=str(last),
        ) from last

    def _cut(self) -> None:
        if self._client is not None:
            self._client.cut()

    def _work(self, work: Callable[[RegistryClient], None]) -> None:
        try:
            work(self._connect())
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._error = error
        finally:
            if self._client is not None:
                self._client.close()
            self._ended.set()

    def _connect(self) -> RegistryClient:
        """Find out how the registry speaks; only one on this computer may speak plain HTTP."""
        import requests  # start-up time

        from scratchpress.registry.client import RegistryClient
        from scratchpress.registry.session import is_loopback

        credentials = find_credentials(self.host, self.cancellation)
        problem: RegistryError | None = None
        for scheme in ("http", "https") if is_loopback(self.host) else ("https",):
            client = self._client = RegistryClient(self.host, scheme, credentials, self.purpose)
            self.cancellation.raise_if_cancelled()
            try:
                response = client.request("GET", client.url(""))
            except requests.RequestException as error:
                client.close()
                problem = unavailable(self.host, error, self.reason)
                continue
            if response.ok or response.status_code == 403 or is_busy(response.status_code):
                return client
            client.close()
            problem = no_registry(self.host, response)
        assert problem is not None  # noqa: S101 - there is a scheme
        raise problem
