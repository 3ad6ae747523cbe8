"""Refuses C and C++ flags that cannot be used, and tells the compiler's from the linker's.

Flags are the person's own wish and nearly all are passed on. Refused are those that
would break what Scratchpress promises: one static program for the platform asked for,
the same on every computer, made by the chosen compiler and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


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
_LIBRARIES = _Reason("The program would lack the libraries it starts with.")
_SANITIZER = _Reason(
    "Its checks need a library that cannot be built into a static program.",
    'Remove it; optimize = "debug" with the built-in compiler checks for undefined behaviour.',
)

# Whole flags, also as --flag and --flag=value.
_REFUSED = {
    "-shared": _STATIC,
    "-dynamic": _STATIC,
    "-dynamiclib": _STATIC,
    "-rdynamic": _STATIC,
    "-bundle": _STATIC,
    "-shared-libgcc": _STATIC,
    "-shareable": _STATIC,
    "-dy": _STATIC,
    "-call_shared": _STATIC,
    "-pie": _PIE,
    "-static-pie": _PIE,
    "-pic-executable": _PIE,
    "-Bdynamic": _STATIC,
    "-c": _RESULT,
    "-S": _RESULT,
    "-E": _RESULT,
    "-r": _RESULT,
    "-fsyntax-only": _RESULT,
    "-emit-llvm": _RESULT,
    "-emit-pch": _RESULT,
    "-###": _RESULT,
    "-save-temps": _RESULT,
    "-aux-info": _RESULT,
    "-serialize-diagnostics": _RESULT,
    "-working-directory": _RESULT,
    "-language": _LANGUAGE,
    "-output": _RESULT,
    "-version": _RESULT,
    "-help": _RESULT,
    "-target-help": _RESULT,
    "-arch": _PLATFORM,
    "-target": _PLATFORM,
    "-sysroot": _PLATFORM,
    "-isysroot": _PLATFORM,
    "-m32": _NARROW,
    "-mx32": _NARROW,
    "-m16": _NARROW,
    "-nostdlib": _LIBRARIES,
    "-nostdlib++": _LIBRARIES,
    "-nostartfiles": _LIBRARIES,
    "-nodefaultlibs": _LIBRARIES,
    "-nolibc": _LIBRARIES,
    "-wrapper": _OTHER_PROGRAM,
    "-specs": _OTHER_PROGRAM,
    "-config": _OTHER_PROGRAM,
    "-cc1": _OTHER_PROGRAM,
    "-cc1as": _OTHER_PROGRAM,
    "-ld-path": _OTHER_PROGRAM,
    "-load": _OTHER_PROGRAM,
    "-plugin": _OTHER_PROGRAM,
    "-gcc-toolchain": _OTHER_PROGRAM,
    "-dynamic-linker": _STATIC,
    "-export-dynamic": _STATIC,
    "-Map": _RESULT,
}
# How flags begin whose value may follow in the same word.
_REFUSED_BEGINNINGS = {
    "-o": _RESULT,
    "-x": _LANGUAGE,
    "-M": _RESULT,
    "-print-": _RESULT,
    "-dump": _RESULT,
    "-fdump": _RESULT,
    "-Wp,": _RESULT,
    "-Xpreprocessor": _RESULT,
    "-fuse-ld": _OTHER_PROGRAM,
    "-B": _OTHER_PROGRAM,
    "-fplugin": _OTHER_PROGRAM,
    "-fpass-plugin": _OTHER_PROGRAM,
    "-iplugindir": _OTHER_PROGRAM,
    "-Xclang": _OTHER_PROGRAM,
    "-mllvm": _OTHER_PROGRAM,
    "-ccc-": _OTHER_PROGRAM,
    "-flto-": _OTHER_PROGRAM,
    "-plugin": _OTHER_PROGRAM,
    "-ivfsoverlay": _RESULT,
    "@": _WORDS,
}
# What -fsanitize= names that comes with a library of its own.
_SANITIZERS = frozenset({"address", "hwaddress", "kernel-address", "thread", "memory", "leak"})
# Words for the linker and for the assembler, separated by commas.
_PASSED_ON = ("-Wl,", "-Wa,")
# Not what they begin like.
_ALLOWED = ("-Bstatic", "-Bsymbolic")

# Their value is a file or folder, in the same word or the next one.
_PATH_FLAGS = (
    "-isystem-after",
    "-isystem",
    "-iquote",
    "-idirafter",
    "-include",
    "-imacros",
    "-iprefix",
    "-I",
    "-L",
)
# Their value is the next word, or may be.
_VALUE_FLAGS = frozenset({*_PATH_FLAGS, "-D", "-U", "-l", "-z", "-u", "-T", "-Xlinker", "--param"})
_LINK_BEGINNINGS = ("-l", "-L", "-Wl,", "-z", "-u", "-T", "-Xlinker")
_LINK_FLAGS = frozenset(
    {"-s", "-static", "-no-pie", "-nopie", "-static-libgcc", "-static-libstdc++"}
)


@dataclass(frozen=True, slots=True)
class Flags:
    """Extra flags, checked.

    Attributes:
        compile: for the compiler.
        link: for the linker, as a compiler driver takes them: ``-Wl,…``, ``-l…``.
    """

    compile: tuple[str, ...] = ()
    link: tuple[str, ...] = ()


def split_flags(flags: Sequence[str], resolve: Callable[[str], str] = str) -> Flags:
    """Check the recipe's flags and tell the compiler's from the linker's.

    Args:
        flags: as the recipe has them; a flag and its value may be one word or two.
        resolve: what to make of the path in ``-I``, ``-L`` and their like, which is
            relative to the sources' folder.

    Raises:
        CompileFailedError: one of them is refused; the title names it.
    """
    found = Flags()
    for words in _grouped(flags):
        for word in words if words[0] == "-Xlinker" else words[:1]:
            _check(word)
        resolved = _with_path(words, resolve)
        if is_link_flag(words[0]):
            found = Flags(found.compile, found.link + resolved)
        else:
            found = Flags(found.compile + resolved, found.link)
    return found


def single_flags(flags: Sequence[str]) -> tuple[str, ...]:
    """The flags without the values that follow some of them: ``-D x`` gives ``-D``.

    Raises:
        CompileFailedError: the last one lacks its value.
    """
    return tuple(words[0] for words in _grouped(flags))


def is_link_flag(flag: str) -> bool:
    """Whether a flag is for the linker. What such a flag brings in is listed nowhere."""
    return flag in _LINK_FLAGS or flag.startswith(_LINK_BEGINNINGS)


def _grouped(flags: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each flag together with its value when that is the next word."""
    words = iter(flags)
    for word in words:
        if word not in _VALUE_FLAGS:
            yield (word,)
            continue
        value = next(words, None)
        if value is None:
            raise _refused(word, _Reason("It needs a value after it.", "Write the value after it."))
        yield (word, value)


def _check(flag: str) -> None:
    if flag == "-Xlinker":
        return
    if not flag.startswith(("-", "@")) or flag == "-":
        raise _refused(flag, _INPUT)
    name, _, value = flag.partition("=")
    if name == "-fsanitize" and _SANITIZERS.intersection(value.split(",")):
        raise _refused(flag, _SANITIZER)
    # The linker's -I names a dynamic linker; the compiler's is a folder.
    if flag.startswith("-Wl,") and ",-I" in flag:
        raise _refused(flag, _STATIC)
    for part in flag.split(",")[1:] if flag.startswith(_PASSED_ON) else (flag,):
        # GNU tools take long flags with one dash and with two.
        plain = "-" + part.lstrip("-") if part.startswith("--") else part
        reason = _REFUSED.get(plain) or _REFUSED.get(plain.partition("=")[0])
        if reason is None and not plain.startswith(_ALLOWED):
            beginnings = (begin for begin in _REFUSED_BEGINNINGS if plain.startswith(begin))
            reason = next((_REFUSED_BEGINNINGS[begin] for begin in beginnings), None)
        if reason is not None:
            raise _refused(flag, reason)


def _with_path(words: tuple[str, ...], resolve: Callable[[str], str]) -> tuple[str, ...]:
    name = next((name for name in _PATH_FLAGS if words[0].startswith(name)), None)
    if name is None:
        return words
    if len(words) == 2:
        return (name, resolve(words[1]))
    return (name + resolve(words[0].removeprefix(name)),)


def _refused(flag: str, reason: _Reason) -> CompileFailedError:
    return CompileFailedError(
        Message("The compiler flag {0} cannot be used here.", shown_name(flag)),
        explanation=reason.why,
        remedy=reason.instead,
    )
