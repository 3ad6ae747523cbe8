"""Lists compiler flags that people often want, to pick from beside the flags field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName

_C_AND_CPP = frozenset({Language.C, Language.CPP})
_COMPILERS = frozenset({ToolchainName.ZIG, ToolchainName.GCC, ToolchainName.CLANG})
_HOST = frozenset({ToolchainName.GCC, ToolchainName.CLANG})
_CLANG = frozenset({ToolchainName.ZIG, ToolchainName.CLANG})
_GCC = frozenset({ToolchainName.GCC})
_C, _CPP = frozenset({Language.C}), frozenset({Language.CPP})
_RUST, _ZIG = frozenset({Language.RUST}), frozenset({Language.ZIG})


@dataclass(frozen=True, slots=True)
class PopularFlag:
    """One flag to pick.

    Attributes:
        flag: one word.
        sentence: what it does, in few words.
        toolchains: of the compilers of C and C++, those that know it.
        languages: what it means something for.
        platform: the only one it is for; ``None`` for all.
        optimize: the only mode it does not contradict; ``None`` for all.
    """

    flag: str
    sentence: str
    toolchains: frozenset[ToolchainName] = _COMPILERS
    languages: frozenset[Language] = _C_AND_CPP
    platform: Platform | None = None
    optimize: Optimize | None = None


FLAGS: Final = (
    PopularFlag("-O3", "Optimise harder for speed", optimize=Optimize.FAST),
    PopularFlag("-Oz", "Smaller still, even if slower", _CLANG, optimize=Optimize.SMALL),
    PopularFlag("-Werror", "Take every warning for an error"),
    PopularFlag("-Wpedantic", "Warn about what is not standard"),
    PopularFlag("-Wshadow", "Warn when a name hides another"),
    PopularFlag("-Wconversion", "Warn when a conversion may lose something"),
    PopularFlag("-Weverything", "Warn about all that can be warned about", _CLANG),
    PopularFlag("-fanalyzer", "Look for leaks and wrong pointers", _GCC, _C),
    PopularFlag("-Wold-style-cast", "Warn about casts as C writes them", languages=_CPP),
    PopularFlag("-Wstrict-prototypes", "Warn about functions without types", languages=_C),
    PopularFlag("-DNDEBUG", "Leave out assert()"),
    PopularFlag("-ffast-math", "Faster arithmetic that rounds less strictly"),
    PopularFlag("-fwrapv", "Let signed numbers wrap around"),
    PopularFlag("-fno-strict-aliasing", "Let pointers of two types share memory"),
    PopularFlag("-fstack-protector-strong", "End the program when its stack is overwritten"),
    PopularFlag("-D_GLIBCXX_ASSERTIONS", "Check indexes of the C++ library", _HOST, _CPP),
    PopularFlag(
        "-march=x86-64-v3", "For processors since about 2015 (AVX2)", platform=Platform.LINUX_AMD64
    ),
    PopularFlag("-march=native", "For this computer's processor; may crash on others", _HOST),
    PopularFlag("-Cpanic=abort", "End the whole program at a panic", languages=_RUST),
    PopularFlag("-Coverflow-checks=yes", "Panic when a number overflows", languages=_RUST),
    PopularFlag("-Cdebug-assertions=yes", "Check debug_assert!()", languages=_RUST),
    PopularFlag("-fsingle-threaded", "Leave out what threads need", languages=_ZIG),
    PopularFlag("-ferror-tracing", "Tell the way an error came", languages=_ZIG),
)


def popular_flags(options: CompileOptions, language: Language) -> tuple[PopularFlag, ...]:
    """Those that go with the language, the compiler, the platform and the mode."""
    return tuple(
        one
        for one in FLAGS
        if language in one.languages
        and (language not in _C_AND_CPP or options.toolchain in one.toolchains)
        and (one.platform is None or options.all_platforms == (one.platform,))
        and one.optimize in {None, options.optimize}
    )
