"""Extra flags reach the right tool, and those that would break a promise reach none."""

from __future__ import annotations

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.languages import Language
from scratchpress.toolchains.c.flags import Flags, split_flags
from scratchpress.toolchains.flag_catalogue import FLAGS


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
        "-Wa,-adhln=/tmp/x", "-Wa,-a=x", "-Wa,--MD,x", "-Wa,-I/tmp", "-Wa,x.s", "-Wa,--alternate",
        "-Wl,--dependency-file=/tmp/x", "-Wl,-dependency-file,x", "-Wl,--reproduce=/tmp/x",
        "-Wl,--time-trace=x", "-Wl,-omagic", "-Wl,--version-script,x", "-Wl,-T,x", "-Wl,x.o",
        "-Wl,-u,@x", "-Wl,--defsym", "-Wl,-rpath,/tmp", "-Wl,", "-Wl,--print-gc-sections=x",
        "-Wl,--lto-sample-profile=x", "-Wl,--thinlto-distributor=x", "-Wl,-L/etc", "-Wl,-l/x",
        "-ftime-trace=/tmp/x", "-ftime-trace", "-fprofile-use=/tmp/x", "-fprofile-generate",
        "-ftest-coverage", "--coverage", "-fstack-usage", "-fcallgraph-info",
        "-fsave-optimization-record", "-foptimization-record-file=x", "-fopt-info-vec=x",
        "-fproc-stat-report=x", "-fmodule-mapper=|x", "-fmodules", "-fmodules-cache-path=x",
        "-fdiagnostics-format=sarif-file", "-fsanitize-ignorelist=x", "-fno-integrated-as",
        "-fauto-profile=x", "-fbasic-block-sections=list=x", "-fcrash-diagnostics-dir=x",
        "-flto=jobserver", "-gsplit-dwarf", "-gen-cdb-fragment-path", "-dumpdir", "-time=x",
        "-module-dependency-dir", "-multi-lib-config=x", "-mmlir", "-include-pch", "-MJ",
        "-T", "-Tscript.ld", "-l/x", "-l:../x.o", "-Xassembler", "-Xpreprocessor", "-Xanalyzer",
        "--for-linker=-Map=x", "--include-directory=/tmp", "-iwithprefix", "-imultilib", "-hello",
    ],
)  # fmt: skip
def test_a_flag_that_would_break_a_promise_is_refused_by_name(flag: str) -> None:
    with pytest.raises(CompileFailedError) as caught:
        split_flags(["-Wall", flag])
    assert flag in caught.value.title
    assert caught.value.remedy


@pytest.mark.parametrize(
    "words",
    [
        ["-Xlinker", "-shared"],
        ["-Xlinker", "@file"],
        ["-Xlinker", "--reproduce=x"],
        ["-Xlinker", "-z", "-lm", "-Xlinker", "x.o"],
        ["-I"],
        # gcc and clang read flags from a file wherever a word begins like this.
        ["-D", "@file"],
        ["-I", "@file"],
        ["-l", "../x"],
        ["-z", "-Map=x"],
        ["--param", "x"],
    ],
)
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
        "-O", "-Os", "-Ofast", "-Og", "-g", "-ggdb3", "-gdwarf-4", "-gline-tables-only", "-gz=zlib",
        "-W", "-Wno-#warnings", "-Wno-c++98-compat", "-Werror=return-type", "-Wformat=2",
        "-fvisibility=hidden", "-fno-plt", "-ftree-vectorize", "-fopenmp", "-falign-loops=16:8",
        "-fstack-protector-all", "-fcf-protection=none", "-fno-builtin-memcpy", "-flto=auto",
        "-ffile-prefix-map=/a/b=.", "-frandom-seed=1", "-fsanitize-trap=undefined", "-fchar8_t",
        "-ftemplate-depth=2000", "-fconstexpr-steps=9", "-fno-diagnostics-color", "-mtune=generic",
        "-msse4.2", "-mno-red-zone", "-mcpu=cortex-a53+crypto", "-mprefer-vector-width=256",
        "--param=max-inline-insns-auto=50", "-DX=a/b c", "-UNDEBUG", "-ansi", "-pipe", "-pg",
        "-Wa,--noexecstack", "-Wa,-march=znver3", "-Wa,--defsym,X=1", "-trigraphs", "-nostdinc",
        "-Wl,--build-id=sha1", "-Wl,-z,noexecstack,-O1", "-Wl,--wrap=malloc,--wrap,free",
        "-Wl,--icf=all", "-Wl,-u,main", "-Wl,--defsym=a=b+1", "-Wl,--start-group,-lm,--end-group",
        "-zseparate-code", "-umain", "-Ttext=0x400000", "-lm", "-l:libm.a", "-Wl,--no-eh-frame-hdr",
    ],
)  # fmt: skip
def test_ordinary_flags_pass(flag: str) -> None:
    assert split_flags([flag]) in {Flags((flag,)), Flags(link=(flag,))}


def test_words_for_the_linker_may_come_one_by_one() -> None:
    words = ("-Xlinker", "-z", "-Xlinker", "now", "-Wl,--wrap", "-Wl,free")
    assert split_flags(words).link == words


def test_the_refusal_of_an_unknown_flag_says_which_can_be_used() -> None:
    with pytest.raises(CompileFailedError) as caught:
        split_flags(["-fnew-in-next-year"])
    assert caught.value.title == "The compiler flag -fnew-in-next-year cannot be used here."
    assert "-Wl," in caught.value.remedy


@pytest.mark.parametrize("languages", [{Language.C}, {Language.CPP}])
def test_flags_to_pick_from_are_passed_on(languages: set[Language]) -> None:
    for one in FLAGS:
        if one.languages & languages:
            split_flags([one.flag])
