"""What the compilers of Go, Rust and Zig do alike."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import SourceError, ToolchainMissingError
from scratchpress.core.events import CommandStarted
from scratchpress.core.platforms import host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import available_toolchains, get_toolchain
from scratchpress.toolchains.protocol import CompileRequest
from tests.support.native import GO, PROBES, RUST, ZIG, Compiling, Probe, run

if TYPE_CHECKING:
    from scratchpress.pipeline.events import Event


@pytest.fixture(params=[GO, RUST, ZIG])
def probe(request: pytest.FixtureRequest) -> Probe:
    return PROBES[request.param]


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path)


@pytest.mark.parametrize("optimize", list(Optimize))
def test_a_hello_becomes_a_static_program(
    compiling: Compiling, probe: Probe, optimize: Optimize
) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    program = compiling.compile(path, options=CompileOptions(optimize=optimize))
    prove_static(program.path, host_platform(), name="hello")
    assert run(program).stdout == "hello\n"


def test_an_exit_code_is_the_programs_own(compiling: Compiling, probe: Probe) -> None:
    assert run(compiling.compile(compiling.source(f"e{probe.ending}", probe.exits))).returncode == 7


def test_an_error_names_file_line_column_and_source_line(
    compiling: Compiling, probe: Probe
) -> None:
    error = compiling.fails(compiling.source(f"wrong name{probe.ending}", probe.wrong))
    first = error.diagnostics[0]
    line, column = probe.wrong_place
    assert (first.severity, first.file) == (Severity.ERROR, f"wrong name{probe.ending}")
    assert (first.line, first.column) == (line, column)
    assert first.source_line == probe.wrong.splitlines()[line - 1]
    assert error.title.startswith(f"wrong name{probe.ending} does not compile: line {line}: ")
    assert f"wrong name{probe.ending}:{line}:" in error.details
    assert error.remedy


@pytest.mark.parametrize("before", ["\t\t", "/* é 日本 😀 */ ", "/* \x1b */\t"])
def test_a_column_counts_the_bytes_of_the_line_that_is_told(
    compiling: Compiling, probe: Probe, before: str
) -> None:
    if probe.name is ZIG:
        # It has comments to the end of a line only, and control characters in none.
        before = before.replace("/* ", '_ = "').replace(" */", '";').replace("\x1b", "")
    text = probe.wrong.replace("missing", f"{before}missing")
    first = compiling.fails(compiling.source(f"wide{probe.ending}", text)).diagnostics[0]
    assert first.source_line.encode()[first.column - 1 :] in {b"missing()", b"missing();"}


def test_a_byte_order_mark_shifts_no_column(compiling: Compiling, probe: Probe) -> None:
    text = probe.wrong.replace("\n", " ").replace("package main ", "package main; ")
    first = compiling.fails(compiling.source(f"m{probe.ending}", f"\ufeff{text}")).diagnostics[0]
    assert first.source_line == text
    assert first.source_line.encode()[first.column - 1 :].startswith(b"missing()")


def test_a_program_without_main_is_told_so(compiling: Compiling, probe: Probe) -> None:
    error = compiling.fails(compiling.source(f"nomain{probe.ending}", probe.no_main))
    assert error.title == "The program has no main function."
    begins = {GO: "func main() {", RUST: "fn main() {", ZIG: "pub fn main() void {"}
    assert begins[probe.name] in error.remedy


@pytest.mark.parametrize("name", ["with space", "emoji 🐳", "-v", "@x", 'a=b$(x);*"'])
def test_an_odd_file_name_is_a_file_name(compiling: Compiling, probe: Probe, name: str) -> None:
    path = compiling.source(f"{name}{probe.ending}", probe.exits)
    # Without link-time optimisation, which takes seconds.
    program = compiling.compile(path, options=CompileOptions(optimize=Optimize.FAST))
    assert run(program).returncode == 7


def test_the_commands_by_hand_make_the_same_program(compiling: Compiling, probe: Probe) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    # In other modes rustc 1.63 parts a program otherwise when it also tells its middle form.
    program = compiling.compile(path, options=CompileOptions())
    for command in get_toolchain(probe.name).commands(read_sources([path]), CompileOptions()):
        subprocess.run(command, cwd=path.parent, capture_output=True, timeout=120, check=True)
    assert (path.parent / "hello").read_bytes() == program.path.read_bytes()


def test_the_same_source_gives_the_same_bytes_from_any_folder(
    tmp_path: Path, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Debug information is where folders get into programs; Zig's says so.
    options = CompileOptions(optimize=Optimize.DEBUG, strip=True if probe.name is ZIG else None)
    found: set[bytes] = set()
    for place in ("one", "two/deeper é"):
        (tmp_path / place).mkdir(parents=True)
        monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / f"{len(found)}-cache"))
        compiling = Compiling(tmp_path / place)
        path = compiling.source(f"same{probe.ending}", probe.hello)
        program = compiling.compile(path, options=options)
        assert not program.cached
        found.add(program.path.read_bytes())
    assert len(found) == 1


def test_an_unchanged_rebuild_starts_no_compiler(
    compiling: Compiling, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = compiling.source(f"again{probe.ending}", probe.exits + "// once\n")
    assert not compiling.compile(path).cached
    compiling.events.clear()

    def refuse(*arguments: object, **named: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    again = compiling.compile(path)
    monkeypatch.undo()
    assert again.cached
    assert not [event for event in compiling.events if isinstance(event, CommandStarted)]
    assert run(again).returncode == 7


def test_a_stopped_compile_leaves_no_process(compiling: Compiling, probe: Probe) -> None:
    path = compiling.source(f"stop{probe.ending}", probe.hello + "// stopped\n")
    heard = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, CommandStarted):
            heard.set()

    def stop() -> None:
        heard.wait(60)
        compiling.cancellation.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    folder = compiling.folder / "request"
    folder.mkdir()
    request = CompileRequest(read_sources([path]), CompileOptions(), folder)
    with pytest.raises(CancelledError):
        get_toolchain(probe.name).compile(request, emit, compiling.cancellation)
    stopper.join()
    assert not [pid for pid in processes() if str(folder) in pid]


def processes() -> list[str]:
    """The command lines of all processes."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found.append((entry / "cmdline").read_bytes().decode(errors="replace"))
            except OSError:
                continue
    return found


@pytest.mark.parametrize(
    "flag", ["-o=x", "-buildmode=c-shared", "-ldflags=-linkmode external", "--crate-type=dylib",
             "-Cprefer-dynamic", "-Clinker=evil", "-toolexec=evil", "@file", "other.rs"],
)  # fmt: skip
def test_a_flag_that_would_break_a_promise_is_refused(
    compiling: Compiling, probe: Probe, flag: str
) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    assert flag in compiling.fails(path, options=CompileOptions(flags=(flag,))).title


def test_a_standard_of_another_language_is_refused(compiling: Compiling, probe: Probe) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    assert "c++20" in compiling.fails(path, options=CompileOptions(standard="c++20")).title


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (CompileOptions(lto=True), "lto"),
        (CompileOptions(exceptions=False), "exceptions"),
        (CompileOptions(static_pie=True), "static-pie"),
    ],
)
def test_a_choice_for_c_and_cpp_alone_is_refused(
    compiling: Compiling, probe: Probe, options: CompileOptions, key: str
) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    assert compiling.fails(path, options=options).title.startswith(f"{key} is a choice for C")


def test_another_toolchain_refuses_the_language_and_names_the_right_one(
    compiling: Compiling, probe: Probe
) -> None:
    path = compiling.source(f"hello{probe.ending}", probe.hello)
    sources = read_sources([path])
    with pytest.raises(SourceError) as caught:
        get_toolchain(ToolchainName.GCC).commands(sources, CompileOptions())
    assert "gcc compiles C, C++ and assembly" in caught.value.title
    assert probe.name.value in caught.value.remedy
    if probe.name is ZIG:
        return
    c = read_sources([compiling.source("hello.c", "int main(void) { return 0; }\n")])
    with pytest.raises(SourceError, match="is C source code"):
        get_toolchain(probe.name).commands(c, CompileOptions())


@pytest.mark.parametrize("name", [GO, RUST])
def test_a_toolchain_that_is_not_here_says_how_to_get_it(
    name: ToolchainName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ToolchainMissingError) as caught:
        get_toolchain(name)
    assert "is not installed on this computer" in caught.value.title
    assert "apt install" in caught.value.remedy


def test_a_toolchain_that_works_is_listed_with_its_version(probe: Probe) -> None:
    report = next(item for item in available_toolchains() if item.name is probe.name)
    assert report.usable
    assert re.search(r" [0-9]+", report.title)


def test_a_source_known_by_its_text_alone_is_compiled(compiling: Compiling, probe: Probe) -> None:
    path = compiling.source("hello.txt", probe.hello)
    if probe.name is ZIG:
        with pytest.raises(SourceError, match=r"only files that end in \.zig"):
            compiling.compile(path)
        return
    assert run(compiling.compile(path)).returncode == 0


def test_languages_that_no_compiler_mixes_are_told(compiling: Compiling) -> None:
    go = compiling.source("a.go", PROBES[GO].hello)
    with pytest.raises(SourceError, match="C and Go files were given together"):
        read_sources([go, compiling.source("b.c", "int main(void) {}\n")])
