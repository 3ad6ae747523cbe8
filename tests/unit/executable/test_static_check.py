"""Only a program that needs nothing but the kernel is proven; all else gets one clear sentence."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchpress.core.errors import NotStaticError, StorageError
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.executable.static_check import prove_static
from tests.support.patience import SOON

HELLO_C = 'int puts(const char *); int main(void) { return puts("hello") < 0; }\n'
HELLO_CC = "#include <iostream>\nint main() { std::cout << 1; }\n"
# Needs no library at all, so that the linker's choices stay visible.
BARE_C = "void _start(void) { for (;;) {} }\n"


def compiled(folder: Path, name: str, text: str, *flags: str) -> Path:
    source = folder / f"{name}.{'cc' if text is HELLO_CC else 'c'}"
    source.write_text(text)
    program = folder / name
    compiler = "g++" if text is HELLO_CC else "gcc"
    subprocess.run([compiler, *flags, "-o", program, source], check=True)
    return program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("programs")


@pytest.fixture(scope="module")
def static(folder: Path) -> Path:
    return compiled(folder, "static", HELLO_C, "-static")


@pytest.fixture(scope="module")
def bare(folder: Path) -> Path:
    return compiled(folder, "bare", BARE_C, "-static", "-nostdlib")


@pytest.fixture(scope="module")
def dynamic(folder: Path) -> Path:
    return compiled(folder, "dynamic", HELLO_C)


def patched(program: Path, target: Path, offset: int, value: bytes) -> Path:
    """A copy with some bytes of its header replaced."""
    content = bytearray(program.read_bytes())
    content[offset : offset + len(value)] = value
    target.write_bytes(content)
    return target


def prove(path: Path, platform: Platform = Platform.LINUX_AMD64) -> Executable:
    return prove_static(path, platform, name="hello")


def refusal(path: Path, platform: Platform = Platform.LINUX_AMD64) -> NotStaticError:
    with pytest.raises(NotStaticError) as caught:
        prove(path, platform)
    error = caught.value
    assert error.title.startswith("hello ")
    assert error.title.endswith(".")
    assert error.remedy
    return error


def test_a_static_program_is_proven_with_its_facts(static: Path) -> None:
    content = static.read_bytes()
    assert prove(static) == Executable(
        path=static,
        platform=Platform.LINUX_AMD64,
        linkage=Linkage.STATIC,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stripped=False,
    )


def test_a_stripped_program_is_said_to_be_stripped(folder: Path) -> None:
    assert prove(compiled(folder, "stripped", HELLO_C, "-static", "-s")).stripped


def test_a_program_without_section_headers_is_proven(bare: Path, tmp_path: Path) -> None:
    no_sections = patched(bare, tmp_path / "sstripped", 0x28, bytes(8))
    patched(no_sections, no_sections, 0x3C, bytes(4))
    assert prove(no_sections).stripped


def test_a_static_pie_is_proven(folder: Path) -> None:
    program = compiled(folder, "pie", HELLO_C, "-static-pie", "-fPIE")
    assert prove(program).linkage is Linkage.STATIC_PIE


def test_a_program_for_the_other_platform_is_proven_for_it(bare: Path, tmp_path: Path) -> None:
    arm = patched(bare, tmp_path / "arm", 18, b"\xb7\0")
    assert prove(arm, Platform.LINUX_ARM64).platform is Platform.LINUX_ARM64


def test_a_dynamic_program_is_refused_and_its_libraries_named(folder: Path) -> None:
    error = refusal(compiled(folder, "dynamic-cc", HELLO_CC))
    assert error.title == "hello is not static: it needs libraries."
    assert error.explanation == (
        "hello needs libstdc++.so.6 and libc.so.6 at run time, and an empty image has no libraries."
    )
    assert "-static" in error.remedy
    assert "source" in error.remedy


def test_a_program_that_asks_for_a_loader_alone_is_refused(folder: Path) -> None:
    program = compiled(folder, "loader", BARE_C, "-nostdlib", "-pie", "-fPIE")
    assert refusal(program).title == "hello is not static: it needs a loader."


@pytest.mark.parametrize("flags", [("-Wl,-soname,libx.so.1",), (), ("-nostdlib",)])
def test_a_shared_library_is_told_apart(folder: Path, flags: tuple[str, ...]) -> None:
    library = compiled(folder, "lib.so", "int f(void) { return 1; }\n", "-shared", "-fPIC", *flags)
    assert refusal(library).title == "hello is a shared library, not a program."


def test_an_object_file_is_told_apart(folder: Path) -> None:
    assert "an object file" in refusal(compiled(folder, "hello.o", HELLO_C, "-c")).title


def test_debug_information_alone_is_no_program(static: Path, tmp_path: Path) -> None:
    debug = tmp_path / "hello.debug"
    subprocess.run(["objcopy", "--only-keep-debug", static, debug], check=True)
    assert "does not hold its first instruction" in refusal(debug).title


def test_the_wrong_platform_is_refused_and_the_right_one_named(static: Path) -> None:
    error = refusal(static, Platform.LINUX_ARM64)
    assert error.title == "hello is made for linux/amd64, but the image is for linux/arm64."
    assert "Choose the platform linux/amd64" in error.remedy


@pytest.mark.parametrize(
    ("offset", "value", "words"),
    [
        (4, b"\x01", "is a 32-bit program"),
        (5, b"\x02", "big-endian"),
        (7, b"\x09", "is made for FreeBSD"),
        (7, b"\x0d", "is made for another system than Linux"),
        (16, b"\x04\0", "memory dump"),
        (16, b"\xef\xbe", "names no kind that Linux can start"),
        (18, b"\xf3\0", "a processor that Scratchpress makes no images for"),
        (18, b"\xee\xee", "a processor that Scratchpress makes no images for"),
        (24, bytes(8), "does not hold its first instruction"),
        # There its own headers are loaded, readable and not executable.
        (24, (0x400000).to_bytes(8, "little"), "does not hold its first instruction"),
        (0x36, b"\0\0", "is damaged"),
        (0x38, b"\xff\xff", "is damaged"),
        (0x3A, b"\0\0", "is damaged"),
        (0x20, b"\xff" * 8, "is incomplete"),
    ],
)
def test_a_header_that_says_something_else_is_worded(
    static: Path, tmp_path: Path, offset: int, value: bytes, words: str
) -> None:
    assert words in refusal(patched(static, tmp_path / "odd", offset, value)).title


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is an empty file"),
        (b"#!/bin/sh\necho hello\n", "is a script"),
        (b"MZ\x90\0" + bytes(100), "is a Windows program"),
        (b"\xcf\xfa\xed\xfe" + bytes(100), "is a macOS program"),
        (b"!<arch>\n", "is a static library"),
        (b"\0asm\1\0\0\0", "is a WebAssembly module"),
        ("Olá, mundo".encode(), "is a text"),
        (b"\x80\x01\x02\x00", "is binary data"),
        (b"\x7fELF\x02\x01", "is incomplete"),
        (b"\x7fELF\x02\x01" + b"\x41" * 200, "makes no sense"),
    ],
)
def test_what_is_no_linux_program_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert words in refusal(path).title


@pytest.mark.parametrize("share", [0.001, 0.3, 0.99])
def test_a_program_cut_short_is_incomplete(static: Path, tmp_path: Path, share: float) -> None:
    content = static.read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(content[: max(65, int(len(content) * share))])
    assert refusal(path).title == "hello is incomplete: a part of the file is missing."


def test_a_program_without_section_headers_cut_short_is_incomplete(
    static: Path, tmp_path: Path
) -> None:
    cut = patched(static, tmp_path / "cut", 0x28, bytes(8))
    os.truncate(cut, 100_000)
    assert refusal(cut).title == "hello is incomplete: a part of the file is missing."


def test_a_name_cannot_break_the_message(dynamic: Path) -> None:
    with pytest.raises(NotStaticError) as caught:
        prove_static(dynamic, Platform.LINUX_AMD64, name="a\n\x1b[31m\u202eb")
    assert caught.value.title.isprintable()


def test_a_program_that_went_away_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="hello cannot be read: No such file"):
        prove(tmp_path / "gone")


def test_a_large_program_takes_little_memory(bare: Path, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bare.read_bytes())
    os.truncate(large, 300_000_000)
    tracemalloc.start()
    try:
        assert prove(large).size == 300_000_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


def answers(path: Path) -> None:
    """Whatever the bytes: an answer or a refusal, and soon."""
    started = time.monotonic()
    with contextlib.suppress(NotStaticError):
        assert prove(path).size == path.stat().st_size
    assert time.monotonic() - started < SOON


# Most of a program is code, which the proof never looks at: aim at what it reads.
edits = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 63), st.integers(64, 900), st.integers(0, 20_000)),
        st.one_of(
            st.binary(min_size=1, max_size=8),
            st.sampled_from([bytes(8), b"\xff" * 8, b"\xff" * 7 + b"\x7f", b"\xff\xff"]),
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=300)
@given(edits=edits, which=st.sampled_from(["bare", "dynamic"]), cut=st.integers(0, 20_000))
def test_no_damage_gets_more_than_a_refusal(
    bare: Path, dynamic: Path, edits: list[tuple[int, bytes]], which: str, cut: int
) -> None:
    content = bytearray((bare if which == "bare" else dynamic).read_bytes())
    for offset, value in edits:
        at = offset % len(content)
        content[at : at + len(value)] = value
    path = bare.parent / "fuzzed"
    path.write_bytes(content if cut > len(content) else content[: len(content) - cut % 200])
    answers(path)


@settings(deadline=None, max_examples=100)
@given(content=st.binary(max_size=400))
def test_no_bytes_after_the_mark_get_more_than_a_refusal(bare: Path, content: bytes) -> None:
    path = bare.parent / "random"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + content)
    answers(path)


def test_a_dynamic_section_without_end_is_damaged(dynamic: Path, tmp_path: Path) -> None:
    """A gigabyte of it would take minutes to read."""
    content = bytearray(dynamic.read_bytes())
    headers = int.from_bytes(content[0x20:0x28], "little")
    for at in range(headers, headers + 56 * int.from_bytes(content[0x38:0x3A], "little"), 56):
        if int.from_bytes(content[at : at + 4], "little") == 2:
            content[at + 8 : at + 16] = len(content).to_bytes(8, "little")
            content[at + 32 : at + 48] = (50_000_000).to_bytes(8, "little") * 2
    path = tmp_path / "endless"
    path.write_bytes(content + b"\1" + b"\0" * 15 + b"\1" * 50_000_000)
    assert "is damaged" in refusal(path).title
