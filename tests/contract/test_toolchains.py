"""How every toolchain behaves, whatever it compiles with."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import (
    CompileFailedError,
    CompileLimitError,
    ScratchpressError,
    SourceError,
    ToolchainMissingError,
    UsageError,
)
from scratchpress.core.events import LogLine, Notice
from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.model import Linkage
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.sources.collecting import read_given
from scratchpress.sources.model import Source, Sources
from scratchpress.sources.naming import made_name
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains import limits
from scratchpress.toolchains.find import available_toolchains, get_toolchain
from scratchpress.toolchains.flag_catalogue import popular_flags
from scratchpress.toolchains.process import ToolRun, run_tool
from tests.support.patience import SOON
from tests.support.with_each_compiler import Compiling, run

if TYPE_CHECKING:
    from scratchpress.toolchains.protocol import CompiledProgram, Toolchain

C_HELLO = b'#include <stdio.h>\nint main(void) { puts("hello from C"); return 0; }\n'
CPP_HELLO = b'#include <iostream>\nint main() { std::cout << "hello from C++\\n"; }\n'
BARE = b"int main(void) { return 7; }\n"


def sha256(program: CompiledProgram) -> str:
    return hashlib.sha256(program.path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "output"),
    [("hello.c", C_HELLO, "hello from C\n"), ("hello.cc", CPP_HELLO, "hello from C++\n")],
)
def test_a_hello_becomes_a_static_program_that_prints_it(
    compiling: Compiling, name: str, content: bytes, output: str
) -> None:
    program = compiling.compile(compiling.source(name, content))
    prove_static(program.path, host_platform(), name="hello")
    assert (run(program).stdout, run(program).returncode) == (output, 0)


def test_c_and_cpp_files_make_one_program(compiling: Compiling) -> None:
    answer = compiling.source("answer.c", b"int answer(void) { int class = 42; return class; }\n")
    main = compiling.source(
        "main.cc", b'extern "C" int answer(void);\nint main() { return answer(); }\n'
    )
    options = CompileOptions(standard="c++17")
    assert run(compiling.compile(main, answer, options=options)).returncode == 42


@pytest.mark.parametrize("optimize", list(Optimize))
def test_each_way_to_optimise_makes_a_program(compiling: Compiling, optimize: Optimize) -> None:
    path = compiling.source("hello.c", C_HELLO)
    program = compiling.compile(path, options=CompileOptions(optimize=optimize))
    assert run(program).stdout == "hello from C\n"


def test_warnings_come_as_values_and_the_program_is_still_made(compiling: Compiling) -> None:
    path = compiling.source("warn.c", b"int main(void) {\n  int unused;\n  return 7;\n}\n")
    program = compiling.compile(path, options=CompileOptions(warnings=True))
    assert run(program).returncode == 7
    (warning,) = (item for item in program.diagnostics if item.severity is Severity.WARNING)
    assert (warning.file, warning.line, warning.source_line) == ("warn.c", 2, "  int unused;")
    assert "unused" in warning.text


def test_an_error_names_file_line_and_source_line(compiling: Compiling) -> None:
    path = compiling.source("wrong name.c", b"int main(void) {\n  return 0\n}\n")
    error = compiling.fails(path)
    first = next(item for item in error.diagnostics if item.severity is Severity.ERROR)
    assert (first.file, first.line, first.source_line) == ("wrong name.c", 2, "  return 0")
    assert error.title.startswith("wrong name.c does not compile: line 2: expected ")
    assert "semicolon" in error.remedy
    assert "wrong name.c:2:" in error.details
    log = [event.text for event in compiling.events if isinstance(event, LogLine)]
    assert any(line.startswith("wrong name.c:2:") for line in log)


@pytest.mark.parametrize("before", ["\t\t", "/* é 日本 😀 */ ", "/* caf\udce9 \x1b */\t"])
def test_a_column_counts_the_bytes_of_the_line_that_is_told(
    compiling: Compiling, before: str
) -> None:
    line = f"{before}return nothing;\n".encode(errors="surrogateescape")
    error = compiling.fails(compiling.source("wide.c", b"int main(void) {\n" + line + b"}\n"))
    first = next(item for item in error.diagnostics if item.severity is Severity.ERROR)
    assert first.line == 2
    assert first.source_line.encode()[first.column - 1 :] == b"nothing;"


def test_a_byte_order_mark_shifts_no_column(compiling: Compiling) -> None:
    mark = b"\xef\xbb\xbf"
    path = compiling.source("mark.c", mark + b"int main(void) { return nothing; }\n")
    first = next(
        item for item in compiling.fails(path).diagnostics if item.severity is Severity.ERROR
    )
    assert (first.column, first.source_line) == (25, "int main(void) { return nothing; }")


WINDOWS = (
    b"\xef\xbb\xbf"
    + b"""#include "windows.h"
#include <%s>

#define TWO \\
    2
/* a comment
   of two lines */
int main(void) { %s; return TWO + ONE; }
""".replace(b"\n", b"\r\n")
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("windows.c", (b"stdio.h", b'puts("from\\\r\n C")')),
        ("windows.cc", (b"iostream", b'std::cout << R"(from\r\n C)" "\\n"')),
    ],
)
def test_windows_line_ends_and_a_mark_change_nothing(
    compiling: Compiling, name: str, words: tuple[bytes, bytes]
) -> None:
    compiling.source("windows.h", b"\xef\xbb\xbf#pragma once\r\n#define ONE 1\r\n")
    program = compiling.compile(compiling.source(name, WINDOWS % words))
    done = subprocess.run([program.path], capture_output=True, timeout=SOON, check=False)
    text = done.stdout.decode().replace("\r\n", "\n")
    assert (text, done.returncode) == ("from\n C\n" if name.endswith("cc") else "from C\n", 3)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_messages_about_windows_lines_point_right(compiling: Compiling, mark: bytes) -> None:
    lines = [
        b"#include <stdio.h>",
        b"/* two",
        b"lines */",
        b"int main(void) {",
        b"\treturn nothing;",
    ]
    path = compiling.source("windows.c", mark + b"\r\n".join([*lines, b"}", b""]))
    found = compiling.fails(path).diagnostics
    first = next(item for item in found if item.severity is Severity.ERROR)
    assert (first.line, first.column, first.source_line) == (5, 9, "\treturn nothing;")
    path = compiling.source("first.c", mark + b"int main(void) { return nothing; }\r\n")
    found = compiling.fails(path).diagnostics
    first = next(item for item in found if item.severity is Severity.ERROR)
    assert (first.line, first.column) == (1, 25)


def test_an_error_in_a_header_beside_the_source_names_the_header(compiling: Compiling) -> None:
    compiling.source("parts/bad.h", b"int f(void) { return y; }\n")
    error = compiling.fails(compiling.source("main.c", b'#include "parts/bad.h"\n' + BARE))
    assert error.title.startswith("parts/bad.h does not compile: line 1: ")


def test_a_program_without_main_is_told_so(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("nomain.c", b"int foo(void) { return 1; }\n"))
    assert error.title == "The program has no main function."
    assert error.explanation.endswith("; nomain.c has none.")
    assert "int main() { … }" in error.remedy
    other = compiling.source("other.c", b"int bar(void) { return 1; }\n")
    error = compiling.fails(compiling.folder / "source" / "nomain.c", other)
    assert error.explanation.endswith("; none of nomain.c, other.c has one.")


@pytest.mark.parametrize("name", ["Main", "WinMain", "wmain"])
def test_a_main_function_by_another_name_is_named(compiling: Compiling, name: str) -> None:
    source = compiling.source("near.c", f"int {name}(void) {{ return 0; }}\n".encode())
    error = compiling.fails(source)
    assert error.explanation.endswith(f"near.c calls it {name}.")


def test_two_mains_are_told_so(compiling: Compiling) -> None:
    part = compiling.source("part.c", b"int part(void) { return 0; }\n")
    paths = [compiling.source("a.c", BARE), part, compiling.source("b.c", BARE)]
    error = compiling.fails(*paths)
    assert error.title == "a.c and b.c both have a main function."
    assert [choice.paths for choice in error.choices] == [(paths[0], part), (paths[2], part)]
    assert run(compiling.compile(*error.choices[1].paths)).returncode == 7
    error = compiling.fails(*paths, compiling.source("c/a.c", BARE))
    assert error.title.startswith("source/a.c, b.c and c/a.c each have a main function")


def test_a_missing_header_is_named(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("lib.c", b"#include <curl/curl.h>\n" + BARE))
    assert error.title == "lib.c, line 1 includes curl/curl.h, which is not here."


def test_a_header_in_the_folder_around_leads_to_that_folder(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = grow(tmp_path / "tree")
    (tree / "src" / "main.c").write_bytes(b'#include "top.h"\n#include <deep/told.h>\n' + BARE)
    error = compiling.fails(tree / "src" / "main.c")
    assert error.title.startswith("main.c, line 1 includes top.h, which is not here")
    assert error.remedy == "Give the whole folder tree, in which it is."
    assert [choice.paths for choice in error.choices] == [(tree,)]
    assert run(compiling.compile(*error.choices[0].paths)).returncode == 7


def test_cpp_in_a_c_file_is_told_so(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("hello.c", CPP_HELLO))
    assert error.title.startswith("hello.c is compiled as C, but it is C++")
    assert error.language is Language.CPP


@pytest.mark.parametrize(
    "source",
    [
        b"class A { };\nint main() {}\n",
        b"template<class T> T f(T x) { return x; }\nint main() {}\n",
        b"#include <stdio.h>\nnamespace a { int b; }\nint main() {}\n",
    ],
)
def test_what_only_cpp_has_is_known_in_a_c_file(compiling: Compiling, source: bytes) -> None:
    error = compiling.fails(compiling.source("odd.c", source))
    assert error.title.startswith("odd.c is compiled as C, but it is C++")
    assert error.language is Language.CPP


def test_a_file_is_compiled_as_what_the_person_says(compiling: Compiling) -> None:
    path = compiling.source("hello.c", CPP_HELLO)
    program = compiling.compile(path, language=Language.CPP)
    assert run(program).stdout == "hello from C++\n"
    text = compiling.source("notes.txt", C_HELLO.replace(b"#include <stdio.h>", b"int puts();"))
    assert run(compiling.compile(text, language=Language.C)).stdout == "hello from C\n"
    assert run(compiling.compile(compiling.source("hello", C_HELLO))).stdout == "hello from C\n"


@pytest.mark.parametrize("name", ["hello.c", "hello", "hello.txt"])
def test_by_hand_the_language_is_said_when_the_name_does_not(
    compiling: Compiling, name: str
) -> None:
    path = compiling.source(name, CPP_HELLO)
    program = compiling.compile(path, language=Language.CPP)
    sources = read_given([path], Language.CPP)
    for command in compiling.toolchain.commands(sources, CompileOptions()):
        subprocess.run(command, cwd=path.parent, check=True, timeout=SOON)
    made = path.with_name(made_name(path))
    assert subprocess.run([made], capture_output=True, check=True).stdout == b"hello from C++\n"
    assert made.read_bytes() == program.path.read_bytes()


def test_an_unknown_library_is_named(compiling: Compiling) -> None:
    options = CompileOptions(flags=("-lscratchpress-has-none",))
    error = compiling.fails(compiling.source("bare.c", BARE), options=options)
    assert "The library scratchpress-has-none is not here" in error.title


ODD_NAMES = [
    "with space.c",
    'it\'s "quoted".c',
    "emoji 🐳.c",
    "-v.c",
    "@response.c",
    "new\nline.c",
    "a=b$(x);*.c",
    "x" * 253 + ".c",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_file_name_is_a_file_name(compiling: Compiling, name: str) -> None:
    path = compiling.source(name, b"#include <stdio.h>\nint main(void) { puts(__FILE__); }\n")
    assert run(compiling.compile(path)).stdout == name.replace("=", "_") + "\n"


# Without our copies clang cannot take the longest name, and zig no quote and no newline.
BY_HAND_NAMES = [name for name in ODD_NAMES if len(name) < 250 and not set(name) & {'"', "\n"}]


@pytest.mark.parametrize("name", BY_HAND_NAMES)
def test_an_odd_file_name_is_safe_by_hand(compiling: Compiling, name: str) -> None:
    path = compiling.source(name, BARE)
    # The libraries by hand are those that are unpacked by then.
    compiling.compile(path)
    for command in compiling.toolchain.commands(read_sources([path]), CompileOptions()):
        subprocess.run(command, cwd=path.parent, capture_output=True, timeout=60, check=True)
    made = path.parent / path.stem
    assert subprocess.run([made], timeout=10, check=False).returncode == 7


def test_the_commands_by_hand_make_the_same_program(compiling: Compiling) -> None:
    path = compiling.source("hello.c", C_HELLO)
    program = compiling.compile(path)
    for command in compiling.toolchain.commands(read_sources([path]), CompileOptions()):
        subprocess.run(command, cwd=path.parent, capture_output=True, timeout=60, check=True)
    assert (path.parent / "hello").read_bytes() == program.path.read_bytes()


def test_a_source_that_is_not_utf8_keeps_its_bytes(compiling: Compiling) -> None:
    path = compiling.source(
        "latin.c", b'#include <stdio.h>\nint main(void) { puts("caf\xe9"); return 0; }\n'
    )
    program = compiling.compile(path)
    printed = subprocess.run([program.path], capture_output=True, timeout=10, check=True).stdout
    assert printed == b"caf\xe9\n"


def test_a_header_beside_the_source_is_found_and_a_change_in_it_noticed(
    compiling: Compiling,
) -> None:
    compiling.source("parts/deep.h", b"#define CODE 3\n")
    compiling.source("parts/answer.h", b'#include "deep.h"\n')
    path = compiling.source(
        "main.c", b'#include "parts/answer.h"\nint main(void) { return CODE; }\n'
    )
    assert run(compiling.compile(path)).returncode == 3
    assert compiling.compile(path).cached
    compiling.source("parts/deep.h", b"#define CODE 4\n")
    assert run(compiling.compile(path)).returncode == 4


TREE = {
    "src/main.c": b"""#include "parts.h"
#include "top.h"
#include <deep/told.h>
#include <stdio.h>
int main(void) { printf("%d %s %s\\n", part() + TWO, told(), __FILE__); return 0; }
""",
    "lib/part.c": b'#include "parts.h"\n#include "lib/parts.h"\nint part(void) { return 40; }\n',
    "lib/parts.h": b"int part(void);\n",
    "include/top.h": b"#define TWO 2\n",
    "include/deep/told.h": b"static const char *told(void) { return __FILE__; }\n",
}


def grow(folder: Path) -> Path:
    for name, content in TREE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_a_folder_finds_its_headers_and_makes_the_same_bytes_wherever_it_lies(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = grow(tmp_path / "here")
    program = compiling.compile(tree)
    assert run(program).stdout == "42 ../include/deep/told.h main.c\n"
    moved = compiling.compile(grow(tmp_path / "elsewhere" / "deeper"))
    assert moved.cached
    assert not any(word.encode() in program.path.read_bytes() for word in ("/here", str(tmp_path)))
    # What is compiled anew elsewhere is the same, too.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache"))
        again = compiling.compile(tmp_path / "elsewhere" / "deeper")
    assert not again.cached
    assert sha256(again) == sha256(program)


def test_a_header_that_takes_the_place_of_another_is_noticed(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = grow(tmp_path / "tree")
    compiling.compile(tree)
    assert compiling.compile(tree).cached
    (tree / "top.h").write_bytes(b"#define TWO 60\n")
    program = compiling.compile(tree)
    assert not program.cached
    assert run(program).stdout.startswith("100 ")


def test_a_source_that_moves_beside_another_header_is_compiled_again(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    for name, content in {
        "main.c": "#include <stdio.h>\nint x(void), z(void);\n"
        'int main(void) { printf("%d %d\\n", x(), z()); }\n',
        "y.h": "#define Y 1\n",
        "sub/x.c": '#include "y.h"\nint x(void) { return Y; }\n',
        "sub/y.h": "#define Y 2\n",
        "z/z.c": "int z(void) { return 3; }\n",
    }.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(content)
    assert run(compiling.compile(tree)).stdout == "2 3\n"
    (tree / "sub" / "x.c").rename(tree / "x.c")
    program = compiling.compile(tree)
    assert not program.cached
    assert run(program).stdout == "1 3\n"


def test_a_header_of_the_folder_itself_is_found_in_quotes_and_in_brackets(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    for name, content in {
        "main.c": "#include <stdio.h>\n#include <stdlib.h>\n"
        "const char *x(void);\nint main(void) { puts(x()); }\n",
        "y.h": '#define Y "1"\n',
        "sub/stdlib.h": "#error this is not the C library's\n",
        "sub/x.c": '#include "y.h"\n#include <z.h>\n#include <deep/w.h>\n#include <stdlib.h>\n'
        "const char *x(void) { return Y Z V W __FILE__; }\n",
        "sub/y.h": '#define Y "2"\n',
        "sub/z.h": '#include "y.h"\n#include "../v.h"\n#define Z "3" __FILE__\n',
        "sub/deep/w.h": '#define W "5"\n',
        "v.h": '#define V "4"\n',
    }.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(content)
    program = compiling.compile(tree)
    assert run(program).stdout == "23x.c45x.c\n"
    (tree / "sub" / "stdlib.h").unlink()
    for flags in (("-I.", "-isystem", "sub"), ("-I", ".", "-isystemsub")):
        by_flags = compiling.compile(tree, options=CompileOptions(flags=flags))
        assert run(by_flags).stdout == "23x.c45x.c\n"
    assert (tree / "sub" / "z.h") in program.included
    (tree / "sub" / "z.h").write_text('#define Z "6"\n#define V "7"\n')
    assert run(compiling.compile(tree)).stdout == "2675x.c\n"
    (tree / "sub" / "z.h").write_text("int broken\n")
    error = compiling.fails(tree)
    assert error.title.startswith("z.h does not compile: ")


@pytest.mark.parametrize("flags", [("-iquote", "inc"), ("-Iinc",), ("-isystem", "inc")])
def test_a_header_beside_the_source_wins_over_those_of_flags(
    compiling: Compiling, flags: tuple[str, ...]
) -> None:
    compiling.source("y.h", b"#define Y 2\n")
    compiling.source("inc/y.h", b"#define Y 1\n")
    main = compiling.source("main.c", b'#include "y.h"\nint main(void) { return Y; }\n')
    options = CompileOptions(flags=flags)
    program = compiling.compile(main, options=options)
    assert run(program).returncode == 2
    for command in compiling.toolchain.commands(read_sources([main]), options):
        subprocess.run(command, cwd=main.parent, check=True, timeout=SOON)
    assert (main.parent / "main").read_bytes() == program.path.read_bytes()


SHOWS = "#include <stdio.h>\n%s\nint main(void) { puts(WORDS); }\n"
OLD, NEW = '#define WORDS "old"\n', '#define WORDS "new"\n'


@pytest.mark.parametrize(
    ("files", "flags", "new"),
    [
        # By a macro, in another spelling, over two lines, with comments.
        ({"main.c": '#define H "y.h"\n#include H', "inc/y.h": OLD}, ("-Iinc",), "y.h"),
        ({"main.c": '%:include "y.h"', "inc/y.h": OLD}, ("-Iinc",), "y.h"),
        ({"main.c": '#inc\\\nlude "y.h"', "inc/y.h": OLD}, ("-Iinc",), "y.h"),
        ({"main.c": '/* a\n*/ #/**/include /* b */ "y.h"', "inc/y.h": OLD}, ("-Iinc",), "y.h"),
        # In folders that flags name, in the order of the flags.
        ({"main.c": "#include <y.h>", "b/y.h": OLD}, ("-Ia", "-I", "b"), "a/y.h"),
        ({"main.c": '#include "y.h"', "b/y.h": OLD}, ("-Ib", "-iquote", "a"), "a/y.h"),
        # In the folder of the source, for a header that lies elsewhere.
        ({"main.c": "#include <x.h>", "a/x.h": '#include "y.h"\n', "b/y.h": OLD},
         ("-Ia", "-Ib"), "y.h"),
        ({"main.c": "", "a/y.h": OLD}, ("-DH=<y.h>", "-include", "a/x.h", "-Ib", "-Ia"), "b/y.h"),
    ],
)  # fmt: skip
def test_a_header_that_would_be_found_sooner_is_noticed(
    compiling: Compiling, files: dict[str, str], flags: tuple[str, ...], new: str
) -> None:
    for name, text in {"a/x.h": "#include H\n", "b/none.h": "", **files}.items():
        compiling.source(name, ((SHOWS % text) if name == "main.c" else text).encode())
    main = compiling.folder / "source" / "main.c"
    options = CompileOptions(flags=flags)
    assert run(compiling.compile(main, options=options)).stdout == "old\n"
    assert compiling.compile(main, options=options).cached
    compiling.source(new, NEW.encode())
    assert run(compiling.compile(main, options=options)).stdout == "new\n"


def test_a_header_behind_a_linked_folder_is_noticed(compiling: Compiling) -> None:
    compiling.source("far/deep/x.h", b'#include "../y.h"\n')
    compiling.source("far/y.h", OLD.encode())
    compiling.source("near/y.h", b"#error this is not beside the folder\n")
    (compiling.folder / "source" / "near" / "deep").symlink_to("../far/deep")
    main = compiling.source("main.c", (SHOWS % '#include "near/deep/x.h"').encode())
    assert run(compiling.compile(main)).stdout == "old\n"
    assert compiling.compile(main).cached
    compiling.source("far/y.h", NEW.encode())
    assert run(compiling.compile(main)).stdout == "new\n"


def test_a_header_that_changes_while_it_is_compiled_is_read_again(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = compiling.source("y.h", OLD.encode())
    main = compiling.source("main.c", (SHOWS % '#include "y.h"').encode())

    def tool(*arguments: Any, **named: Any) -> ToolRun:
        done = run_tool(*arguments, **named)
        header.write_text(NEW)
        return done

    with monkeypatch.context() as patch:
        patch.setattr("scratchpress.toolchains.c.compile_session.run_tool", tool)
        assert run(compiling.compile(main)).stdout == "old\n"
    assert run(compiling.compile(main)).stdout == "new\n"


@pytest.mark.parametrize(
    "flags", [("-include", "stdint.h"), ("-includestdint.h",), ("-imacros", "stdint.h")]
)
def test_a_header_of_the_compiler_is_included_by_its_name(
    compiling: Compiling, flags: tuple[str, ...]
) -> None:
    main = compiling.source("main.c", b"int main(void) { return (int)(UINT8_MAX - 250); }\n")
    options = CompileOptions(flags=flags)
    program = compiling.compile(main, options=options)
    assert run(program).returncode == 5
    assert compiling.compile(main, options=options).cached
    for command in compiling.toolchain.commands(read_sources([main]), options):
        subprocess.run(command, cwd=main.parent, check=True, timeout=SOON)
    assert (main.parent / "main").read_bytes() == program.path.read_bytes()
    compiling.source("stdint.h", b"#define UINT8_MAX 252\n")
    assert run(compiling.compile(main, options=options)).returncode == 2


def test_a_header_that_a_flag_names_is_found_as_by_hand(compiling: Compiling) -> None:
    compiling.source("a/y.h", b"#define Y 1\n")
    compiling.source("b/y.h", b"#define Y 2\n")
    main = compiling.source("main.c", b"int main(void) { return Y; }\n")
    options = CompileOptions(flags=("-Ia", "-Ib", "-include", "y.h"))
    assert run(compiling.compile(main, options=options)).returncode == 1
    assert compiling.compile(main, options=options).cached
    (main.parent / "a" / "y.h").rename(main.parent / "a" / "z.h")
    assert run(compiling.compile(main, options=options)).returncode == 2
    compiling.source("y.h", b"#define Y 3\n")
    assert run(compiling.compile(main, options=options)).returncode == 3


def test_a_copy_of_a_project_is_judged_by_its_own_headers(
    compiling: Compiling, tmp_path: Path
) -> None:
    compiling.compile(grow(tmp_path / "original"))
    copy = grow(tmp_path / "copy")
    (copy / "include" / "top.h").write_bytes(b"#define TWO 60\n")
    assert run(compiling.compile(copy)).stdout.startswith("100 ")


def test_a_folder_by_hand_makes_the_same_program(compiling: Compiling, tmp_path: Path) -> None:
    tree = grow(tmp_path / "tree")
    program = compiling.compile(tree)
    for command in compiling.toolchain.commands(read_given([tree]), CompileOptions()):
        subprocess.run(command, cwd=tree / "src", check=True, timeout=SOON)
    assert (tree / "src" / "main").read_bytes() == program.path.read_bytes()


def test_an_error_in_a_header_of_the_folder_names_it_from_the_first_source(
    compiling: Compiling, tmp_path: Path
) -> None:
    tree = grow(tmp_path / "tree")
    (tree / "include" / "top.h").write_bytes(b"int f(void) { return y; }\n")
    error = compiling.fails(tree)
    assert error.title.startswith("../include/top.h does not compile: line 1: ")


def test_an_include_without_an_end_comes_to_an_end(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_tool.__kwdefaults__ is not None
    monkeypatch.setitem(run_tool.__kwdefaults__, "memory", 512 * 1024 * 1024)
    # Where memory is slow to come, gcc meets the time limit first.
    monkeypatch.setitem(run_tool.__kwdefaults__, "timeout", 15.0)
    path = compiling.source("zero.c", b'#include "/dev/zero"\n' + BARE)
    # gcc reads on until its memory ends; clang believes the size that the file claims, 0.
    outcome: CompiledProgram | CompileLimitError
    try:
        outcome = compiling.compile(path)
    except CompileLimitError as error:
        outcome = error
    if isinstance(outcome, CompileLimitError):
        assert "memory" in outcome.title or "was stopped after" in outcome.title
        assert outcome.remedy
    else:
        assert run(outcome).returncode == 7


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set from outside on Linux alone")
def test_a_source_that_fills_the_disk_is_stopped(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_LIMIT_BYTES", 20 * 1000 * 1000)
    path = compiling.source("large.s", b".globl main\n.text\nmain: ret\n.data\n.fill 100000000\n")
    error = compiling.fails(path)
    assert isinstance(error, CompileLimitError)
    assert error.title.startswith("The compiler made a file larger than it may be")


SLOW = b"""\
constexpr unsigned long spin(unsigned long n) {
  unsigned long x = 1;
  for (unsigned long i = 0; i < n; ++i) x = x * 6364136223846793005ul + i;
  return x;
}
constexpr unsigned long value = spin(100000000000ul);
int main() { return value; }
"""
# Enough steps for minutes of work, whatever the compiler's own bound is.
ENDLESS_FLAGS = {
    ToolchainName.GCC: (
        "-fconstexpr-ops-limit=2147483647",
        "-fconstexpr-loop-limit=2147483647",
    )
}


def test_a_stopped_compile_ends_at_once_and_leaves_no_process(
    compiling: Compiling,
) -> None:
    path = compiling.source("slow.cc", SLOW)
    flags = ENDLESS_FLAGS.get(compiling.toolchain.name, ("-fconstexpr-steps=2147483647",))
    before = children()
    stopped: list[float] = []

    def stop() -> None:
        stopped.append(time.monotonic())
        compiling.cancellation.cancel()

    timer = threading.Timer(0.7, stop)
    timer.start()
    with pytest.raises(CancelledError):
        compiling.compile(path, options=CompileOptions(standard="c++17", flags=flags))
    assert time.monotonic() - stopped[0] < SOON
    timer.join()
    assert children() == before


def children() -> set[int]:
    """Every process below this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found: set[int] = set()
    new = {os.getpid()}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


@pytest.mark.parametrize("optimize", [Optimize.SMALL, Optimize.DEBUG])
def test_the_same_source_gives_the_same_bytes_from_any_folder_at_any_time(
    toolchain: Toolchain, tmp_path: Path, optimize: Optimize, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (
        b'#include <stdio.h>\n#include "told.h"\n'
        b"int main(void) { puts(__FILE__ __DATE__ __TIME__); told(); return 0; }\n"
    )
    header = b"static void told(void) { puts(__FILE__); puts(__TIMESTAMP__); }\n"
    found = set()
    for place, clock in (("one", 1_600_000_000), ("two/deeper", 1_700_000_000)):
        # A cache of its own each time, so that both are compiled.
        monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / place / "cache"))
        compiling = Compiling(toolchain, tmp_path / place)
        path = compiling.source("same.c", content)
        for one in (path, compiling.source("told.h", header)):
            os.utime(one, (clock, clock))
        program = compiling.compile(path, options=CompileOptions(optimize=optimize))
        assert not program.cached
        found.add(sha256(program))
        assert run(program).stdout == (
            "same.cJan  1 197000:00:00\ntold.h\nThu Jan  1 00:00:00 1970\n"
        )
    assert len(found) == 1


STAMPS = b"""#include <stdio.h>
extern const char words[];
int main(void) { puts(__TIMESTAMP__ __DATE__ __TIME__); puts(words); }
"""
STAMPED = """.globl words
.section .rodata
words: .asciz __TIMESTAMP__, ""
"""


def test_the_date_in_a_program_is_the_one_that_is_asked_for(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = compiling.source("a.c", STAMPS), compiling.source("b.S", STAMPED.encode())
    for date, printed in (
        ("1700000000", "Tue Nov 14 22:13:20 2023"),
        ("", "Thu Jan  1 00:00:00 1970"),
    ):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        day = f"{printed[4:10]} {printed[20:]}{printed[11:19]}"
        program = compiling.compile(*paths)
        assert run(program).stdout == f"{printed}{day}\n{printed}\n"
        assert not program.diagnostics
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is not a date"):
        compiling.compile(*paths)


@pytest.mark.parametrize("flags", [('-D__TIMESTAMP__="mine"',), ("-D", '__TIMESTAMP__="mine"')])
def test_a_date_of_the_persons_own_stays(compiling: Compiling, flags: tuple[str, ...]) -> None:
    path = compiling.source("a.c", b"#include <stdio.h>\nint main(void) { puts(__TIMESTAMP__); }\n")
    program = compiling.compile(path, options=CompileOptions(flags=flags))
    assert run(program).stdout == "mine\n"


def test_an_unchanged_rebuild_starts_no_compiler(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = compiling.source("warn.c", b"int main(void) {\n  int again;\n  return 5;\n}\n")
    options = CompileOptions(warnings=True)
    first = compiling.compile(path, options=options)
    assert not first.cached
    assert compiling.commands
    compiling.events.clear()

    def refuse(*arguments: object, **named: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    again = compiling.compile(path, options=options)
    monkeypatch.undo()
    assert again.cached
    assert again.diagnostics == first.diagnostics
    assert not compiling.commands
    assert run(again).returncode == 5


def test_a_change_of_source_or_options_is_compiled(compiling: Compiling) -> None:
    path = compiling.source("code.c", b"int main(void) { return CODE; }\n")
    assert run(compiling.compile(path, options=CompileOptions(flags=("-DCODE=1",)))).returncode == 1
    assert run(compiling.compile(path, options=CompileOptions(flags=("-DCODE=2",)))).returncode == 2
    compiling.source("code.c", b"int main(void) { return CODE + 1; }\n")
    assert run(compiling.compile(path, options=CompileOptions(flags=("-DCODE=2",)))).returncode == 3


@pytest.mark.parametrize("flag", ["-shared", "-o/tmp/elsewhere", "@flags.txt", "-fplugin=x.so"])
def test_a_flag_that_would_break_a_promise_is_refused(compiling: Compiling, flag: str) -> None:
    path = compiling.source("bare.c", BARE)
    with pytest.raises(CompileFailedError) as caught:
        compiling.toolchain.commands(read_sources([path]), CompileOptions(flags=(flag,)))
    assert flag in caught.value.title
    assert compiling.fails(path, options=CompileOptions(flags=(flag,))).title == caught.value.title
    assert not compiling.commands


def test_a_flag_the_compiler_does_not_know_is_named(compiling: Compiling) -> None:
    options = CompileOptions(flags=("-ftree-scratchpress-has-none",))
    error = compiling.fails(compiling.source("bare.c", BARE), options=options)
    assert error.title == "The compiler does not know the option -ftree-scratchpress-has-none."


def test_a_ready_program_is_no_source(compiling: Compiling) -> None:
    program = compiling.compile(compiling.source("bare.c", BARE))
    with pytest.raises(SourceError, match="is a program that is ready"):
        compiling.compile(program.path)


def test_the_environment_of_the_person_does_not_reach_the_compiler(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiling.source("elsewhere/outside.h", b"")
    monkeypatch.setenv("CPATH", str(compiling.folder / "source" / "elsewhere"))
    error = compiling.fails(compiling.source("main.c", b"#include <outside.h>\n" + BARE))
    assert "outside.h" in error.title


@pytest.mark.parametrize("name", ["gcc", "clang"])
def test_a_host_compiler_refuses_another_platform_and_names_the_one_that_can(
    name: str, tmp_path: Path
) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    compiling = Compiling(get_toolchain(ToolchainName(name)), tmp_path)
    path = compiling.source("bare.c", BARE)
    with pytest.raises(ToolchainMissingError) as caught:
        compiling.compile(path, options=CompileOptions(platforms=(other,)))
    assert other.value in caught.value.title
    assert "zig" in caught.value.remedy


def test_a_host_compiler_that_is_not_installed_is_told_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainMissingError) as caught:
        get_toolchain(ToolchainName.GCC)
    assert caught.value.title == "gcc is not installed on this computer."
    assert "built-in" in caught.value.remedy
    reports = {report.name: report for report in available_toolchains()}
    assert not reports[ToolchainName.CLANG].usable
    assert reports[ToolchainName.PREBUILT].usable
    assert reports[ToolchainName.ZIG].usable


def test_a_host_compiler_without_static_libraries_is_told_before_it_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_script(
        tmp_path / "gcc",
        'case "$1" in\n-v) echo "Target: x86_64-linux-gnu"; echo "gcc version 12.2.0 (Test)";;\n'
        '-print-search-dirs) echo "libraries: =/nowhere/:/nowhere/too/";;\nesac\n',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    compiling = Compiling(get_toolchain(ToolchainName.GCC), tmp_path)
    with pytest.raises(ToolchainMissingError) as caught:
        compiling.compile(compiling.source("bare.c", BARE))
    assert "libc.a is missing" in caught.value.title
    assert "built-in" in caught.value.remedy


def write_script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}")
    path.chmod(0o755)


def test_the_toolchains_of_this_computer_are_listed_with_their_titles() -> None:
    reports = available_toolchains()
    assert [report.name for report in reports] == list(ToolchainName)
    # The tests bring all of them but Rust's.
    assert all(report.usable for report in reports if report.name is not ToolchainName.RUST)
    assert reports[1].title.startswith("gcc ")


def test_a_ready_program_is_taken_as_it_is(tmp_path: Path) -> None:
    made = Compiling(get_toolchain(ToolchainName.GCC), tmp_path / "made")
    program = made.compile(made.source("bare.c", BARE))
    taking = Compiling(get_toolchain(ToolchainName.PREBUILT), tmp_path / "taken")
    taking.folder.mkdir()
    taken = taking.compile(program.path)
    assert taken.path.read_bytes() == program.path.read_bytes()
    assert taken.path != program.path
    assert run(taken).returncode == 7
    assert taking.toolchain.commands(read_sources([program.path]), CompileOptions()) == ()


def test_source_code_is_no_ready_program(tmp_path: Path) -> None:
    taking = Compiling(get_toolchain(ToolchainName.PREBUILT), tmp_path)
    with pytest.raises(SourceError, match="is C source code") as caught:
        taking.compile(taking.source("hello.c", C_HELLO))
    assert "Choose a compiler" in caught.value.remedy


UNUSED = b"""#include <cstdio>
int table[5000] = {1};
int unused(int i) { return table[i] + std::printf("%d", i); }
int main() { std::puts("kept"); }
"""
THROWS = b"int main() { throw 1; }\n"
CASTS = b"struct A { virtual ~A() {} }; int main() { A a; return dynamic_cast<void*>(&a) == 0; }\n"
TYPES = b"#include <typeinfo>\nint main() { return typeid(int).name()[0] == 0; }\n"


@pytest.mark.parametrize("aim", list(Optimize))
def test_a_program_optimised_across_files_works_and_is_the_same_each_time(
    compiling: Compiling, aim: Optimize, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = compiling.source("main.cc", b'extern "C" int add(int, int);\n' + CPP_HELLO.replace(
        b'"hello from C++\\n"', b"add(1, 2)"))  # fmt: skip
    other = compiling.source("add.c", b"int add(int a, int b) { return a + b; }\n")
    options = CompileOptions(lto=True, optimize=aim)
    program = compiling.compile(main, other, options=options)
    assert run(program).stdout == "3"
    assert any("-flto" in command.arguments for command in compiling.commands)
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(compiling.folder / "another cache"))
    again = compiling.compile(main, other, options=options)
    assert not again.cached
    if options.strips:
        assert sha256(again) == sha256(program)


def test_unused_code_is_dropped_and_the_program_is_smaller(compiling: Compiling) -> None:
    path = compiling.source("unused.cc", UNUSED)
    whole = compiling.compile(path, options=CompileOptions(optimize=Optimize.FAST))
    rest = compiling.compile(path, options=CompileOptions(optimize=Optimize.FAST, drop_unused=True))
    assert rest.path.stat().st_size < whole.path.stat().st_size - 5000
    assert run(rest).stdout == "kept\n"


@pytest.mark.parametrize(
    ("content", "options", "word"),
    [
        (THROWS, CompileOptions(exceptions=False), "exception"),
        (TYPES, CompileOptions(rtti=False), "rtti"),
    ],
)
def test_without_exceptions_or_type_information_their_words_do_not_compile(
    compiling: Compiling, content: bytes, options: CompileOptions, word: str
) -> None:
    path = compiling.source("words.cc", content)
    compiling.compile(path)
    assert word in compiling.fails(path, options=options).title
    c_file = compiling.source("hello.c", C_HELLO)
    assert run(compiling.compile(c_file, options=options)).stdout == "hello from C\n"


@pytest.mark.parametrize("content", [C_HELLO, CPP_HELLO])
def test_a_static_pie_program_is_proven_and_runs(compiling: Compiling, content: bytes) -> None:
    path = compiling.source("hello.c" if content is C_HELLO else "hello.cc", content)
    options = CompileOptions(static_pie=True)
    program = compiling.compile(path, options=options)
    proven = prove_static(program.path, host_platform(), name="hello")
    assert proven.linkage is Linkage.STATIC_PIE
    # e_type: 3 is what can be loaded anywhere, 2 a program at a fixed address.
    assert program.path.read_bytes()[16] == 3
    assert run(program).stdout.startswith("hello from C")


def test_a_c_library_without_the_start_of_static_pie_is_told_with_its_package(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    if compiling.toolchain.name is ToolchainName.ZIG:
        return
    monkeypatch.setattr("scratchpress.toolchains.c.toolchain._STATIC_PIE_START", "rcrt1-none.o")
    with pytest.raises(ToolchainMissingError) as caught:
        compiling.compile(compiling.source("bare.c", BARE), options=CompileOptions(static_pie=True))
    assert "libc6-dev" in caught.value.remedy


def test_the_processor_of_this_computer_is_allowed_with_a_warning(compiling: Compiling) -> None:
    path = compiling.source("bare.c", BARE)
    options = CompileOptions(flags=("-march=native",))
    assert run(compiling.compile(path, options=options)).returncode == 7
    notices = [event.text for event in compiling.events if isinstance(event, Notice)]
    assert len(notices) == 1
    assert "crash" in notices[0]
    assert not compiling.compile(path, options=options).cached


def test_a_contradiction_is_told_before_anything_is_compiled(compiling: Compiling) -> None:
    path = compiling.source("bare.c", BARE)
    assert "c++20" in compiling.fails(path, options=CompileOptions(standard="c++20")).title
    assert "-O3" in compiling.fails(path, options=CompileOptions(flags=("-O3",))).title
    assert not compiling.commands


# A word that looks like a flag is the value of the one before it.
@example(["-u", "-l"])
@example(["-u", "-Xlinker"])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["-u", "-l", "-Xlinker", "-L", "-I", "-D", "-std=c17", "-O2", "-Wl,"]),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(
                lambda text: f"-{text}"
            ),
        )
    )
)
def test_any_flags_give_commands_or_an_error(toolchain: Toolchain, flags: list[str]) -> None:
    sources = Sources(Language.C, (Source(Path("/x/a.c"), b""),))
    with suppress(ScratchpressError):
        assert toolchain.commands(sources, CompileOptions(flags=tuple(flags)))


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(lto=True, drop_unused=True, exceptions=False, rtti=False),
        CompileOptions(static_pie=True),
    ],
)
def test_with_choices_the_commands_by_hand_make_the_same_program(
    compiling: Compiling, options: CompileOptions
) -> None:
    path = compiling.source("main.cc", UNUSED)
    program = compiling.compile(path, options=options)
    for command in compiling.toolchain.commands(read_sources([path]), options):
        subprocess.run(command, cwd=path.parent, timeout=300, check=True)
    assert (path.parent / "main").read_bytes() == program.path.read_bytes()


@pytest.mark.parametrize("optimize", [Optimize.SMALL, Optimize.FAST])
@pytest.mark.parametrize("language", [Language.C, Language.CPP])
def test_every_popular_flag_is_understood(
    compiling: Compiling, optimize: Optimize, language: Language
) -> None:
    name = "bare.c" if language is Language.C else "bare.cc"
    path = compiling.source(name, b"int main(void) { return 7; }\n")
    options = CompileOptions(toolchain=compiling.toolchain.name, optimize=optimize)
    flags = tuple(
        one.flag for one in popular_flags(options, language) if one.flag != "-march=native"
    )
    program = compiling.compile(path, options=msgspec.structs.replace(options, flags=flags))
    assert not program.diagnostics
    prove_static(program.path, host_platform(), name="bare")
