"""Compares an image's digest and a program's output with what was expected."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    DigestMismatchError,
    OutputMismatchError,
    SourceError,
    UsageError,
)
from scratchpress.core.messages import Joined, Message, listing
from scratchpress.core.text import shown_name
from scratchpress.reports.ingredients import differences, is_cause
from scratchpress.reports.metadata import read_metadata
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Begins the name of a file that holds the output.
FILE_MARK = "@"
MAX_OUTPUT_BYTES = 1_000_000
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SHOWN_LINES = 200


@dataclass(frozen=True, slots=True)
class ExpectedDigest:
    """The digest that an image should have.

    Attributes:
        digest: ``sha256:...``.
        ingredients: what went into the image that has it; empty when that is not known.
    """

    digest: str
    ingredients: Mapping[str, str] = field(default_factory=dict)


def expected_digest(text: str, folder: Path) -> ExpectedDigest:
    """Read a digest, or the name of a file with an image's metadata.

    Args:
        text: ``sha256:...``, or a path.
        folder: what the path is relative to.

    Raises:
        UsageError: it is neither.
        SourceError: the file holds no metadata.
    """
    if _DIGEST.fullmatch(text):
        return ExpectedDigest(text)
    path = folder / text
    if not is_file(path):
        raise UsageError(
            Message('"{0}" is no digest.', shown_name(text)),
            explanation="No file is called so either.",
            remedy="Give sha256: and its 64 digits, as a build prints it, or a file with an"
            " image's metadata, as build --metadata writes it.",
        )
    known = read_metadata(path)
    if known.digest is None or not _DIGEST.fullmatch(known.digest):
        raise SourceError(
            Message("{0} names no image.", shown_name(path.name)),
            remedy="Write it with scratchpress build --metadata, of a build that succeeds.",
        )
    return ExpectedDigest(known.digest, known.ingredients)


def check_digest(expected: ExpectedDigest, digest: str, found: Mapping[str, str]) -> None:
    """Hold an image's digest against the one it should have.

    Args:
        expected: what it should be.
        digest: what it is.
        found: the image's ingredients.

    Raises:
        DigestMismatchError: it is another one; the details name what differs, or all
            ingredients where the other image's are not known.
    """
    if digest == expected.digest:
        return
    title = "The image is another one than expected."
    digests = Message("{0} was expected, and it is {1}.", expected.digest, digest)
    remedy = "If the change is meant, expect the new digest; if not, undo what differs."
    if not expected.ingredients:
        raise DigestMismatchError(
            title,
            explanation=Joined(
                " ",
                (
                    digests,
                    (
                        "What went into the expected one is not known here; what went into this"
                        " one is listed."
                    ),
                ),
            ),
            remedy=Joined(
                " ", ("Compare it with the metadata of the build that was right.", remedy)
            ),
            details="\n".join(f"{name}: {words or 'none'}" for name, words in found.items()),
        )
    different = differences(expected.ingredients, found)
    causes = [one for one in different if is_cause(one)]
    if causes:
        why: str = Message("What differs: {0}.", listing([one.name for one in causes]))
    elif different:
        why = (
            "The program differs, though its source, compiler and flags are the same: what the"
            " source includes, or the computer's own libraries, must have changed."
        )
    else:
        why = "All that is known of both is the same; what else is read must have changed."
    raise DigestMismatchError(
        title,
        explanation=Joined(" ", (digests, why)),
        remedy=remedy,
        details="\n".join(map(str, different)),
    )


def expected_output(text: str, folder: Path) -> str:
    """Read what a program should print: as it is, or after ``@`` from a file.

    Raises:
        UsageError: the file cannot be read, or is no text.
    """
    if not text.startswith(FILE_MARK) or "\n" in text.strip():
        return text
    path = folder / text.strip().removeprefix(FILE_MARK)
    try:
        with path.open("rb") as file:
            return file.read(MAX_OUTPUT_BYTES + 1).decode()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UsageError(
            Message(
                "The expected output cannot be read from {0}: {1}.",
                shown_name(path.name),
                Message(why),
            ),
            remedy="Check the name of the file, which follows the @.",
        ) from error


def check_output(expected: str, printed: bytes) -> None:
    """Hold what a program printed against what it should have printed.

    Spaces at the ends of lines are no difference, nor are empty lines at the very end: nobody
    sees them, and editors and YAML take them away.

    Raises:
        OutputMismatchError: it differs; the details are the difference.
    """
    wanted, found = _lines(expected), _lines(printed.decode(errors="replace"))
    if wanted == found:
        return
    lines = list(difflib.unified_diff(wanted, found, "expected", "printed", lineterm=""))
    if len(lines) > _SHOWN_LINES:
        more = len(lines) - _SHOWN_LINES
        lines = [*lines[:_SHOWN_LINES], f"… and {more} more lines"]
    raise OutputMismatchError(
        "The program printed something else than expected.",
        explanation="Lines that begin with - were expected, and those with + were printed.",
        remedy="Correct the program, or what is expected of it.",
        details="\n".join(lines),
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]
