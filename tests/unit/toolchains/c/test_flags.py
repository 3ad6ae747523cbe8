"""Extra flags reach the right tool, and those that would break a promise reach none."""

from __future__ import annotations

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.toolchains.c.flags import Flags, split_flags


def test_compiler_and_linker_get_their_own_flags_in_order() -> None:
    flags = ["-Wall", "-DX=1", "-lm", "-O3", "-Wl,--gc-sections,-z,now", "-Llib", "-fno-rtti"]
    assert split_flags(flags) == Flags(
        ("-Wall", "-DX=1", "-O3", "-fno-rtti"), ("-lm", "-Wl,--gc-sections,-z,now", "-Llib")
    )


def test_a_value_in_the_next_word_stays_with_its_flag() -> None:
    flags = split_flags(["-D", "-x", "-l", "m", "-include", "first.h", "-Xlinker", "--gc-sections"])
    assert flags.compile == ("-D", "-x", "-include", "first.h")
    assert flags.link == ("-l", "m", "-Xlinker", "--gc-sections")


def test_paths_are_taken_from_the_sources_folder() -> None:
    flags = split_flags(
        ["-Iinc", "-isystem", "sys", "-Llib", "-DIinc"], lambda path: f"here/{path}"
    )
    assert flags.compile == ("-Ihere/inc", "-isystem", "here/sys", "-DIinc")
    assert flags.link == ("-Lhere/lib",)


@pytest.mark.parametrize(
    "flag",
    [
        "-o", "-oout", "-shared", "--shared", "-dynamic", "-rdynamic", "-c", "-S", "-E", "-MD",
        "-target", "--target=arm64-linux", "-fuse-ld=gold", "--ld-path=/tmp/ld", "-B/tmp",
        "-fplugin=/tmp/x.so", "-fpass-plugin=x", "-Xclang", "-wrapper", "-specs=x", "--specs=x",
        "@file", "-", "other.o", "/lib/libz.so", "-xc++", "-m32", "-nostdlib",
        "-Wl,-shared", "-Wl,--dynamic-linker,/lib/ld.so", "-Wl,-o,/tmp/x", "-Wl,-plugin,x.so",
        "-Wl,@file", "-pie", "-Wl,-Map=/tmp/map", "-###", "--config=x", "-Wp,-MD,x", "",
        "-static-pie", "-shared-libgcc", "-Wl,-I/lib/ld.so", "-Wl,-dy", "-Wa,@file", "--version",
        "--help", "-print-search-dirs", "-fsanitize=address",
        "-fsanitize=undefined,leak",
    ],
)  # fmt: skip
def test_a_flag_that_would_break_a_promise_is_refused_by_name(flag: str) -> None:
    with pytest.raises(CompileFailedError) as caught:
        split_flags(["-Wall", flag])
    assert flag in caught.value.title
    assert caught.value.remedy


@pytest.mark.parametrize("words", [["-Xlinker", "-shared"], ["-Xlinker", "@file"], ["-I"]])
def test_a_refused_or_missing_value_is_refused_too(words: list[str]) -> None:
    with pytest.raises(CompileFailedError):
        split_flags(words)


@pytest.mark.parametrize(
    "flag",
    [
        "-march=x86-64-v3", "-mavx2", "-fopenmp-simd", "-Wno-unused", "-pthread", "-g3", "-O1",
        "-fPIC", "-march=native", "-fsanitize=undefined",
        "-flto", "-pedantic-errors", "-Wl,-Bstatic", "-ffast-math",
        "-std=gnu++20", "-w",
    ],
)  # fmt: skip
def test_ordinary_flags_pass(flag: str) -> None:
    assert split_flags([flag]).compile == ((flag,) if not flag.startswith("-Wl") else ())
