"""What code of a project gets at while it is compiled, where a computer can confine it: nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scratchpress.core.errors import CompileLimitError
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.system.confinement import unavailable
from scratchpress.system.memory_group import find_parent
from scratchpress.toolchains.process import run_tool
from tests.support.native import MANIFEST, Compiling, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can confine")

TOKEN = "token-of-the-person"
MAIN = 'fn main() { print!("{}", include_str!(concat!(env!("OUT_DIR"), "/report"))); }\n'
EMPTY = """
fn main() { std::fs::write(std::env::var("OUT_DIR").unwrap() + "/report", "").unwrap(); }
"""
ATTACK = r"""
use std::{env, fs, io::Read, net::TcpStream, os::unix::net::UnixStream, process::{Command, Stdio}};

fn main() {
    let mut found = String::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        for name in ["environ", "cmdline", "mountinfo"] {
            let mut text = Vec::new();
            if let Ok(mut file) = fs::File::open(entry.path().join(name)) {
                let _ = file.read_to_end(&mut text);
            }
            if String::from_utf8_lossy(&text).contains("TOKEN") { found += "saw a token\n"; }
        }
    }
    for (name, value) in env::vars() {
        if value.contains("TOKEN") { found += &format!("has {name}\n"); }
    }
    if TcpStream::connect("127.0.0.1:PORT").is_ok() { found += "reached the network\n"; }
    if UnixStream::connect("SOCKET").is_ok() { found += "reached a socket\n"; }
    for path in ["HOME/.secret", "HOME/.cargo/credentials.toml", "/etc/passwd", "OUTSIDE"] {
        if fs::metadata(path).is_ok() { found += &format!("sees {path}\n"); }
    }
    for path in ["HOME/.bashrc", "OUTSIDE/made", "PROJECT/src/made.rs", "/usr/made", "/made",
                 "HOME/.cargo/registry/made"] {
        if fs::write(path, "made").is_ok() { found += &format!("wrote {path}\n"); }
    }
    let _ = fs::remove_file("PROJECT/src/main.rs");
    for _ in 0..2 {
        let mut left = Command::new("setsid");
        let _ = left.args(["sleep", "4711"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    }
    fs::write(env::var("OUT_DIR").unwrap() + "/report", found + "done\n").unwrap();
}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with something to find in it."""
    assert unavailable() is None, unavailable()
    home = tmp_path / "home"
    (home / ".cargo" / "registry").mkdir(parents=True)
    (home / ".secret").write_text(TOKEN)
    (home / ".cargo" / "credentials.toml").write_text(TOKEN)
    # rustup's wrapper would look for its compilers in the new home.
    rustup = os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup")
    monkeypatch.setenv("RUSTUP_HOME", rustup)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("CARGO_HOME", str(home / ".cargo"))
    monkeypatch.setenv("SECRET", TOKEN)
    return home


@pytest.fixture
def compiling(tmp_path: Path) -> Compiling:
    return Compiling(tmp_path / "work")


def project(compiling: Compiling, attack: str, **files: str) -> Path:
    compiling.folder.mkdir()
    for name, text in {"src/main.rs": MAIN, "build.rs": attack, **files}.items():
        compiling.source("x", "").parent.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        compiling.source(name, text)
    return compiling.source("Cargo.toml", MANIFEST)


def filled(attack: str, home: Path, outside: Path, port: int, unix: Path) -> str:
    project = home.parent / "work" / "source"
    words = {"TOKEN": TOKEN, "PORT": str(port), "SOCKET": str(unix), "PROJECT": str(project)}
    for word, value in {**words, "HOME": str(home), "OUTSIDE": str(outside)}.items():
        attack = attack.replace(word, value)
    return attack


def sleepers() -> list[str]:
    found = subprocess.run(
        ["pgrep", "-f", "sleep 4711"], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def test_a_build_script_gets_at_nothing(home: Path, compiling: Compiling, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    listener = socket.create_server(("127.0.0.1", 0))
    local = socket.socket(socket.AF_UNIX)
    local.bind(str(tmp_path / "socket"))
    local.listen()
    with listener, local:
        port = listener.getsockname()[1]
        attack = filled(ATTACK, home, outside, port, tmp_path / "socket")
        manifest = project(compiling, attack)
        # What the parent's environment tells, as a program of the person has it.
        program = compiling.compile(manifest, options=CompileOptions(optimize=Optimize.DEBUG))
    assert run(program).stdout == "done\n"
    assert sleepers() == []
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in home.iterdir()) == [".cargo", ".secret"]
    assert (manifest.parent / "src" / "main.rs").read_text() == MAIN


def test_a_wrapper_that_a_project_names_is_confined_too(
    home: Path, compiling: Compiling, tmp_path: Path
) -> None:
    wrapper = f'#!/bin/sh\ntouch "{tmp_path}/made" "{home}/made" 2>/dev/null\nexec "$@"\n'
    settings = '[build]\nrustc-wrapper = "./wrapper.sh"\n'
    manifest = project(compiling, EMPTY, **{".cargo/config.toml": settings, "wrapper.sh": wrapper})
    (manifest.parent / "wrapper.sh").chmod(0o755)
    compiling.compile(manifest, options=CompileOptions(optimize=Optimize.DEBUG))
    assert not (tmp_path / "made").exists()
    assert not (home / "made").exists()


def test_the_memory_of_all_processes_together_is_limited(
    home: Path, compiling: Compiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.exists()
    if find_parent() is None:
        pytest.skip("this account may make no control group")
    assert run_tool.__kwdefaults__ is not None
    monkeypatch.setitem(run_tool.__kwdefaults__, "memory", 600 * 1000 * 1000)
    attack = r"""
    fn main() {
        let one = || std::process::Command::new("python3").args(["-c",
            "x = b'1' * 300_000_000; import time; time.sleep(5)"]).spawn().unwrap();
        let mut all: Vec<_> = (0..4).map(|_| one()).collect();
        assert!(all.iter_mut().all(|each| each.wait().unwrap().success()));
    }
    """
    manifest = project(compiling, attack)
    with pytest.raises(CompileLimitError, match="memory"):
        compiling.compile(manifest, options=CompileOptions(optimize=Optimize.DEBUG))


def test_a_lock_file_that_is_missing_is_made_beside_the_manifest(
    home: Path, compiling: Compiling
) -> None:
    assert home.exists()
    manifest = project(compiling, EMPTY)
    compiling.compile(manifest, options=CompileOptions(optimize=Optimize.DEBUG))
    assert 'name = "packed"' in manifest.with_name("Cargo.lock").read_text()
