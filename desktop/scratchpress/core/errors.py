"""The tree of errors: each with a sentence, a next step and an exit code.

The tree, one class per thing a person can act on; the number is the exit code
of the command line::

    ScratchpressError               70  anything unexpected
    +-- UsageError                   2  the command line itself is wrong
    +-- SourceError                 10  the file cannot be used
    |   +-- UnknownLanguageError    11  no toolchain understands the file
    +-- RecipeError                 12  the recipe is not valid
    +-- ToolchainMissingError       13  the chosen compiler is not here
    +-- CompileFailedError          14  the compiler found errors
    |   +-- CompileLimitError       15  the compiler took too long or too much memory
    +-- NotStaticError              16  the program would not start in an empty image
    +-- ImageNameError              17  the image's name is not valid
    +-- SizeLimitError              18  the image is larger than the recipe allows
    +-- StorageError                19  a folder on this computer cannot be written
    +-- EngineError                 25  the engine refused or failed
    |   +-- EngineUnavailableError  20  nothing answers
    |   +-- EnginePermissionError   21  it answers, but not to this person
    |   +-- EngineContextError      22  the Docker context does not exist
    |   +-- EngineLostError         23  it went away in the middle
    |   +-- EngineStorageError      24  it has no room left
    |   +-- CannotRunError          26  it holds the image but cannot run it
    +-- BaseError                   27  what the image starts from cannot be had or used
    +-- RegistryError               35  the registry refused or failed
    |   +-- RegistryUnavailableError 30 nothing answers
    |   +-- RegistryLoginError      31  it wants a login, or refuses the one there is
    |   +-- RegistryDeniedError     32  this account may not push there, or not that name
    |   +-- RegistryLostError       33  it broke off in the middle, again and again
    |   +-- RegistryDigestError     34  it holds something else than what was sent
    +-- OutputMismatchError         40  the program printed something else than expected
    +-- DigestMismatchError         41  the image is another one than expected

Three more codes are not errors: 1, the program ran and did not finish with exit
code 0; 130, stopped by the person; 141, the reader of our output went away. A
stopped build and a program's own exit code are outcomes (see ``running/outcome.py``).
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.languages import Language


class ScratchpressError(Exception):
    """Something a person can read and act on.

    Attributes:
        title: one sentence: what went wrong and where.
        explanation: why, if the title does not say it all; may be empty.
        remedy: what to do next; may be empty only for unexpected errors.
        details: raw text for those who want it (folded away in the window).
    """

    exit_code: ClassVar[int] = 70

    def __init__(
        self, title: str, *, explanation: str = "", remedy: str = "", details: str = ""
    ) -> None:
        super().__init__(title)
        self.title = title
        self.explanation = explanation
        self.remedy = remedy
        self.details = details


class UsageError(ScratchpressError):
    """The command line cannot be understood."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out of an error that the person can take as it is.

    Attributes:
        label: a few words: ``main.c``.
        paths: what to open instead; empty for what was given.
        language: what to compile it as; ``None`` when that is recognised.
    """

    label: str
    paths: tuple[Path, ...] = ()
    language: Language | None = None


class SourceError(ScratchpressError):
    """The file the person gave cannot be used as a source.

    Attributes:
        choices: what can be opened instead, when several programs were given at once.
    """

    exit_code = 10

    def __init__(self, title: str, *, choices: tuple[Choice, ...] = (), **words: str) -> None:
        super().__init__(title, **words)
        self.choices = choices


class UnknownLanguageError(SourceError):
    """No toolchain understands the file."""

    exit_code = 11


class RecipeError(ScratchpressError):
    """The recipe is not valid; the title names the file and the key path."""

    exit_code = 12


class ToolchainMissingError(ScratchpressError):
    """The chosen toolchain is not on this computer or does not work.

    Attributes:
        built_in_instead: whether the built-in compiler makes the same program.
    """

    exit_code = 13

    def __init__(self, title: str, *, built_in_instead: bool = False, **words: str) -> None:
        super().__init__(title, **words)
        self.built_in_instead = built_in_instead


class CompileFailedError(ScratchpressError):
    """The compiler refused the program.

    Attributes:
        diagnostics: its messages as values, errors and warnings, in its order.
        language: what the source seems to be in instead; ``None`` when nothing says so.
        choices: the programs that could be meant, when several were given at once.
    """

    exit_code = 14

    def __init__(
        self,
        title: str,
        *,
        diagnostics: tuple[Diagnostic, ...] = (),
        language: Language | None = None,
        choices: tuple[Choice, ...] = (),
        **words: str,
    ) -> None:
        super().__init__(title, **words)
        self.diagnostics = diagnostics
        self.language = language
        self.choices = choices


class CompileLimitError(CompileFailedError):
    """The compiler was stopped at its time or memory limit."""

    exit_code = 15


class NotStaticError(ScratchpressError):
    """The program is not a static executable for the platform asked for."""

    exit_code = 16


class ImageNameError(ScratchpressError):
    """The image's name is not a valid reference."""

    exit_code = 17


class SizeLimitError(ScratchpressError):
    """The image is larger than ``limits.max-size``."""

    exit_code = 18


class StorageError(ScratchpressError):
    """A folder on this computer cannot be written, or its disk is full."""

    exit_code = 19


class EngineError(ScratchpressError):
    """The engine refused a request or failed to carry it out."""

    exit_code = 25


class EngineUnavailableError(EngineError):
    """No engine answers at the address in use."""

    exit_code = 20


class EnginePermissionError(EngineError):
    """The engine is there, but this account may not use it."""

    exit_code = 21


class EngineContextError(EngineError):
    """The Docker context that was asked for does not exist or cannot be read."""

    exit_code = 22


class EngineLostError(EngineError):
    """The engine stopped answering in the middle of a request."""

    exit_code = 23


class EngineVersionError(EngineError):
    """The engine is too old to be spoken with; it counts as one that refuses."""


class EngineStorageError(EngineError):
    """The engine has no room left on its disk."""

    exit_code = 24


class CannotRunError(EngineError):
    """The image is built, but this engine cannot run it."""

    exit_code = 26


class BaseError(ScratchpressError):
    """What the image is to start from does not exist, or is not for this image."""

    exit_code = 27


class BaseContentError(BaseError):
    """The engine holds the image to start from, but cannot hand out all of it."""


class RegistryError(ScratchpressError):
    """The registry refused a request or failed to carry it out."""

    exit_code = 35


class RegistryUnavailableError(RegistryError):
    """No registry answers at the address, or not in a way that can be trusted."""

    exit_code = 30


class RegistryLoginError(RegistryError):
    """The registry wants a login, or does not accept the one that Docker keeps."""

    exit_code = 31


class RegistryDeniedError(RegistryError):
    """The registry knows the account, but it may not push there; or the name is not allowed."""

    exit_code = 32


class RegistryLostError(RegistryError):
    """The registry broke off in the middle, and again whenever it was tried."""

    exit_code = 33


class RegistryDigestError(RegistryError):
    """What the registry holds is not what was sent."""

    exit_code = 34


class OutputMismatchError(ScratchpressError):
    """The program printed something else than was expected; the details are the difference."""

    exit_code = 40


class DigestMismatchError(ScratchpressError):
    """The image is another one than was expected; the details say what differs."""

    exit_code = 41


# What the system refuses for reasons of its own, wherever it is asked.
_REFUSALS = frozenset({
    errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP,
    errno.ENAMETOOLONG, errno.ENOSPC, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM, errno.EBUSY, errno.ETXTBSY, errno.EFBIG, errno.ENOTEMPTY, errno.EEXIST,
    errno.ENODEV, errno.ENXIO, *(getattr(errno, name, 0) for name in ("EDQUOT", "ESTALE")),
})  # fmt: skip


def unexpected(error: BaseException) -> ScratchpressError:
    """Word what nobody met before, so that nobody meets a raw exception.

    What the system refuses is told as that, in a sentence; all else is a mistake of our own.
    """
    import traceback  # hardly ever needed

    details = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError):
        return StorageError(
            "There is not enough memory for this.",
            remedy="Close other programs, or give smaller files.",
            details=details,
        )
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        name = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
        return StorageError(
            Message("{0} cannot be used: {1}.", shown_name(name), reason(error))
            if name
            else Message("The system refuses what is needed: {0}.", reason(error)),
            remedy="Check that it is there and that you may use it, and that the disk has room.",
            details=details,
        )
    return ScratchpressError(
        "Scratchpress made a mistake of its own.",
        explanation="Your files are unchanged.",
        remedy="Try again. If it happens again, report it with the details.",
        details=details,
    )


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """An exception and all it came from: causes, contexts and those kept as arguments."""
    pending, seen = [error], set[int]()
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = [current.__cause__, current.__context__, getattr(current, "reason", None)]
        pending += [each for each in (*inner, *current.args) if isinstance(each, BaseException)]
