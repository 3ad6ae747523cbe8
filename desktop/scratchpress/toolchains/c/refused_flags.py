"""Refuses C and C++ flags that would break what Scratchpress promises.

What stands against one static program for the platform asked for, made by the chosen compiler
and nothing else, is refused with its reason; so is all that is not known to be harmless
(``harmless_flags.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.toolchains.c.harmless_flags import (
    harmful_word,
    is_harmless,
    is_harmless_value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Reason(NamedTuple):
    """Why a flag is refused, and what to do instead."""

    why: str
    instead: str = "Remove it from the flags of the recipe."


_STATIC = _Reason("The program must be static: nothing but the program is in the image.")
_PIE = _Reason(
    "How the program is loaded is a choice of the recipe.",
    "Remove it and set static-pie = true in the recipe.",
)
_RESULT = _Reason("Scratchpress decides what is made, and where it is written.")
_PLATFORM = _Reason(
    "The platform is a choice of the recipe.",
    'Remove it and set platforms, for example to ["linux/arm64"], in the recipe.',
)
_NARROW = _Reason(
    "Images are made for 64-bit platforms.",
    'Remove it; the recipe\'s platforms are "linux/amd64" and "linux/arm64".',
)
_LANGUAGE = _Reason(
    "The language is told by the end of a source's name.",
    "Remove it and rename the source: .c for C, .cc for C++.",
)
_OTHER_PROGRAM = _Reason(
    "It would make the compiler run other programs or code of this computer.",
    "Remove it; another compiler is chosen with toolchain in the recipe.",
)
_WORDS = _Reason(
    "It would take flags from a file that nobody has checked.",
    "Write the flags of that file into the recipe.",
)
_INPUT = _Reason(
    "Flags cannot name further files.", "Add the file to the sources, or a library as -lNAME."
)
_UNKNOWN = _Reason(
    "Only flags are passed on that are known to write no file, read no other one and start no"
    " program.",
    "Remove it from the flags of the recipe. These can be used: -O…, -g…, -W…, -m…, most of -f…,"
    " -std=, -D, -U, -I, -l, -L, and of -Wl, and -Wa, what names no file.",
)
_VALUE = _Reason("It needs a value after it.", "Write the value after it.")
_LIBRARIES = _Reason("The program would lack the libraries it starts with.")
_SANITIZER = _Reason(
    "Its checks need a library that cannot be built into a static program.",
    'Remove it; optimize = "debug" with the built-in compiler checks for undefined behaviour.',
)


def _by_flag(flags: Mapping[_Reason, Sequence[str]]) -> dict[str, _Reason]:
    return {flag: reason for reason, refused in flags.items() for flag in refused}


# Whole flags, also as --flag and --flag=value.
_REFUSED = _by_flag(
    {
        _STATIC: (
            *("-shared", "-dynamic", "-dynamiclib", "-rdynamic", "-bundle", "-shared-libgcc"),
            *("-shareable", "-dy", "-call_shared", "-Bdynamic", "-dynamic-linker"),
            *("-export-dynamic",),
        ),
        _PIE: ("-pie", "-static-pie", "-pic-executable"),
        _RESULT: (
            *("-c", "-S", "-E", "-r", "-fsyntax-only", "-emit-llvm", "-emit-pch", "-###"),
            *("-save-temps", "-aux-info", "-serialize-diagnostics", "-working-directory"),
            *("-output", "-version", "-help", "-target-help", "-Map"),
        ),
        _LANGUAGE: ("-language",),
        _PLATFORM: ("-arch", "-target", "-sysroot", "-isysroot"),
        _NARROW: ("-m32", "-mx32", "-m16"),
        _LIBRARIES: ("-nostdlib", "-nostdlib++", "-nostartfiles", "-nodefaultlibs", "-nolibc"),
        _OTHER_PROGRAM: (
            *("-wrapper", "-specs", "-config", "-cc1", "-cc1as", "-ld-path", "-load", "-plugin"),
            *("-gcc-toolchain",),
        ),
    }
)
# How flags begin whose value may follow in the same word.
_REFUSED_BEGINNINGS = _by_flag(
    {
        _RESULT: (
            *("-o", "-M", "-print-", "-dump", "-fdump", "-Wp,", "-Xpreprocessor", "-ivfsoverlay"),
        ),
        _LANGUAGE: ("-x",),
        _OTHER_PROGRAM: (
            *("-fuse-ld", "-B", "-fplugin", "-fpass-plugin", "-iplugindir", "-Xclang", "-mllvm"),
            *("-ccc-", "-flto-", "-plugin"),
        ),
        _WORDS: ("@",),
        _INPUT: ("-include-pch",),
    }
)
# What -fsanitize= names that comes with a library of its own.
_SANITIZERS = frozenset({"address", "hwaddress", "kernel-address", "thread", "memory", "leak"})
# Their value is a file or folder, in the same word or the next one.
PATH_FLAGS: Final = (
    *("-isystem-after", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-I", "-L"),
)
# Not what they begin like.
_ALLOWED = ("-Bstatic", "-Bsymbolic")


def check_flag(flag: str, *values: str) -> None:
    """Return unless a flag is refused, or the word after it that is its value.

    Raises:
        CompileFailedError: it is; the title names it.
    """
    for word in values:
        if word.startswith("@"):
            raise _refused(word, _WORDS)
        if not is_harmless_value(flag, word):
            raise _refused(f"{flag} {word}", _UNKNOWN)
    if not flag.startswith(("-", "@")) or flag == "-":
        raise _refused(flag, _INPUT)
    name, _, value = flag.partition("=")
    if name == "-fsanitize" and _SANITIZERS.intersection(value.split(",")):
        raise _refused(flag, _SANITIZER)
    _check_reason(flag, flag)
    if not (is_harmless(flag) or flag.startswith(PATH_FLAGS)):
        raise _refused(flag, _UNKNOWN)


def _check_reason(flag: str, word: str) -> None:
    # GNU tools take long flags with one dash and with two.
    plain = "-" + word.lstrip("-") if word.startswith("--") else word
    reason = _REFUSED.get(plain) or _REFUSED.get(plain.partition("=")[0])
    if reason is None and not plain.startswith(_ALLOWED):
        beginnings = (begin for begin in _REFUSED_BEGINNINGS if plain.startswith(begin))
        reason = next((_REFUSED_BEGINNINGS[begin] for begin in beginnings), None)
    if reason is not None:
        raise _refused(flag, reason)


def check_passed_on(words: Sequence[tuple[str, str]], *, for_linker: bool) -> None:
    """Return unless the linker, or else the assembler, may not be given one of these words.

    Args:
        words: those that follow each other, each after the flag that hands it on.
        for_linker: whether they are the linker's.

    Raises:
        CompileFailedError: one is refused; the title names its flag.
    """
    for flag, word in words:
        # The linker's -I names a dynamic linker; the compiler's is a folder.
        if for_linker and word.startswith("-I"):
            raise _refused(flag, _STATIC)
        _check_reason(flag, word)
    number = harmful_word([word for _, word in words], for_linker=for_linker)
    if number == len(words):
        raise missing_value(words[-1][0])
    if number is not None:
        raise _refused(words[number][0], _UNKNOWN)


def missing_value(flag: str) -> CompileFailedError:
    """The error for a flag that ends the list although it needs a value."""
    return _refused(flag, _VALUE)


def _refused(flag: str, reason: _Reason) -> CompileFailedError:
    return CompileFailedError(
        Message("The compiler flag {0} cannot be used here.", shown_name(flag)),
        explanation=reason.why,
        remedy=reason.instead,
    )
