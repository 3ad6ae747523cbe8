"""One layer or config on its way to a registry, in parts that can be taken up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from scratchpress.core.errors import RegistryError
from scratchpress.core.messages import Message
from scratchpress.registry.retry import TryAgain

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests
    from oras.container import Container

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.registry.archive import Blob, Sendable
    from scratchpress.registry.client import RegistryClient

# Sent at once; what is larger is sent in parts, and can be taken up between them.
_PART = 8 * 1024 * 1024
_BINARY = {"Content-Type": "application/octet-stream"}


class Visit(Protocol):
    """What an upload needs of the push it belongs to."""

    @property
    def host(self) -> str:
        """The registry."""
        ...

    @property
    def image(self) -> Sendable:
        """What is sent."""
        ...

    @property
    def cancellation(self) -> Cancellation:
        """Ends it at once."""
        ...

    def good(self, response: requests.Response) -> requests.Response:
        """The response, if it says yes.

        Raises:
            RegistryError: it says no.
            TryAgain: it says later.
        """
        ...

    def report_part(self, blob: Blob, sent: int) -> None:
        """Say how much of a blob has been sent."""
        ...


@dataclass(slots=True)
class Upload:
    """One blob on its way; each try goes on where the registry says the last one got to."""

    visit: Visit
    client: RegistryClient
    container: Container
    blob: Blob
    # Where the next part goes; empty before the registry has given an address.
    _address: str = ""
    _at: int = 0
    _broke: bool = False

    def go_on(self) -> None:
        """Send what is missing, and have the registry check it."""
        if self._broke:
            self._ask_where()
        self._broke = True
        if not self._address:
            self._begin()
        while self._at < self.blob.size:
            self._send_part()
        import oras.utils  # start-up time

        address = oras.utils.append_url_params(self._address, {"digest": self.blob.digest})
        response = self.client.do_request(address, "PUT", headers={"Content-Length": "0"})
        if response.status_code in {400, 404, 416}:
            # The upload is lost there, or its bytes are damaged.
            self._address = ""
            raise TryAgain(response.text)
        self.visit.good(response)

    def _begin(self) -> None:
        url = f"{self.client.prefix}://{self.container.upload_blob_url()}"
        response = self.visit.good(self.client.do_request(url, "POST", headers=dict(_BINARY)))
        self._at = 0
        self._follow(response)

    def _ask_where(self) -> None:
        """Where the registry has come to; it is begun anew when it does not know.

        https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Pushing a blob
        in chunks".
        """
        if not self._address:
            return
        response = self.client.do_request(self._address, "GET")
        arrived = re.fullmatch(r"(?:bytes=)?0-(\d+)", response.headers.get("Range", ""))
        if response.status_code != 204 or arrived is None:
            self._address = ""
            return
        last = int(arrived[1])
        # Nothing and one byte look the same; one byte is soon sent again.
        self._at = last + 1 if last else 0
        self._follow(response, optional=True)
        if self._at > self.blob.size:
            self._address = ""

    def _send_part(self) -> None:
        end = min(self._at + _PART, self.blob.size)
        headers = dict(_BINARY)
        if self._at or end < self.blob.size:
            headers["Content-Range"] = f"{self._at}-{end - 1}"
        body = _Body(self.visit, self.blob, self._at, end)
        response = self.client.do_request(self._address, "PATCH", data=body, headers=headers)
        if response.status_code in {404, 416}:
            self._address = ""
            raise TryAgain(response.text)
        self.visit.good(response)
        self._at = end
        self._follow(response)

    def _follow(self, response: requests.Response, *, optional: bool = False) -> None:
        location = response.headers.get("Location", "")
        if location:
            self._address = urljoin(response.url, location)
        elif not optional:
            raise RegistryError(
                Message("{0} does not say where to send a layer.", self.visit.host),
                remedy="Check that the address is that of a registry.",
            )


@dataclass(frozen=True, slots=True)
class _Body:
    """A part of a blob as the body of a request, which can be sent more than once."""

    visit: Visit
    blob: Blob
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[bytes]:
        at = self.start
        for piece in self.visit.image.read(self.blob, self.start, self.end):
            self.visit.cancellation.raise_if_cancelled()
            yield piece
            at += len(piece)
            self.visit.report_part(self.blob, at)
