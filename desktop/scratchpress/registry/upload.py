"""Uploads a layer or config to a registry in parts, and resumes where a part broke off.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Pushing a blob in chunks".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from scratchpress.core.errors import RegistryError
from scratchpress.core.messages import Message
from scratchpress.registry.refusals import TryAgain, accepted
from scratchpress.registry.session import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.registry.answer import Answer
    from scratchpress.registry.client import RegistryClient
    from scratchpress.registry.sendable import Blob

# Sent at once; what is larger is sent in parts, and can be taken up between them.
_PART = 8 * 1024 * 1024
_BINARY = {"Content-Type": "application/octet-stream"}


@dataclass(slots=True)
class Upload:
    """One blob on its way; each try goes on where the registry says the last one got to.

    Attributes:
        client: talks to the registry.
        host: the registry, as image names have it.
        repository: where the blob goes.
        blob: what is sent.
        read: gives the blob's bytes from a start up to an end.
    """

    client: RegistryClient
    host: str
    repository: str
    blob: Blob
    read: Callable[[int, int], Iterator[bytes]]
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
        address = _with_digest(self._address, self.blob.digest)
        response = self.client.request("PUT", address, headers={"Content-Length": "0"})
        if response.status_code in {400, 404, 416}:
            # The upload is lost there, or its bytes are damaged.
            self._address = ""
            raise TryAgain(response.text)
        self._accepted(response)

    def _begin(self) -> None:
        url = self.client.url(f"{self.repository}/blobs/uploads/")
        response = self._accepted(self.client.request("POST", url, headers=dict(_BINARY)))
        self._at = 0
        self._follow(response)

    def _ask_where(self) -> None:
        """Where the registry has come to; it is begun anew when it does not know."""
        if not self._address:
            return
        response = self.client.request("GET", self._address)
        arrived = re.fullmatch(r"(?:bytes=)?0-(\d{1,18})", response.headers.get("Range", ""))
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
        body = _Body(self.read, self._at, end)
        response = self.client.request("PATCH", self._address, data=body, headers=headers)
        if response.status_code in {404, 416}:
            self._address = ""
            raise TryAgain(response.text)
        self._accepted(response)
        self._at = end
        self._follow(response)

    def _follow(self, response: Answer, *, optional: bool = False) -> None:
        location = response.headers.get("Location", "")
        if location:
            self._address = joined(response.url, location)
        elif not optional:
            raise RegistryError(
                Message("{0} does not say where to send a layer.", self.host),
                remedy="Check that the address is that of a registry.",
            )

    def _accepted(self, response: Answer) -> Answer:
        return accepted(response, self.host, self.repository)


@dataclass(frozen=True, slots=True)
class _Body:
    """A part of a blob as the body of a request, which can be sent more than once."""

    # Not called read: then urllib3 takes this for a file.
    pieces: Callable[[int, int], Iterator[bytes]]
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces(self.start, self.end)


def _with_digest(address: str, digest: str) -> str:
    """The address that ends an upload; what else it carries stays as the registry wrote it."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode({"digest": digest}))))
    return urlunsplit(parts._replace(query=query))
