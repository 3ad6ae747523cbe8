"""How the compilers of Go, Rust and Zig behave, alone and as a whole project.

Go and Zig are tested wherever the tests run, because they come with them. Rust is tested where the
computer has it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scratchpress.cancellation import Cancellation, CancelledError
from scratchpress.errors import CompileFailedError, SourceError, ToolchainMissingError
from scratchpress.events import CommandStarted, Event, Notice, Severity
from scratchpress.executable import prove_static
from scratchpress.messages import messages_of
from scratchpress.planning import toolchain_for
from scratchpress.platforms import Platform, host_platform
from scratchpress.recipe import CompileOptions, Optimize, Recipe, ToolchainName
from scratchpress.sources import Language, read_sources
from scratchpress.toolchains.find import available_toolchains, get_toolchain
from scratchpress.toolchains.protocol import CompiledProgram, CompileRequest

GO, RUST, ZIG = ToolchainName.GO, ToolchainName.RUST, ToolchainName.ZIG


@dataclass
class Probe:
    """One language's programs."""

    name: ToolchainName
    ending: str
    hello: str
    exits: str
    wrong: str
    wrong_place: tuple[int, int]
    no_main: str


PROBES = {
    GO: Probe(
        GO,
        ".go",
        'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
        'package main\n\nimport "os"\n\nfunc main() { os.Exit(7) }\n',
        "package main\n\nfunc main() {\n\tmissing()\n}\n",
        (4, 2),
        "package main\n\nfunc other() {}\n",
    ),
    RUST: Probe(
        RUST,
        ".rs",
        'fn main() { println!("hello"); }\n',
        "fn main() { std::process::exit(7); }\n",
        "fn main() {\n    /* é */ missing();\n}\n",
        (2, 14),
        "pub fn other() {}\n",
    ),
    ZIG: Probe(
        ZIG,
        ".zig",
        'const std = @import("std");\n\npub fn main() !void {\n'
        '    _ = std.os.linux.write(1, "hello\\n", 6);\n}\n',
        'const std = @import("std");\n\npub fn main() void {\n    std.process.exit(7);\n}\n',
        "pub fn main() void {\n    missing();\n}\n",
        (2, 5),
        "pub fn other() void {}\n",
    ),
}
needs_rust = pytest.mark.skipif(shutil.which("rustc") is None, reason="this computer has no rustc")


@pytest.fixture(params=[GO, pytest.param(RUST, marks=needs_rust), ZIG])
def probe(request: pytest.FixtureRequest) -> Probe:
    return PROBES[request.param]


@dataclass
class Compiling:
    """Compiles in fresh folders and remembers what was reported."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    cancellation: Cancellation = field(default_factory=Cancellation)

    def source(self, name: str, content: str) -> Path:
        path = self.folder / "source" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content)
        return path

    def compile(self, *paths: Path, options: CompileOptions | None = None) -> CompiledProgram:
        folder = self.folder / f"request-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        sources = read_sources(paths)
        chosen = options or CompileOptions()
        recipe = Recipe(sources=("x",), compile=chosen)
        toolchain = get_toolchain(toolchain_for(sources, recipe))
        request = CompileRequest(sources, chosen, folder)
        return toolchain.compile(request, self.events.append, self.cancellation)

    def fails(self, *paths: Path, options: CompileOptions | None = None) -> CompileFailedError:
        with pytest.raises(CompileFailedError) as caught:
            self.compile(*paths, options=options)
        return caught.value


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path)


def run(program: CompiledProgram) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program.path], capture_output=True, text=True, timeout=60, check=False)


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


def test_what_go_adds_in_further_lines_belongs_to_the_error(compiling: Compiling) -> None:
    text = "package main\n\nfunc f(a int) {}\n\nfunc main() { f(1, 2) }\nfunc main() {}\n"
    error = compiling.fails(compiling.source("two.go", text))
    assert "\n" not in error.title
    wrong, twice = messages_of(error.diagnostics)
    assert wrong.main.text.splitlines()[1:] == ["have (number, number)", "want (int)"]
    assert "main redeclared" in twice.main.text
    (earlier,) = twice.notes
    assert (earlier.file, earlier.line, earlier.text) == ("two.go", 5, "other declaration of main")


def test_that_go_gave_up_is_no_error_to_count(compiling: Compiling) -> None:
    text = "package main\n\nfunc main() {\n" + "\tmissing()\n" * 40 + "}\n"
    found = compiling.fails(compiling.source("many.go", text)).diagnostics
    assert (found[-1].severity, found[-1].text) == (Severity.NOTE, "too many errors")
    assert found[-2].severity is Severity.ERROR


@needs_rust
def test_what_rust_says_of_other_places_belongs_to_the_error(compiling: Compiling) -> None:
    text = (
        "fn take(_: String) {}\nfn main() {\n    let é = String::new();\n    take(é);\n"
        '    println!("{}", é);\n}\n'
    )
    (moved,) = messages_of(compiling.fails(compiling.source("moved.rs", text)).diagnostics)
    assert moved.main.line == 5
    told = {(note.line, note.text) for note in moved.notes}
    assert (4, "value moved here") in told
    assert (5, "value borrowed here after move") in told
    assert any(text.startswith("help: ") for _, text in told)


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
    program = compiling.compile(path)
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


def test_the_embedded_go_serves_where_the_computer_has_none(
    monkeypatch: pytest.MonkeyPatch, compiling: Compiling
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    path = compiling.source("embedded.go", PROBES[GO].hello + "// embedded\n")
    assert run(compiling.compile(path)).stdout == "hello\n"


def test_a_toolchain_that_works_is_listed_with_its_version(probe: Probe) -> None:
    report = next(item for item in available_toolchains() if item.name is probe.name)
    assert report.usable
    assert re.search(r" [0-9]+", report.title)


def test_go_makes_programs_for_the_other_platform(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.go", PROBES[GO].hello)
    program = compiling.compile(path, options=CompileOptions(platforms=(other,)))
    assert prove_static(program.path, other, name="hello").platform is other


@needs_rust
def test_rust_refuses_a_platform_that_it_has_no_linker_for(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.rs", PROBES[RUST].hello)
    with pytest.raises(ToolchainMissingError, match=other.value):
        compiling.compile(path, options=CompileOptions(platforms=(other,)))


def test_go_files_of_one_program_are_compiled_together(compiling: Compiling) -> None:
    main = compiling.source("main.go", "package main\n\nfunc main() { tell() }\n")
    tell = compiling.source("tell.go", 'package main\n\nfunc tell() { println("told") }\n')
    assert run(compiling.compile(main, tell)).stderr == "told\n"


def test_two_go_main_functions_are_told_with_their_files(compiling: Compiling) -> None:
    paths = [compiling.source(f"{name}.go", PROBES[GO].hello) for name in "ab"]
    error = compiling.fails(*paths)
    assert error.title.startswith("a.go and b.go both have a main function")
    assert [choice.paths for choice in error.choices] == [(paths[0],), (paths[1],)]


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


def test_a_go_module_is_a_program_and_a_change_in_it_is_noticed(compiling: Compiling) -> None:
    module = compiling.source("go.mod", "module example\n\ngo 1.21\n")
    compiling.source("main.go", 'package main\n\nimport "example/part"\n\n'
                     "func main() { println(part.Word) }\n")  # fmt: skip
    compiling.source("part/part.go", 'package part\n\nconst Word = "one"\n')
    assert read_sources([module]).language is Language.GO
    before = sorted((compiling.folder / "source").rglob("*"))
    assert run(compiling.compile(module)).stderr == "one\n"
    compiling.source("part/part.go", 'package part\n\nconst Word = "two"\n')
    assert run(compiling.compile(module)).stderr == "two\n"
    assert sorted((compiling.folder / "source").rglob("*")) == before
    compiling.source("part/part.go", "package part\n\nconst Word = missing\n")
    first = compiling.fails(module).diagnostics[0]
    assert (first.file, first.line, first.source_line) == (
        "part/part.go",
        3,
        "const Word = missing",
    )


def test_a_go_module_that_is_not_here_is_named(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOMODCACHE", str(compiling.folder / "modules"))
    program = 'package main\n\nimport "example.com/far/away"\n\nfunc main() { away.Go() }\n'
    error = compiling.fails(compiling.source("main.go", program))
    assert error.title == "The program needs example.com/far/away, which is not on this computer."
    assert "go mod init" in error.remedy
    module = compiling.source(
        "go.mod", "module example\n\ngo 1.21\n\nrequire example.com/far v1.0.0\n"
    )
    error = compiling.fails(module)
    assert "example.com/far" in error.title
    assert "go mod vendor" in error.remedy


def test_a_go_library_makes_no_program(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("lib.go", "package lib\n\nfunc F() {}\n"))
    assert error.title == "The project makes no program."


def test_a_go_test_is_no_program(compiling: Compiling) -> None:
    error = compiling.fails(compiling.source("a_test.go", PROBES[GO].hello))
    assert error.title.startswith("a_test.go is a test by its name")


@needs_rust
def test_a_rust_file_brings_the_files_it_names(compiling: Compiling) -> None:
    main = compiling.source("main.rs", "mod part;\nfn main() { part::tell(); }\n")
    compiling.source("part.rs", 'pub fn tell() { println!("{}", file!()); }\n')
    assert run(compiling.compile(main)).stdout == "part.rs\n"
    assert compiling.compile(main).cached
    compiling.source("part.rs", 'pub fn tell() { println!("changed"); }\n')
    assert run(compiling.compile(main)).stdout == "changed\n"


@needs_rust
def test_an_edition_is_chosen_as_the_standard(compiling: Compiling) -> None:
    path = compiling.source("old.rs", "fn main() { let async = 7; std::process::exit(async); }\n")
    program = compiling.compile(path, options=CompileOptions(standard="rust2015"))
    assert run(program).returncode == 7
    assert "async" in compiling.fails(path).title


needs_cargo = pytest.mark.skipif(
    not all(map(shutil.which, ("rustc", "cargo"))), reason="this computer has no cargo"
)
MANIFEST = '[package]\nname = "packed"\nversion = "0.1.0"\nedition = "2021"\n'


@needs_cargo
def test_a_cargo_project_is_a_program(compiling: Compiling) -> None:
    manifest = compiling.source("Cargo.toml", MANIFEST)
    compiling.source("src/main.rs", PROBES[RUST].hello)
    program = compiling.compile(manifest)
    prove_static(program.path, host_platform(), name="packed")
    assert run(program).stdout == "hello\n"
    assert not (manifest.parent / "target").exists()
    compiling.source("src/main.rs", PROBES[RUST].wrong)
    error = compiling.fails(manifest)
    first = error.diagnostics[0]
    assert (first.file, first.line, first.column) == ("src/main.rs", 2, 14)


@needs_cargo
def test_the_commands_by_hand_build_a_cargo_project(compiling: Compiling) -> None:
    manifest = compiling.source("Cargo.toml", MANIFEST)
    compiling.source("src/main.rs", PROBES[RUST].exits)
    for command in get_toolchain(RUST).commands(read_sources([manifest]), CompileOptions()):
        subprocess.run(command, cwd=manifest.parent, capture_output=True, timeout=120, check=True)
    assert subprocess.run([manifest.parent / "Cargo"], timeout=60, check=False).returncode == 7


@needs_cargo
def test_a_crate_that_is_not_here_is_named(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "RUSTUP_HOME" not in os.environ:
        monkeypatch.setenv("RUSTUP_HOME", str(Path.home() / ".rustup"))
    monkeypatch.setenv("CARGO_HOME", str(compiling.folder / "cargo"))
    manifest = compiling.source("Cargo.toml", MANIFEST + '[dependencies]\nscratchless = "1"\n')
    compiling.source("src/main.rs", PROBES[RUST].hello)
    error = compiling.fails(manifest)
    assert error.title == "The project needs the crate scratchless, which is not on this computer."
    assert "cargo fetch" in error.remedy


def test_a_zig_program_with_symbols_is_told_to_hold_its_folder(compiling: Compiling) -> None:
    path = compiling.source("hello.zig", PROBES[ZIG].hello)
    compiling.compile(path, options=CompileOptions(optimize=Optimize.DEBUG))
    (notice,) = [event.text for event in compiling.events if isinstance(event, Notice)]
    assert "the path of its folder" in notice


def test_files_that_a_zig_program_imports_are_beside_it(compiling: Compiling) -> None:
    text = PROBES[ZIG].exits.replace("exit(7)", 'exit(@import("code.zig").code)')
    path = compiling.source("main.zig", text)
    for code in (3, 4):
        compiling.source("code.zig", f"pub const code = {code};\n")
        assert run(compiling.compile(path)).returncode == code


def test_zig_makes_programs_for_the_other_platform(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.zig", PROBES[ZIG].hello)
    program = compiling.compile(path, options=CompileOptions(platforms=(other,)))
    assert prove_static(program.path, other, name="hello").platform is other


def test_a_zig_program_that_needs_c_is_told_so(compiling: Compiling) -> None:
    text = 'const std = @import("std");\npub fn main() void {\n    _ = std.c.getenv("HOME");\n}\n'
    error = compiling.fails(compiling.source("c.zig", text))
    assert error.title == "c.zig needs C's library or headers."
    assert "as a C program" in error.remedy


def test_several_zig_files_are_refused_with_the_one_to_give(compiling: Compiling) -> None:
    paths = [compiling.source(name, PROBES[ZIG].hello) for name in ("a.zig", "b.zig")]
    with pytest.raises(SourceError, match="zig takes one file"):
        compiling.compile(*paths)
