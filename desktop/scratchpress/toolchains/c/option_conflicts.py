"""Refuses choices and flags that contradict each other, before anything is compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message, listing
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import Optimize
from scratchpress.sources.model import file_language
from scratchpress.toolchains.c.flags import single_flags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources

# Flags that only refine what the mode asks for.
_SAME_AIM = {
    Optimize.SMALL: frozenset({"-Os", "-Oz"}),
    Optimize.FAST: frozenset({"-O", "-O1", "-O2", "-O3", "-Ofast"}),
    Optimize.DEBUG: frozenset({"-O0", "-Og"}),
}
_BETTER_AIM = {flag: aim for aim, flags in _SAME_AIM.items() for flag in flags}
_EXAMPLES = {Language.C: "c17", Language.CPP: "c++20"}
_NATIVE = frozenset({"-march=native", "-mcpu=native", "-mtune=native"})


def refuse_contradictions(sources: Sources, options: CompileOptions) -> None:
    """Refuse choices and flags that say two things at once.

    Raises:
        CompileFailedError: the title names what contradicts what.
    """
    flags = single_flags(options.flags)
    _check_standards(sources, options, flags)
    _check_optimization(options, flags)
    for key, value, against in _opposed(options):
        if flag := next((flag for flag in flags if flag in against), None):
            raise CompileFailedError(
                Message("The compiler flag {0} contradicts {1} = {2}.", flag, key, value),
                explanation="Only one of them can be meant.",
                remedy=Message(
                    "Remove {0} from the flags, or change {1} in the recipe.", flag, key
                ),
            )


def notices(options: CompileOptions) -> Iterator[str]:
    """Sentences about flags that are passed on and are worth a second thought."""
    for flag in single_flags(options.flags):
        if flag in _NATIVE:
            yield (
                Message(
                    "{0} makes the program for the processor of this computer: it differs from"
                    " computer to computer. A name such as -march=x86-64-v3 does not.",
                    flag,
                )
                if flag.startswith("-mtune")
                else Message(
                    "{0} makes the program for the processor of this computer: it differs from"
                    " computer to computer and may crash on others. A name such as"
                    " -march=x86-64-v3 does not.",
                    flag,
                )
            )


def _opposed(options: CompileOptions) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each choice that is made, and the flags that say the opposite."""
    if options.lto:
        yield "lto", "true", frozenset({"-fno-lto"})
    if options.drop_unused:
        yield (
            *("drop-unused", "true"),
            frozenset({"-fno-function-sections", "-fno-data-sections", "-Wl,--no-gc-sections"}),
        )
    if not options.exceptions:
        yield "exceptions", "false", frozenset({"-fexceptions", "-fcxx-exceptions"})
    if not options.rtti:
        yield "rtti", "false", frozenset({"-frtti"})
    if options.static_pie:
        fixed = {"-static", "-no-pie", "-nopie", "-fno-pie", "-fno-PIE", "-Wl,-no-pie"}
        yield "static-pie", "true", frozenset(fixed)
    if options.warnings:
        yield "warnings", "true", frozenset({"-w"})
    if options.strip is False:
        yield "strip", "false", frozenset({"-s", "-Wl,-s", "-Wl,--strip-all"})


def _check_optimization(options: CompileOptions, flags: Sequence[str]) -> None:
    aim = options.optimize
    for flag in flags:
        if not flag.startswith("-O") or flag in _SAME_AIM[aim]:
            continue
        better = _BETTER_AIM.get(flag)
        raise CompileFailedError(
            Message(
                'The compiler flag {0} contradicts optimize = "{1}".', shown_name(flag), aim.value
            ),
            explanation="Only one of them can be meant.",
            remedy=Message('Remove it from the flags, or choose optimize = "{0}".', better.value)
            if better
            else "Remove it from the flags.",
        )


def _check_standards(sources: Sources, options: CompileOptions, flags: Sequence[str]) -> None:
    given = (flag for flag in flags if flag.startswith(("-std=", "--std=")))
    in_flags = [flag.partition("=")[2] for flag in given]
    if options.standard and in_flags:
        raise CompileFailedError(
            Message(
                "The language standard is given twice: {0} and {1}.",
                options.standard,
                shown_name(in_flags[0]),
            ),
            explanation="One is the recipe's standard, the other is in its flags.",
            remedy="Remove -std from the flags, or leave the standard empty.",
        )
    if len(set(in_flags)) > 1:
        words = listing([*map(shown_name, in_flags)])
        raise CompileFailedError(
            Message("The language standard is given twice: {0}.", words),
            explanation="Both are in the flags.",
            remedy="Leave one -std in the flags, or none and set the standard in the recipe.",
        )
    languages = {file_language(file, sources) for file in sources.files}
    for standard in (options.standard, *in_flags):
        meant = Language.CPP if "++" in standard else Language.C
        if standard and meant not in languages and languages <= {*C_FAMILY}:
            language = sources.language
            example = _EXAMPLES.get(language)
            choose = Message(
                "Choose a standard of {0}, such as {1}, or leave it empty.", language.label, example
            )
            raise CompileFailedError(
                Message(
                    "{0} is a standard of {1}, and the source is {2}.",
                    shown_name(standard),
                    meant.label,
                    language.label,
                ),
                explanation="A compiler cannot follow the rules of another language.",
                remedy=choose if example else "Leave the standard empty.",
            )
