"""Choices and flags that say two things at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.languages import Language
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.sources.model import Source, Sources
from scratchpress.toolchains.c.choices import CHOICES, compile_choices, link_choices
from scratchpress.toolchains.c.option_conflicts import notices, refuse_contradictions

C_SOURCE = Sources(Language.C, (Source(Path("/x/a.c"), b""),))
CPP_SOURCE = Sources(Language.CPP, (Source(Path("/x/a.cc"), b""),))
MIX = Sources(Language.CPP, (*C_SOURCE.files, *CPP_SOURCE.files))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (CompileOptions(flags=("-O3",)), ("-O3", 'optimize = "small"')),
        (CompileOptions(flags=("-O0",), optimize=Optimize.FAST), ("-O0", 'optimize = "fast"')),
        (CompileOptions(flags=("-Owhat",)), ("-Owhat", "optimize")),
        (CompileOptions(flags=("-std=c++17", "-std=c++20")), ("c++17 and c++20",)),
        (CompileOptions(flags=("-std=c++17",), standard="c++20"), ("c++20 and c++17",)),
        (CompileOptions(standard="c17"), ("c17 is a standard of C", "C++")),
        (CompileOptions(flags=("--std=gnu11",)), ("gnu11 is a standard of C", "C++")),
        (CompileOptions(exceptions=False, flags=("-fexceptions",)), ("exceptions = false",)),
        (CompileOptions(rtti=False, flags=("-frtti",)), ("-frtti", "rtti = false")),
        (CompileOptions(lto=True, flags=("-fno-lto",)), ("-fno-lto", "lto = true")),
        (CompileOptions(static_pie=True, flags=("-no-pie",)), ("-no-pie", "static-pie = true")),
        (CompileOptions(warnings=True, flags=("-w",)), ("-w contradicts", "warnings = true")),
        (CompileOptions(strip=False, flags=("-s",)), ("-s contradicts", "strip = false")),
        (
            CompileOptions(drop_unused=True, flags=("-Wl,--no-gc-sections",)),
            ("--no-gc-sections", "drop-unused = true"),
        ),
    ],
)
def test_a_contradiction_names_both_sides(options: CompileOptions, words: tuple[str, ...]) -> None:
    with pytest.raises(CompileFailedError) as caught:
        refuse_contradictions(CPP_SOURCE, options)
    assert all(word in caught.value.title for word in words)
    assert caught.value.explanation
    assert caught.value.remedy


def test_a_better_aim_is_named() -> None:
    with pytest.raises(CompileFailedError) as caught:
        refuse_contradictions(C_SOURCE, CompileOptions(flags=("-O3",)))
    assert 'optimize = "fast"' in caught.value.remedy


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(flags=("-Oz", "-fno-exceptions", "-s", "-w")),
        CompileOptions(flags=("-O3", "-D", "-O0"), optimize=Optimize.FAST),
        CompileOptions(flags=("-Og",), optimize=Optimize.DEBUG),
        CompileOptions(flags=("-std=c++20", "-std=c++20")),
        CompileOptions(standard="gnu++20", exceptions=False, flags=("-fno-exceptions",)),
    ],
)
def test_what_agrees_passes(options: CompileOptions) -> None:
    refuse_contradictions(CPP_SOURCE, options)


def test_a_standard_is_for_the_files_of_its_language_in_a_mix() -> None:
    refuse_contradictions(MIX, CompileOptions(standard="c17"))
    refuse_contradictions(MIX, CompileOptions(standard="c++20"))
    with pytest.raises(CompileFailedError, match=r"c\+\+20 is a standard of C\+\+"):
        refuse_contradictions(C_SOURCE, CompileOptions(standard="c++20"))


def test_a_processor_of_this_computer_is_worth_a_word() -> None:
    (march,) = notices(CompileOptions(flags=("-march=native",)))
    assert "crash on others" in march
    (tuned,) = notices(CompileOptions(flags=("-mtune=native",)))
    assert "crash" not in tuned
    assert not [*notices(CompileOptions(flags=("-march=x86-64-v3",)))]


def test_defaults_add_nothing() -> None:
    for language in (Language.C, Language.CPP):
        assert not [*compile_choices(CompileOptions(), language)]
    assert [*link_choices(CompileOptions())] == ["-static"]


def test_every_choice_is_a_key_of_the_recipe_and_has_one_sentence() -> None:
    for choice in CHOICES:
        assert isinstance(getattr(CompileOptions(), choice.key), bool)
        assert choice.sentence.endswith(".")
