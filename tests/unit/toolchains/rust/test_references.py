"""What rustc's middle form tells of a program; rustc itself is asked by the contract tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.executable.model import CLibrary
from scratchpress.image.runtime_needs import NeedKind, forecast
from scratchpress.toolchains.rust.references import read_rust_references

if TYPE_CHECKING:
    from pathlib import Path


def symbols(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "made.mir"
    path.write_text(text)
    references = read_rust_references([path], CLibrary.MUSL)
    assert references is not None
    return references.symbols


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("_5 = std::env::temp_dir() -> [return: bb2, unwind continue];", "std::env::temp_dir"),
        ("_2 = stdin() -> [return: bb1, unwind continue];", "std::io::stdin"),
        (
            '_3 = std::process::Command::new::<&str>(const "ls") -> [return: bb2, unwind: bb4];',
            "std::process::Command",
        ),
        (
            '_3 = TcpStream::connect::<&str>(const "example.org:80") -> [return: bb2];',
            "std::net::ToSocketAddrs",
        ),
        (
            "_3 = TcpStream::connect::<(String, u16)>(move _4) -> [return: bb2];",
            "std::net::ToSocketAddrs",
        ),
        ("_3 = TcpStream::connect::<std::net::SocketAddr>(move _4) -> [return: bb2];", ""),
        (
            "_3 = <(&str, u16) as ToSocketAddrs>::to_socket_addrs(move _4) -> [return: bb2];",
            "std::net::ToSocketAddrs",
        ),
        ("scope 34 (inlined TcpListener::bind::<&str>) {", "std::net::TcpListener::bind"),
        ("_3 = libc::getaddrinfo(copy _4, copy _5) -> [return: bb2];", "getaddrinfo"),
        ("_3 = own::temp_dir() -> [return: bb2];", ""),
        ("_3 = const 5_i32;", ""),
    ],
)
def test_a_call_is_told_by_its_public_name(tmp_path: Path, line: str, symbol: str) -> None:
    found = symbols(tmp_path, f"fn main() -> () {{\n    {line}\n}}\n")
    assert found == ((symbol,) if symbol else ())


def test_the_programs_own_function_of_a_known_name_is_no_reference(tmp_path: Path) -> None:
    text = "fn stdin() -> i32 {\n}\nfn main() -> () {\n    _2 = stdin() -> [return: bb1];\n}\n"
    assert symbols(tmp_path, text) == ()


def test_paths_are_told(tmp_path: Path) -> None:
    path = tmp_path / "made.mir"
    path.write_text('_9 = std::fs::read::<&str>(const "/etc/ssl/cert.pem") -> [return: bb7];\n')
    references = read_rust_references([path], CLibrary.GLIBC)
    assert references is not None
    assert (references.paths, references.library) == (("/etc/ssl/cert.pem",), CLibrary.GLIBC)


def test_nothing_is_told_of_what_was_not_written(tmp_path: Path) -> None:
    assert read_rust_references([tmp_path / "missing.mir"], CLibrary.MUSL) is None


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("Local::now()", NeedKind.TIME_ZONES),
        ("chrono::Local::now()", NeedKind.TIME_ZONES),
        ("tempdir()", NeedKind.TEMPORARY_FILES),
        ("tempfile::NamedTempFile::new()", NeedKind.TEMPORARY_FILES),
        ('tokio::net::TcpListener::bind::<&str>(const "0.0.0.0:80")', NeedKind.CONNECTIONS),
        ('tokio::process::Command::new::<&str>(const "ls")', NeedKind.PROGRAMS),
        ('libloading::Library::new::<&str>(const "x.so")', NeedKind.LOADED_LIBRARIES),
        ('User::from_name(const "root")', NeedKind.USERS),
        ("load_native_certs()", NeedKind.CERTIFICATES),
        ('tokio::net::TcpStream::connect::<&str>(const "a.org:80")', NeedKind.HOST_NAMES),
        ("chrono::Utc::now()", None),
    ],
)
def test_what_well_known_crates_do_is_told_of_projects(
    tmp_path: Path, call: str, kind: NeedKind | None
) -> None:
    path = tmp_path / "made.mir"
    path.write_text(f"fn main() -> () {{\n    _2 = {call} -> [return: bb1, unwind continue];\n}}\n")
    found = read_rust_references([path], CLibrary.MUSL, has_dependencies=True)
    assert found is not None
    assert [need.kind for need in forecast(found)] == ([kind] if kind else [])


def test_a_file_alone_has_no_crates_and_may_have_a_type_of_their_names(tmp_path: Path) -> None:
    text = "fn main() -> () {\n    _2 = Local::now() -> [return: bb1];\n}\n"
    assert symbols(tmp_path, text) == ()
