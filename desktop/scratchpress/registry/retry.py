"""The signal that a request to a registry is worth trying again."""

from __future__ import annotations


class TryAgain(Exception):  # noqa: N818 - no error: the answer of a registry that is busy
    """The registry says that it cannot now."""
