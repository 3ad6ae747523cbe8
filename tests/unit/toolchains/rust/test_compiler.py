"""Which rustc makes static programs for which platform, and what brings the missing part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import CLibrary
from scratchpress.recipe.model import CompileOptions
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.rust.compiler import Target, ask_rust
from scratchpress.toolchains.rust.toolchain import RustToolchain
from tests.support.compiling import write

if TYPE_CHECKING:
    from pathlib import Path

MUSL = "aarch64-unknown-linux-musl"
OWN = ("-Clinker=rust-lld", "-Clink-self-contained=yes")


class Installed:
    """A rustc that only says what it is, with empty libraries, alone on PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.path = self.add_program("rustc", "echo")
        self.say("1.95.0", "x86_64-unknown-linux-gnu")
        monkeypatch.setenv("PATH", str(self.programs))

    def say(self, version: str, host: str) -> None:
        words = f"release: {version}\\nhost: {host}\\n"
        root = self.folder / "root"
        body = f"case $1 in -vV) printf '{words}' ;; *) echo '{root}' ;; esac"
        self.add_program("rustc", body)
        self.add_target(host)

    def add_program(self, name: str, body: str = ":") -> Path:
        path = write(self.programs, name, f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    def add_target(self, name: str) -> None:
        (self.folder / "root/lib/rustlib" / name / "lib").mkdir(parents=True, exist_ok=True)

    def add_linker(self) -> None:
        write(self.folder / "root/lib/rustlib/x86_64-unknown-linux-gnu/bin", "rust-lld", "")

    def add_compiler(self, libc: str = "/usr/lib/libc.a") -> None:
        self.add_program("cc", f"echo {libc}")

    def target(self, platform: Platform) -> Target:
        return ask_rust(self.path).target(platform)

    def refusal(self, platform: Platform) -> ToolchainMissingError:
        with pytest.raises(ToolchainMissingError) as caught:
            self.target(platform)
        return caught.value


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return Installed(tmp_path, monkeypatch)


def test_the_computers_own_target_takes_the_c_library_of_its_compiler(installed: Installed) -> None:
    installed.add_compiler()
    found = installed.target(Platform.LINUX_AMD64)
    assert found == Target("x86_64-unknown-linux-gnu")
    assert found.library is CLibrary.GLIBC


def test_the_musl_target_stands_above_the_computers_own(installed: Installed) -> None:
    installed.add_compiler()
    installed.add_target("x86_64-unknown-linux-musl")
    found = installed.target(Platform.LINUX_AMD64)
    assert found == Target("x86_64-unknown-linux-musl")
    assert found.library is CLibrary.MUSL


def test_a_musl_target_for_another_processor_is_linked_by_rusts_own_linker(
    installed: Installed, tmp_path: Path
) -> None:
    installed.add_compiler()
    installed.add_target(MUSL)
    installed.add_linker()
    assert installed.target(Platform.LINUX_ARM64) == Target(MUSL, OWN)
    options = CompileOptions(platforms=(Platform.LINUX_ARM64,))
    source = read_sources([write(tmp_path, "hello.rs", "fn main() {}\n")])
    (command,) = RustToolchain().commands(source, options)
    assert {f"--target={MUSL}", *OWN} <= set(command)
    project = read_sources([write(tmp_path, "Cargo.toml", '[package]\nname = "shop"\n')])
    cargo, copy = RustToolchain().commands(project, options)
    assert any(word.startswith("RUSTFLAGS=") and OWN[0] in word for word in cargo)
    assert f"--target={MUSL}" in cargo
    assert copy == ("cp", f"target/{MUSL}/release/shop", "Cargo")


def test_a_musl_target_needs_no_c_compiler(installed: Installed) -> None:
    installed.add_target("x86_64-unknown-linux-musl")
    installed.add_linker()
    assert installed.target(Platform.LINUX_AMD64) == Target("x86_64-unknown-linux-musl", OWN)


def test_a_missing_target_is_told_with_the_command_that_brings_it(installed: Installed) -> None:
    installed.add_compiler()
    error = installed.refusal(Platform.LINUX_ARM64)
    assert error.title == (
        f"rustc cannot make static programs for linux/arm64 here: its target {MUSL} is missing."
    )
    assert error.remedy == f"Install Rust from rustup.rs and run rustup target add {MUSL}."
    installed.add_program("rustup")
    assert installed.refusal(Platform.LINUX_ARM64).remedy == f"Run rustup target add {MUSL}."


def test_a_rust_without_its_linker_does_not_link_for_another_processor(
    installed: Installed,
) -> None:
    installed.add_target(MUSL)
    assert "rust-lld, is missing" in installed.refusal(Platform.LINUX_ARM64).title


@pytest.mark.parametrize(("libc", "what"), [("", "it needs cc to link"), ("libc.a", "libc.a is")])
def test_a_missing_c_library_is_told(installed: Installed, libc: str, what: str) -> None:
    if libc:
        installed.add_compiler(libc)
    error = installed.refusal(Platform.LINUX_AMD64)
    assert what in error.title
    assert "rustup target add x86_64-unknown-linux-musl" in error.remedy
    assert "apt install gcc libc6-dev" in error.remedy


def test_another_system_needs_the_musl_target(installed: Installed) -> None:
    installed.add_compiler()
    installed.say("1.95.0", "aarch64-apple-darwin")
    assert f"its target {MUSL} is missing" in installed.refusal(Platform.LINUX_ARM64).title


def test_an_old_rust_is_refused_with_the_oldest_that_works(installed: Installed) -> None:
    installed.say("1.62.1", "x86_64-unknown-linux-gnu")
    installed.add_compiler()
    error = installed.refusal(Platform.LINUX_AMD64)
    assert error.title == "rustc 1.62.1 is too old."
    assert "1.63" in error.explanation
    installed.say("1.63.0", "x86_64-unknown-linux-gnu")
    assert installed.target(Platform.LINUX_AMD64).name == "x86_64-unknown-linux-gnu"
