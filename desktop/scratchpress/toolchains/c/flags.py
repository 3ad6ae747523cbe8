"""Tells a recipe's flags for the compiler from those for the linker.

Which flags are refused is in ``refused_flags.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.file_kinds import is_file
from scratchpress.toolchains.c.refused_flags import (
    PATH_FLAGS,
    check_flag,
    check_passed_on,
    missing_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# A name that is no file there is looked for in the folders that are searched.
_SEARCHED_FLAGS = ("-include", "-imacros")
# Their value is the next word, or may be.
_VALUE_FLAGS = frozenset({*PATH_FLAGS, "-D", "-U", "-l", "-z", "-u", "-Xlinker", "--param"})
_FOR_LINKER, _FOR_ASSEMBLER = "-Wl,", "-Wa,"
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
            relative to the sources' folder. What ``-include`` names may also be a header
            that is found by search: ``stdint.h``.

    Raises:
        CompileFailedError: one of them is refused; the title names it.
    """
    found = Flags()
    grouped = [*_grouped(flags)]
    _check(grouped)
    for words in grouped:
        resolved = _with_path(words, resolve)
        if _is_link_flag(words[0]):
            found = Flags(found.compile, found.link + resolved)
        else:
            found = Flags(found.compile + resolved, found.link)
    return found


def _check(grouped: Sequence[tuple[str, ...]]) -> None:
    for tool, run in groupby(grouped, _passed_to):
        if tool:
            words = [(" ".join(one), word) for one in run for word in _passed_words(one)]
            check_passed_on(words, for_linker=tool == _FOR_LINKER)
        else:
            for one in run:
                check_flag(*one)


def _passed_to(words: tuple[str, ...]) -> str:
    """Whom a compiler driver only hands words on to; empty for a flag of its own."""
    beginning = _FOR_LINKER if words[0] == "-Xlinker" else words[0][:4]
    return beginning if beginning in {_FOR_LINKER, _FOR_ASSEMBLER} else ""


def _passed_words(words: tuple[str, ...]) -> Sequence[str]:
    return words[1:] or words[0].split(",")[1:]


def single_flags(flags: Sequence[str]) -> tuple[str, ...]:
    """The flags without the values that follow some of them: ``-D x`` gives ``-D``.

    Raises:
        CompileFailedError: the last one lacks its value.
    """
    return tuple(words[0] for words in _grouped(flags))


def _is_link_flag(flag: str) -> bool:
    """Whether a flag is for the linker."""
    return flag in _LINK_FLAGS or flag.startswith(_LINK_BEGINNINGS)


def paths_of(flags: Sequence[str]) -> Iterator[str]:
    """The files and folders that flags name.

    Raises:
        CompileFailedError: the last one lacks its value.
    """
    for words in _grouped(flags):
        for name in PATH_FLAGS:
            if words[0].startswith(name):
                yield words[1] if len(words) == 2 else words[0].removeprefix(name)
                break


def _grouped(flags: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each flag together with its value when that is the next word."""
    words = iter(flags)
    for word in words:
        if word not in _VALUE_FLAGS:
            yield (word,)
            continue
        value = next(words, None)
        if value is None:
            raise missing_value(word)
        yield (word, value)


def _with_path(words: tuple[str, ...], resolve: Callable[[str], str]) -> tuple[str, ...]:
    name = next((name for name in PATH_FLAGS if words[0].startswith(name)), None)
    if name is None:
        return words
    value = words[1] if len(words) == 2 else words[0].removeprefix(name)
    path = resolve(value)
    if name in _SEARCHED_FLAGS and not is_file(Path(path)):
        path = value
    return (name, path) if len(words) == 2 else (f"{name}{path}",)
