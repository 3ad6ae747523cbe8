"""How every compiler of C takes assembly, alone and together with C and C++."""

from __future__ import annotations

import os
import subprocess

import pytest

from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable import elf
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.sources.reading import read_sources
from tests.support.with_each_compiler import Compiling, run

ASSEMBLY_HELLO = {
    "x86_64": b""".intel_syntax noprefix
    .globl _start
    .text
_start:
    mov eax, 1
    mov edi, 1
    lea rsi, message[rip]
    mov edx, 20
    syscall
    mov eax, 60
    mov edi, 7
    syscall
    .section .rodata
message: .ascii "hello from assembly\\n"
""",
    "aarch64": b"""    .globl _start
    .text
_start:
    mov x8, #64
    mov x0, #1
    adrp x1, message
    add x1, x1, :lo12:message
    mov x2, #20
    svc #0
    mov x8, #93
    mov x0, #7
    svc #0
    .section .rodata
message: .ascii "hello from assembly\\n"
""",
}[host_platform().machine]
# The same for both processors: data alone.
ANSWER = b"""#include "answer.inc"
    .globl answer
    .section .rodata
    .p2align 2
answer: .long ANSWER
"""


def test_assembly_that_starts_itself_becomes_a_tiny_program(compiling: Compiling) -> None:
    program = compiling.compile(compiling.source("hello.s", ASSEMBLY_HELLO))
    prove_static(program.path, host_platform(), name="hello")
    assert (run(program).stdout, run(program).returncode) == ("hello from assembly\n", 7)
    # No C library is in it.
    assert program.path.stat().st_size < 20_000
    assert not program.diagnostics


def test_the_stack_of_a_program_with_assembly_cannot_be_run(compiling: Compiling) -> None:
    program = compiling.compile(compiling.source("hello.s", ASSEMBLY_HELLO))
    segments = elf.Elf.of(program.path.read_bytes()).segments
    assert [one.flags & elf.PF_X for one in segments if one.kind == elf.PT_GNU_STACK] == [0]


@pytest.mark.parametrize("optimize", list(Optimize))
@pytest.mark.parametrize("main", ["main.c", "main.cc"])
def test_c_and_assembly_become_one_program(
    compiling: Compiling, main: str, optimize: Optimize
) -> None:
    c = b'extern "C" const int answer;\n' if main == "main.cc" else b"extern const int answer;\n"
    paths = (
        compiling.source(main, c + b"int main() { return answer; }\n"),
        compiling.source("answer.S", ANSWER),
    )
    compiling.source("answer.inc", b"#define ANSWER 42\n")
    program = compiling.compile(*paths, options=CompileOptions(optimize=optimize))
    assert run(program).returncode == 42
    # What it includes is known.
    compiling.source("answer.inc", b"#define ANSWER 43\n")
    again = compiling.compile(*paths, options=CompileOptions(optimize=optimize))
    assert (again.cached, run(again).returncode) == (False, 43)


def test_what_assembly_includes_itself_is_never_taken_from_the_cache(compiling: Compiling) -> None:
    paths = (
        compiling.source("main.c", b"extern const int answer;\nint main() { return answer; }\n"),
        compiling.source(
            "answer.s", b'    .globl answer\n    .data\nanswer:\n.INCLUDE "rest.inc"\n'
        ),
    )
    for code in (3, 4):
        compiling.source("rest.inc", b"    .long %d\n" % code)
        assert run(compiling.compile(*paths)).returncode == code


@pytest.mark.parametrize("optimize", list(Optimize))
def test_no_path_gets_into_a_program_of_assembly(compiling: Compiling, optimize: Optimize) -> None:
    options = CompileOptions(optimize=optimize, strip=False)
    paths = (
        compiling.source("main.c", b"extern const int answer;\nint main() { return answer; }\n"),
        compiling.source("a b.S", ANSWER),
    )
    compiling.source("answer.inc", b"#define ANSWER 42\n")
    content = compiling.compile(*paths, options=options).path.read_bytes()
    assert os.fsencode(paths[0].parent) not in content
    assert b"scratchpress-" not in content
    assert b"/request" not in content


def test_a_mistake_in_assembly_is_found_where_it_is(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("wrong.s", b"    .text\n    frobnicate\n"))
    assert error.diagnostics[0].line == 2
    assert error.diagnostics[0].source_line == "    frobnicate"
    assert error.title.startswith("wrong.s does not compile: line 2: ")


def test_assembly_of_another_kind_is_called_what_it_is(compiling: Compiling) -> None:
    nasm = b"section .text\nglobal _start\n_start:\n    mov eax, 60\n    syscall\n"
    assert "is assembly for NASM" in compiling.fails(compiling.source("nasm.s", nasm)).title
    other = next(one for one in Platform if one is not host_platform())
    foreign = {
        Platform.LINUX_AMD64: b"    .text\n    movl $60, %eax\n    syscall\n",
        Platform.LINUX_ARM64: b"    .text\n    mov x8, #93\n    svc #0\n",
    }[other]
    remedy = compiling.fails(compiling.source("foreign.s", foreign)).remedy
    assert f"It looks written for {other.value}" in remedy


def test_a_standard_means_nothing_to_assembly(compiling: Compiling) -> None:
    path = compiling.source("hello.s", ASSEMBLY_HELLO)
    error = compiling.fails(path, options=CompileOptions(standard="c17"))
    assert error.title == "c17 is a standard of C, and the source is Assembly."


def test_the_commands_by_hand_make_the_same_program_of_assembly(compiling: Compiling) -> None:
    path = compiling.source("hello.s", ASSEMBLY_HELLO)
    program = compiling.compile(path)
    for command in compiling.toolchain.commands(read_sources([path]), CompileOptions()):
        subprocess.run(command, cwd=path.parent, capture_output=True, timeout=60, check=True)
    assert (path.parent / "hello").read_bytes() == program.path.read_bytes()


@pytest.mark.parametrize("name", ["mark.s", "mark.S"])
def test_assembly_may_begin_with_a_mark_and_end_without_a_line_end(
    compiling: Compiling, name: str
) -> None:
    text = b"\xef\xbb\xbf" + ASSEMBLY_HELLO.replace(b"\n", b"\r\n").rstrip()
    program = compiling.compile(compiling.source(name, text))
    assert run(program).stdout == "hello from assembly\n"
    assert not program.diagnostics


def test_a_label_after_another_statement_is_a_label(compiling: Compiling) -> None:
    text = ASSEMBLY_HELLO.replace(b"_start:\n", b".p2align 2; _start: nop\n")
    assert run(compiling.compile(compiling.source("one.s", text))).returncode == 7


@pytest.mark.skipif(host_platform() is not Platform.LINUX_AMD64, reason="for amd64")
def test_assembly_for_32_bits_is_told_so(compiling: Compiling) -> None:
    text = b"    .globl main\nmain:\n    pushl %eax\n    ret\n"
    remedy = compiling.fails(compiling.source("narrow.s", text)).remedy
    assert remedy.startswith("It looks written for 32 bits")
    assert "narrow.s, line 3" in remedy
