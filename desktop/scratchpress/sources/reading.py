"""Reads the files of one program, checks them, and decides the language they are compiled as."""

from __future__ import annotations

import errno
import itertools
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.core.errors import SourceError
from scratchpress.core.languages import C_FAMILY, PROJECTS, Language, language_of
from scratchpress.core.messages import Joined, Message, listing, reason
from scratchpress.core.sizes import format_size
from scratchpress.core.text import shown_name
from scratchpress.sources.detection import ELF_MAGIC, UTF8_MARK, recognise
from scratchpress.sources.model import Source, Sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_SOURCE_BYTES = 16 * 1000 * 1000
MAX_EXECUTABLE_BYTES = 1000 * 1000 * 1000


# What is compiled as another language when the person says so.
_ALTERNATIVES = frozenset({Language.C, Language.CPP})


def read_sources(paths: Sequence[Path], chosen: Language | None = None) -> Sources:
    """Read and check the files of one program, and recognise their language.

    ``chosen`` is what the person says they are in. It stands above a name that says C or C++,
    or nothing; of a mix, files in further languages stay what they are.

    Raises:
        SourceError: none, missing, empty, unreadable, a folder, too large, not text.
        UnknownLanguageError: text, but in no language a toolchain here understands.
    """
    if not paths:
        raise SourceError(
            "No source file was given.", remedy="Give a C, C++, assembly, Go, Rust or Zig file."
        )
    files = tuple(_read(path) for path in paths)
    detected = [recognise(file, chosen) for file in files]
    languages = [_decided(one, chosen) for one in detected]
    files = tuple(map(_with_language, files, languages))
    if Language.EXECUTABLE in languages:
        if len(files) > 1:
            raise SourceError(
                "A program that is ready and other files were given together.",
                remedy="Give either one ready program or source files.",
            )
        _refuse_other_choice(Language.EXECUTABLE, chosen, files[0])
        return Sources(Language.EXECUTABLE, files, detected=Language.EXECUTABLE)
    if any(file.name in PROJECTS for file in files) and len(files) > 1:
        raise SourceError(
            "A whole project and other files were given together.",
            remedy="Give the project's go.mod or Cargo.toml alone.",
        )
    language = _common(languages, files)
    _refuse_other_choice(language, chosen, files[0])
    notices = [*map(_encoding_notice, files), *([] if chosen else map(_language_notice, files))]
    known = [one for one in detected if one]
    return Sources(
        *(language, files, tuple(filter(None, notices))),
        detected=_common(known, files) if len(known) == len(files) else None,
    )


def _decided(detected: Language | None, chosen: Language | None) -> Language:
    """The language to compile a file as; one of the two is given."""
    if chosen in {None, Language.EXECUTABLE} or (detected and detected not in _ALTERNATIVES):
        assert detected is not None  # noqa: S101 - recognise raises otherwise
        return detected
    return chosen


def _with_language(file: Source, language: Language) -> Source:
    return file if language_of(file.path) is language else replace(file, language=language)


def _refuse_other_choice(language: Language, chosen: Language | None, first: Source) -> None:
    if chosen and language is not chosen:
        raise SourceError(
            Message(
                "{0} is {1}, and was to be taken for {2}.",
                shown_name(first.name),
                language.label,
                chosen.label,
            ),
            remedy="Leave the language out, which recognises the right one.",
        )


def _language_notice(file: Source) -> str:
    if file.language is None or file.language is Language.EXECUTABLE:
        return ""
    return Message("{0} is taken for {1} by its text.", shown_name(file.name), file.language.label)


def _common(languages: Sequence[Language], files: Sequence[Source] = ()) -> Language:
    """The one language of a program: C++ where it is mixed with C, C with assembly.

    Raises:
        SourceError: no compiler takes them together.
    """
    found = set(languages)
    if found <= {*C_FAMILY}:
        return next(language for language in C_FAMILY if language in found)
    if len(found) > 1:
        titles = listing(sorted(language.label for language in found))
        raise SourceError(
            Message("{0} files were given together.", titles),
            explanation=_told(languages, files),
            remedy="Give the files of one program in one language; C, C++ and assembly may be"
            " mixed.",
        )
    return languages[0]


def _read(path: Path) -> Source:
    # "." has no name of its own.
    name = shown_name(path.name or path.absolute().name or str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(
                Message("{0} is a folder.", name), remedy="Give the source file inside it instead."
            )
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(
                Message("{0} is not a regular file.", name), remedy="Give a source file."
            )
        with path.open("rb") as file:
            head = file.read(4)
            limit = MAX_EXECUTABLE_BYTES if head == ELF_MAGIC else MAX_SOURCE_BYTES
            # A file can grow while it is read; one byte more than allowed is enough to tell.
            content = head + file.read(limit + 1 - len(head))
    except FileNotFoundError as error:
        raise SourceError(
            Message("{0} does not exist.", name), remedy="Check the name, or choose the file again."
        ) from error
    except PermissionError as error:
        raise SourceError(
            Message("{0} may not be read by you.", name),
            remedy="Change its permissions, or copy it to a folder of your own.",
        ) from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ELOOP:
            raise SourceError(
                Message("{0} is a link that leads back to itself.", name),
                explanation="Links that go in a circle lead to no file.",
                remedy="Give the source file itself, or make the link anew.",
            ) from error
        raise SourceError(
            Message("{0} cannot be read: {1}.", name, reason(error)),
            remedy="Copy it to a folder of your own and try again.",
        ) from error
    if len(content) > limit:
        raise SourceError(
            Message("{0} is too large: {1}.", name, format_size(max(status.st_size, len(content)))),
            explanation=Message("A source file has at most {0}.", format_size(limit)),
            remedy="Give the source file itself, without embedded data.",
        )
    if not content.removeprefix(UTF8_MARK).strip():
        raise SourceError(
            Message("{0} is empty.", name),
            remedy="Write a program into it, or start from the example.",
        )
    return Source(path.absolute(), content)


def _told(languages: Sequence[Language], files: Sequence[Source]) -> str:
    """Which file is in which language, in one sentence."""
    words = (
        Message("{0} is {1}", shown_name(file.name), language.label)
        for file, language in itertools.islice(zip(files, languages, strict=False), 6)
    )
    return Joined("", (Joined(", ", words), ".")) if files else ""


def _encoding_notice(file: Source) -> str:
    try:
        file.content.decode()
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        return Message(
            "{0} is not UTF-8 (line {1}): letters with accents may print wrong. Save it as UTF-8"
            " to be sure.",
            shown_name(file.name),
            line,
        )
    return ""
