"""Variants to make a program smaller: which ones are tried for what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.platforms import Platform, host_platform
from scratchpress.pipeline.shrink_result import Attempt, Shrunk
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.option_conflicts import refuse_contradictions
from scratchpress.toolchains.variants import Variant, variants

if TYPE_CHECKING:
    from scratchpress.sources.model import Sources

ALL = frozenset(ToolchainName)
CPP = "int main() { return 0; }\n"


@pytest.fixture
def cpp(tmp_path: Path) -> Sources:
    return sources(tmp_path, "a.cc", CPP)


def sources(folder: Path, name: str, text: str) -> Sources:
    (folder / name).write_text(text)
    return read_sources([folder / name])


def keys(found: tuple[Variant, ...]) -> list[str]:
    return [variant.key for variant in found]


def test_the_recipe_s_own_way_is_first_and_none_is_there_twice(cpp: Sources) -> None:
    found = variants(cpp, CompileOptions(), ALL)
    assert found[0].options == CompileOptions()
    assert len(set(keys(found))) == len({variant.options for variant in found}) == len(found)
    assert keys(found) == [
        "now", "fold", "shortest", "together", "plain", "names", "bare", "gcc", "clang",
    ]  # fmt: skip
    assert all(variant.sentence.endswith(".") for variant in found)
    taken = next(variant.options for variant in found if variant.key == "together")
    assert "together" not in keys(variants(cpp, taken, ALL))


def test_every_way_is_one_that_a_recipe_may_take(cpp: Sources) -> None:
    own = CompileOptions(optimize=Optimize.FAST, strip=False, flags=("-O3", "-DX=1", "-D", "Y"))
    found = variants(cpp, own, ALL)
    for variant in found:
        refuse_contradictions(cpp, variant.options)
        split_flags(variant.options.flags)
        assert variant.options.flags[-3:] or variant.key == "now"
        assert {"-DX=1", "Y"} <= set(variant.options.flags)
    assert "small" in keys(found)


def test_what_cannot_be_made_is_not_tried(cpp: Sources, tmp_path: Path) -> None:
    other = next(one for one in Platform if one is not host_platform())
    assert not {"gcc", "clang"} & set(keys(variants(cpp, CompileOptions(platforms=(other,)), ALL)))
    assert keys(variants(cpp, CompileOptions(), ())) == ["now"]
    c = sources(tmp_path, "a.c", "int main(void) { return 0; }\n")
    assert not {"plain", "names"} & set(keys(variants(c, CompileOptions(), ALL)))
    asks = sources(tmp_path, "b.cc", f"// abi::__cxa_demangle\n{CPP}")
    assert "names" not in keys(variants(asks, CompileOptions(), ALL))
    bare = next(
        variant for variant in variants(asks, CompileOptions(), ALL) if variant.key == "bare"
    )
    assert not any("__cxa_demangle" in flag for flag in bare.options.flags)


def test_rust_and_go_have_ways_of_their_own(tmp_path: Path) -> None:
    rust = sources(tmp_path, "a.rs", "fn main() {}\n")
    assert keys(variants(rust, CompileOptions(optimize=Optimize.FAST), ())) == [
        "now",
        "small",
        "abort",
    ]
    go = sources(tmp_path, "a.go", "package main\nfunc main() {}\n")
    assert keys(variants(go, CompileOptions(strip=False), ())) == ["now", "small"]


def attempt(key: str, size: int, gives_up: str = "", *, same: bool = True) -> Attempt:
    variant = Variant(key, key, f"{key}.", CompileOptions(), gives_up)
    return Attempt(variant, size, 1.0, same=same)


def test_the_winner_gives_nothing_up_and_changes_least() -> None:
    now = attempt("now", 360_000)
    nearly = attempt("fold", 338_760)
    smallest = attempt("plain", 338_712)
    other = attempt("wrong", 10, same=False)
    lossy = attempt("names", 255_000, "Names.")
    assert Shrunk((now, nearly, smallest, other, lossy)).winner is nearly
    assert Shrunk((now, nearly, smallest, other, lossy)).smallest is lossy
    assert Shrunk((now, attempt("fold", 359_900), other)).winner is None
    assert Shrunk((now, other)).smallest is None
