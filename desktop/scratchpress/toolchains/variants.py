"""Variants of compiler options that may make a program smaller, by language and compiler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from scratchpress.core.languages import Language
from scratchpress.core.messages import Joined, Message
from scratchpress.core.platforms import host_platform
from scratchpress.recipe.model import Optimize, ToolchainName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources

NOW: Final = "now"

_AIMS = ("-O", "-Copt-level=")
# lld's words. "safe" folds only functions whose addresses nobody compares.
_FOLD_SAFELY, _FOLD_ALL = "-Wl,--icf=safe", "-Wl,--icf=all"
# libc++abi makes the type of an uncaught exception readable before it ends the program, and
# takes it as it is where that gives nothing. musl's gethostent gives nothing, ever
# (https://git.musl-libc.org/cgit/musl/tree/src/network/ent.c).
_SHORT_NAMES = "-Wl,--defsym=__cxa_demangle=gethostent"
_READABLE_NAMES = b"__cxa_demangle"
_NO_UNWINDING = "-Wl,--no-eh-frame-hdr"


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of the compiler options.

    Attributes:
        key: one word.
        title: few words.
        sentence: what it changes.
        options: for the compiler.
        gives_up: what the program may lose, though nothing of it shows in a run; or empty.
    """

    key: str
    title: str
    sentence: str
    options: CompileOptions
    gives_up: str = ""


def variants(
    sources: Sources, options: CompileOptions, usable: Collection[ToolchainName]
) -> tuple[Variant, ...]:
    """The recipe's own variant first, then others; none is there twice.

    Args:
        sources: what is compiled.
        options: the recipe's.
        usable: the toolchains that work here.
    """
    found: dict[object, Variant] = {}
    several = len(options.all_platforms) > 1
    sentence = (
        Message("What the recipe says, for {0}.", options.platform)
        if several
        else "What the recipe says."
    )
    own = Variant(NOW, "As it is now", sentence, options)
    for variant in (own, *_others(sources, options, usable)):
        # The order of these flags means nothing.
        plain = msgspec.structs.replace(variant.options, flags=())
        found.setdefault((plain, frozenset(variant.options.flags)), variant)
    return tuple(found.values())


def _others(
    sources: Sources, options: CompileOptions, usable: Collection[ToolchainName]
) -> Iterator[Variant]:
    small = _small(options)
    match sources.language:
        case Language.C | Language.CPP | Language.ASSEMBLY:
            if ToolchainName.ZIG in usable:
                zig = msgspec.structs.replace(small, toolchain=ToolchainName.ZIG)
                yield from _with_zig(sources, zig)
            # The computer's own compilers make programs for its own platform only.
            if options.all_platforms == (host_platform(),):
                yield from _with_host(small, usable)
        case Language.RUST:
            yield from _with_rust(small)
        case _:
            yield _aim_at_size(small)


def _small(options: CompileOptions) -> CompileOptions:
    """The same for size, without symbols and without flags that aim elsewhere."""
    return msgspec.structs.replace(
        options,
        optimize=Optimize.SMALL,
        strip=None,
        flags=tuple(flag for flag in options.flags if not flag.startswith(_AIMS)),
    )


def _aim_at_size(small: CompileOptions) -> Variant:
    return Variant("small", Message("Small"), "Aims at size, and leaves out symbols.", small)


def _with_zig(sources: Sources, small: CompileOptions) -> Iterator[Variant]:
    is_cpp = sources.language is Language.CPP
    yield _aim_at_size(small)
    yield Variant(
        "fold",
        "Fold equal functions",
        "Keeps functions that are the same to the byte only once, where no program can tell.",
        _with(small, _FOLD_SAFELY),
    )
    yield Variant(
        "shortest",
        "Shortest code",
        "Equal functions once, and the shortest instructions even where they are slower.",
        _with(small, "-Oz", _FOLD_SAFELY),
    )
    whole = _with(msgspec.structs.replace(small, lto=True, drop_unused=True), "-Oz", _FOLD_SAFELY)
    yield Variant(
        "together",
        "Files together",
        "Equal functions once, the shortest instructions, all files optimised together, and"
        " unused code left out.",
        whole,
    )
    if is_cpp:
        whole = msgspec.structs.replace(whole, exceptions=False, rtti=False)
        yield Variant(
            "plain",
            "No exceptions",
            "All of that without C++ exceptions and type information, which your files do not"
            " need when this compiles.",
            whole,
        )
        if not any(_READABLE_NAMES in file.content for file in sources.files):
            yield Variant(
                "names",
                "Short error names",
                "Equal functions once, and not the part that makes C++ names readable.",
                _with(small, _FOLD_SAFELY, _SHORT_NAMES),
                "An exception that nobody catches is told by its short name, as N4shop5ErrorE.",
            )
            whole = _with(whole, _SHORT_NAMES)
    flags = (_FOLD_ALL if flag == _FOLD_SAFELY else flag for flag in whole.flags)
    lost = "Errors inside the C++ library end the program." if is_cpp else ""
    addresses = "Two functions may have one address, and no tool can tell where a crash came from."
    yield Variant(
        "bare",
        Message("Everything"),
        "All that helps, and no tables that tell the way back from a function.",
        _with(msgspec.structs.replace(whole, flags=tuple(flags)), _NO_UNWINDING),
        Joined(" ", (lost, addresses)),
    )


def _with_host(small: CompileOptions, usable: Collection[ToolchainName]) -> Iterator[Variant]:
    for name in (ToolchainName.GCC, ToolchainName.CLANG):
        if name in usable:
            yield Variant(
                name.value,
                Message("With {0}", name.value),
                Message(
                    "Compiled by {0} and linked with this computer's C library, across files and"
                    " without unused code.",
                    name.value,
                ),
                msgspec.structs.replace(small, toolchain=name, lto=True, drop_unused=True),
            )


def _with_rust(small: CompileOptions) -> Iterator[Variant]:
    yield _aim_at_size(small)
    yield Variant(
        "abort",
        "End at a panic",
        "A panic ends the program at once.",
        _with(small, "-Cpanic=abort"),
        "catch_unwind catches nothing, and a thread that panics ends the whole program.",
    )


def _with(options: CompileOptions, *flags: str) -> CompileOptions:
    new = tuple(flag for flag in flags if flag not in options.flags)
    return msgspec.structs.replace(options, flags=(*options.flags, *new))
