"""Whose bytes they are: by the linker's map, and by names."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.executable.size_breakdown import _go_package, _rust_crate, demangled
from scratchpress.toolchains.link_map import library_of, read_map

IMPL = "_$LT$$RF$alloc..string..String$u20$as$u20$core..fmt..Write$GT$"
LLD = """\
             VMA              LMA     Size Align Out     In      Symbol
         1000238          1000238       64     4 .text
         1000238          1000238       44     4         /tmp/a, b/source-1/hello.o:(.text.main)
         1000238          1000238       44     1                 main
         100027c          100027c       18     4         /x/libc.a(0461-internal.o):(.text.f)
         1000294          1000294       10     4         <internal>:(.rodata.str1.1)
"""
GNU = """\
Discarded input sections
 .text          0x0000000000000000        0x0 /usr/lib/crt1.o

Linker script and memory map

LOAD /usr/lib/crt1.o
 .text          0x0000000000401000       0x1b /usr/lib/crt1.o
 .text.unlikely
                0x0000000000401020        0x5 /usr/lib/gcc/libstdc++.a(eh_alloc.o)
 *fill*         0x0000000000401025        0x3
 .rodata.str1.1
                0x0000000000505000       0x31 /tmp/cc5YzK4Z.o
                                         0x40 (size before relaxing)
"""


def owner(file: str) -> str:
    own = {"/tmp/a, b/source-1/hello.o": "hello.cc"}
    return library_of(file, own, {"libc.a": "libc (musl)"})


def test_a_map_of_lld_is_read(tmp_path: Path) -> None:
    (tmp_path / "map").write_text(LLD)
    assert read_map(tmp_path / "map", owner) == (
        (0x1000238, 0x100027C, "hello.cc"),
        (0x100027C, 0x1000294, "libc (musl)"),
    )


def test_a_map_of_gnu_ld_is_read(tmp_path: Path) -> None:
    (tmp_path / "map").write_text(GNU)
    assert read_map(tmp_path / "map", owner) == (
        (0x401000, 0x40101B, "start code"),
        (0x401020, 0x401025, "libstdc++"),
    )


def test_without_a_map_nothing_is_told(tmp_path: Path) -> None:
    assert read_map(tmp_path / "map", owner) == ()


@pytest.mark.parametrize(
    ("file", "library"),
    [
        ("/x/libm-2.36.a(e_exp.o)", "libc (glibc)"),
        ("/x/libfoo.a(bar.o)", "libfoo"),
        ("/x/crt1.o", "start code"),
        ("/x/crtbeginT.o", "start code"),
        ("/x/rcrt1.o", "start code"),
        ("/x/crtend.o", "start code"),
        ("/x/other.o", ""),
        ("<internal>", ""),
    ],
)
def test_objects_and_archives_are_called_as_people_call_them(file: str, library: str) -> None:
    assert library_of(file, {}, {"libm.a": "libc (glibc)"}) == library


@pytest.mark.parametrize(
    ("symbol", "package"),
    [
        ("fmt.Fprintln", "fmt"),
        ("main.main.func1", "hello.go"),
        ("net/http.(*conn).serve", "net/http"),
        ("slices.SortFunc[go.shape.[]net/netip.Addr,go.shape.int]", "slices"),
        ("gopkg.in/yaml%2ev3.Marshal", "gopkg.in/yaml.v3"),
        ("type:.eq.net/http.socksAddr", "Go's tables"),
        ("go:func.*", "Go's tables"),
        ("_rt0_amd64_linux", ""),
        (".hidden", ""),
    ],
)
def test_the_package_is_in_the_names_of_go(symbol: str, package: str) -> None:
    assert _go_package(symbol, "hello.go") == package


@pytest.mark.parametrize(
    ("symbol", "crate"),
    [
        ("_ZN4core3fmt5write17h0123456789abcdefE", "core"),
        ("_ZN7program4main17h0123456789abcdefE", "hello.rs"),
        (f"_ZN{len(IMPL)}{IMPL}9write_str17h0123456789abcdefE", "alloc"),
        ("_RNvNtCs4X4t9plMPHF_3std2rt10lang_start", "std"),
        ("memcpy", ""),
        ("_Zbroken", ""),
    ],
)
def test_the_crate_is_in_the_names_of_rust(symbol: str, crate: str) -> None:
    assert _rust_crate(symbol, "hello.rs") == crate


def test_old_names_of_rust_are_as_in_the_source() -> None:
    name = f"_ZN{len(IMPL)}{IMPL}9write_str17h0123456789abcdefE"
    assert demangled(name) == "<&alloc::string::String as core::fmt::Write>::write_str"
    assert demangled("_ZN4shop3addEi") == "shop::add(int)"
