"""Whether there is a newer Scratchpress; asks only when a person asked, or allowed it."""

from __future__ import annotations

import json
import re
import ssl
import urllib.request
from dataclasses import dataclass

from scratchpress.core.messages import Message

_LATEST = "https://api.github.com/repos/scratchpress/scratchpress/releases/latest"
_SECONDS = 10.0
_MOST_BYTES = 1_000_000
_VERSION = re.compile(r"v?(\d{1,5})\.(\d{1,5})\.(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Release:
    """The newest release: its version, and the page that people get it from."""

    version: str
    page: str

    def is_newer_than(self, version: str) -> bool:
        """Whether it is newer than a version, as ``0.1.0``."""
        return _numbers(self.version) > _numbers(version)


def newest_release(address: str = _LATEST) -> Release:
    """Ask where releases are kept. Nothing is sent but the question.

    Raises:
        OSError: nothing answers, or something else than a release.
    """
    import certifi  # start-up time

    request = urllib.request.Request(  # noqa: S310 - the address is ours
        address, headers={"Accept": "application/vnd.github+json", "User-Agent": "Scratchpress"}
    )
    context = ssl.create_default_context(cafile=certifi.where())
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS, context=context) as answer:  # noqa: S310 - the same
            said = json.loads(answer.read(_MOST_BYTES))
        version, page = str(said["tag_name"]), str(said["html_url"])
        _numbers(version)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = error.args[0] if isinstance(error, ValueError) else error
        raise OSError(Message("the answer is no release: {0}", reason)) from error
    return Release(version.removeprefix("v"), page)


def _numbers(version: str) -> tuple[int, ...]:
    match = _VERSION.match(version)
    if match is None:
        raise ValueError(Message("{0} is no version", repr(version)))
    return tuple(map(int, match.groups()))
