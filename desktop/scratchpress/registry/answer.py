"""What a registry answered, with no more of its body in memory than anything here needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
import urllib3

from scratchpress.image.oci import MAX_DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of an answer that says no, only words for people are of use.
_MAX_WORDS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was read.

    Attributes:
        status_code: of HTTP.
        headers: by names in any case.
        url: who answered, after all redirects.
        content: the body; its beginning where it is larger than any document.
        is_whole: whether ``content`` is all of it.
    """

    status_code: int
    headers: Mapping[str, str]
    url: str
    content: bytes
    is_whole: bool = True

    @property
    def ok(self) -> bool:
        """Whether it says yes."""
        return self.status_code < 400

    @property
    def text(self) -> str:
        """The words of an answer that says no."""
        return self.content[:_MAX_WORDS].decode(errors="replace")


def read_answer(response: requests.Response) -> Answer:
    """Read an answer up to its limit, as it comes: nothing is decompressed. Closes it.

    Raises:
        requests.RequestException: the connection broke.
    """
    limit = MAX_DOCUMENT if response.ok else _MAX_WORDS
    with response:
        try:
            content = response.raw.read(limit + 1, decode_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error) from error
    return Answer(
        response.status_code,
        response.headers,
        response.url,
        content[:limit],
        is_whole=len(content) <= limit,
    )
