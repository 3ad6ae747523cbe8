"""How Rust is compiled: files and cargo projects."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import get_toolchain
from tests.support.native import MANIFEST, PROBES, RUST, Compiling, quick_options, run


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path)


def test_what_rust_says_of_other_places_belongs_to_the_error(compiling: Compiling) -> None:
    text = (
        "fn take(_: String) {}\nfn main() {\n    let é = String::new();\n    take(é);\n"
        '    println!("{}", é);\n}\n'
    )
    (moved,) = grouped(compiling.fails(compiling.source("moved.rs", text)).diagnostics)
    assert moved.main.line == 5
    told = {(note.line, note.text) for note in moved.notes}
    assert (4, "value moved here") in told
    assert (5, "value borrowed here after move") in told
    text = "fn main() {\n    let number = 3;\n    number = 4;\n}\n"
    (changed,) = (
        message
        for message in grouped(compiling.fails(compiling.source("a.rs", text)).diagnostics)
        if message.main.severity is Severity.ERROR
    )
    assert any(note.text.startswith("help: ") for note in changed.notes)


def test_rust_refuses_a_platform_whose_target_is_not_here(compiling: Compiling) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    path = compiling.source("hello.rs", PROBES[RUST].hello)
    with pytest.raises(ToolchainMissingError, match=other.value):
        compiling.compile(path, options=CompileOptions(platforms=(other,)))


def test_a_variable_in_a_rust_program_is_read_each_time(
    compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'fn main() { println!("{:?}", option_env!("SOURCE_DATE_EPOCH")); }\n'
    main = compiling.source("main.rs", text)
    for date in ("0", "86400"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        assert run(compiling.compile(main)).stdout == f'Some("{date}")\n'


def test_a_rust_file_brings_the_files_it_names(compiling: Compiling) -> None:
    main = compiling.source("main.rs", "mod part;\nfn main() { part::tell(); }\n")
    compiling.source("part.rs", 'pub fn tell() { println!("{}", file!()); }\n')
    assert run(compiling.compile(main)).stdout == "part.rs\n"
    assert compiling.compile(main).cached
    compiling.source("part.rs", 'pub fn tell() { println!("changed"); }\n')
    assert run(compiling.compile(main)).stdout == "changed\n"


def test_an_edition_is_chosen_as_the_standard(compiling: Compiling) -> None:
    path = compiling.source("old.rs", "fn main() { let async = 7; std::process::exit(async); }\n")
    program = compiling.compile(
        path, options=CompileOptions(standard="rust2015", optimize=Optimize.FAST)
    )
    assert run(program).returncode == 7
    assert "async" in compiling.fails(path).title


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


def test_the_commands_by_hand_build_a_cargo_project(compiling: Compiling) -> None:
    manifest = compiling.source("Cargo.toml", MANIFEST)
    compiling.source("src/main.rs", PROBES[RUST].exits)
    sources = read_sources([manifest])
    for command in get_toolchain(RUST).commands(sources, quick_options(sources)):
        subprocess.run(command, cwd=manifest.parent, capture_output=True, timeout=120, check=True)
    assert subprocess.run([manifest.parent / "Cargo"], timeout=60, check=False).returncode == 7


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
