"""What the system refuses is told as that; what only we can have got wrong, as our mistake."""

from __future__ import annotations

import errno
import os

import pytest

from scratchpress.core.errors import StorageError, unexpected


@pytest.mark.parametrize(
    "number",
    [
        errno.EACCES, errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOSPC, errno.EROFS,
        errno.EIO, errno.EMFILE,
    ],
)  # fmt: skip
def test_a_refusal_of_the_system_is_a_sentence_about_its_file(number: int) -> None:
    told = unexpected(OSError(number, os.strerror(number), "a\x1bb"))

    assert isinstance(told, StorageError)
    assert told.title == rf"a\x1bb cannot be used: {os.strerror(number)}."
    assert told.remedy
    assert os.strerror(number) in unexpected(OSError(number, os.strerror(number))).title


def test_too_little_memory_is_told() -> None:
    assert "memory" in unexpected(MemoryError()).title


@pytest.mark.parametrize("error", [ValueError("x"), OSError("x"), ConnectionError(), KeyError(1)])
def test_the_rest_is_a_mistake_of_our_own(error: Exception) -> None:
    assert unexpected(error).title == "Scratchpress made a mistake of its own."
