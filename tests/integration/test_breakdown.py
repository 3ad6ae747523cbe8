"""The bytes of a program by library, as the linker or the names tell."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from scratchpress.core.errors import CompileLimitError
from scratchpress.pipeline.job import BuildResult
from scratchpress.pipeline.size_twin import breakdown_of
from tests.support.command_line import COMMAND, environment, report_of, run_command
from tests.support.programs import compile_static

HELLO = '#include <iostream>\nint main() { std::cout << "hello\\n"; }\n'


def libraries(report: Any) -> dict[str, int]:
    assert sum(one["size"] for one in report["libraries"]) == report["size"]
    by_slice: dict[str, int] = {}
    for part in report["parts"]:
        assert not part["symbols"] or sum(one["size"] for one in part["symbols"]) == part["size"]
        rest = [{"library": "", "size": part["size"]}]
        for one in part["symbols"] or rest:
            name = one["library"] or "rest"
            by_slice[name] = by_slice.get(name, 0) + one["size"]
    found = {one["name"]: one["size"] for one in report["libraries"]}
    assert found == by_slice
    return found


ZIG = {"hello.cc", "libc++", "libc++abi", "libunwind", "libc (musl)", "compiler-rt"}
GCC = {"hello.cc", "libstdc++", "libgcc", "libc (glibc)"}


@pytest.mark.parametrize(
    ("toolchain", "option", "expected"),
    [
        ("zig", "--lto", ZIG),
        ("zig", "--no-strip", ZIG),
        ("gcc", "--strip", GCC),
        ("clang", "--lto", GCC),
    ],
)
def test_cpp_is_told_by_library_and_adds_up(
    tmp_path: Path, toolchain: str, option: str, expected: set[str]
) -> None:
    (tmp_path / "hello.cc").write_text(HELLO)
    arguments = ("sizes", "--json", "--toolchain", toolchain, option, "hello.cc")
    found = libraries(report_of(run_command(*arguments, cwd=tmp_path).stdout))
    assert expected <= set(found)
    assert set(found) <= {*expected, "start code", "rest"}
    assert found["hello.cc"] < found["rest"]


def test_the_person_s_several_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "main.cc").write_text("int table(int); int main() { return table(3); }\n")
    (tmp_path / "table.cc").write_text("int all[999] = {1}; int table(int n) { return all[n]; }\n")
    done = run_command("sizes", "--json", "main.cc", "table.cc", cwd=tmp_path)
    report = report_of(done.stdout)
    assert libraries(report)["table.cc"] > 3996 > libraries(report)["main.cc"] > 0
    own = {one["name"] for one in report["libraries"] if one["own"]}
    assert own == {"main.cc", "table.cc"}


def test_go_is_told_by_package(tmp_path: Path) -> None:
    (tmp_path / "hello.go").write_text(
        'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n'
    )
    # Not run_command, which takes Go's functions for tracebacks.
    command = [*COMMAND, "sizes", "--json", "hello.go"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, check=True
    )
    found = libraries(report_of(done.stdout))
    assert {"hello.go", "fmt", "runtime", "internal/runtime/maps", "Go's tables"} <= set(found)
    assert not any("(" in name or "[" in name for name in found)


def test_rust_is_told_by_crate_and_library(tmp_path: Path) -> None:
    (tmp_path / "hello.rs").write_text('fn main() { println!("hello {}", 3); }\n')
    found = libraries(report_of(run_command("sizes", "--json", "hello.rs", cwd=tmp_path).stdout))
    assert {"hello.rs", "std", "core", "alloc"} <= set(found)
    assert any(name.startswith("libc (") for name in found)


def test_a_cargo_project_is_told_by_crate_and_library(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "shop"\nversion = "0.1.0"\n')
    (tmp_path / "src/main.rs").write_text('fn main() { println!("hello {}", 3); }\n')
    arguments = ("sizes", "--json", "--optimize", "fast", "Cargo.toml")
    found = libraries(report_of(run_command(*arguments, cwd=tmp_path).stdout))
    assert {"shop", "std", "core", "alloc"} <= set(found)
    assert any(name.startswith("libc (") for name in found)


def test_zig_with_symbols_is_told_by_file_and_without_says_why(tmp_path: Path) -> None:
    (tmp_path / "hello.zig").write_text(
        'const words = @import("words.zig");\n'
        'pub fn main() void {\n    words.say("hi");\n    words.say("there");\n}\n'
    )
    (tmp_path / "words.zig").write_text(
        'const std = @import("std");\npub noinline fn say(text: []const u8) void {\n'
        "    _ = std.os.linux.write(1, text.ptr, text.len);\n}\n"
    )
    arguments = ("sizes", "--json", "--no-strip", "hello.zig")
    report = report_of(run_command(*arguments, cwd=tmp_path).stdout)
    assert {"hello.zig", "Zig's library"} <= set(libraries(report))
    names = {one["name"]: one["library"] for part in report["parts"] for one in part["symbols"]}
    assert names["words.say"] == "hello.zig"
    assert report["notice"] == ""
    report = report_of(run_command("sizes", "--json", "hello.zig", cwd=tmp_path).stdout)
    assert "another program when it keeps symbols" in report["notice"]


def test_the_table_has_the_libraries_and_the_largest_functions(tmp_path: Path) -> None:
    (tmp_path / "hello.cc").write_text(HELLO)
    text = run_command("sizes", "hello.cc", cwd=tmp_path).stdout.decode()
    _, _, below = text.partition("By library:\n")
    assert below.splitlines()[0].endswith("  libc++")
    assert "  printf_core  .text  libc (musl)" in below
    assert "without a symbol" not in below


def test_a_twin_that_does_not_compile_is_told(tmp_path: Path) -> None:
    result = BuildResult(executable=compile_static("int main(void) { return 0; }", tmp_path))
    found = breakdown_of(result, BuildResult(), CompileLimitError("It took too long."))
    assert found.notice.endswith("so only its sections can be told. It took too long.")
    assert found.libraries == (("rest", found.size, False),)
