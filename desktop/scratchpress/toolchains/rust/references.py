"""Reads what a Rust program refers to, from the MIR of its own crates.

An object would tell too little: with optimisation across crates it holds the standard
library, too. So rustc's middle form is read, where calls still have their public names
(https://rustc-dev-guide.rust-lang.org/mir/index.html).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.executable.model import CLibrary, References
from scratchpress.system.bounded_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# That of a crate with 100,000 lines has some tens of megabytes.
_MAX_BYTES = 64 * 1024 * 1024
# "_5 = std::env::temp_dir() -> …", "_9 = TcpStream::connect::<&str>(const …": rustc leaves
# out the modules of names that nothing else visible has.
_CALL = re.compile(
    r" = (\S.*?)\((?=const |move |copy |\) ->).* -> |\(inlined (.+)\) {$", re.MULTILINE
)
_TYPES = re.compile(r"::<(.*)>$")
_AS_TRAIT = re.compile(r"<(?P<type>.*) as (?:std::net::)?ToSocketAddrs>::to_socket_addrs$")
_OWN = re.compile(r"^fn (\w+)\(", re.MULTILINE)
_NAME = re.compile(r"[a-z_0-9]+")
_PATH_TEXT = re.compile(r'const "(/[^"\\]{1,255})"')
# A host's name comes as text; an address is not looked up.
_TEXT = re.compile(r"\b(?:str|String)\b")
_LOOKS_UP = "std::net::ToSocketAddrs"
# Those of listeners are left out: they take the program's own address.
_CONNECTING = frozenset({"TcpStream::connect", "UdpSocket::connect", "UdpSocket::send_to"})
_PUBLIC = {
    "temp_dir": "std::env::temp_dir",
    "env::temp_dir": "std::env::temp_dir",
    "stdin": "std::io::stdin",
    "io::stdin": "std::io::stdin",
    "Command::new": "std::process::Command",
    "process::Command::new": "std::process::Command",
    "TcpListener::bind": "std::net::TcpListener::bind",
    "net::TcpListener::bind": "std::net::TcpListener::bind",
}
# What crates are known for that many programs use, by the ends of their names.
_OF_CRATES = {
    "Local::now": "chrono::Local::now",
    "OffsetDateTime::now_local": "time::OffsetDateTime::now_local",
    "Zoned::now": "jiff::Zoned::now",
    "tempdir": "tempfile::tempdir",
    "tempfile": "tempfile::tempfile",
    "NamedTempFile::new": "tempfile::NamedTempFile::new",
    "TempDir::new": "tempfile::TempDir::new",
    "Library::new": "libloading::Library::new",
    "User::from_name": "nix::unistd::User::from_name",
    "User::from_uid": "nix::unistd::User::from_uid",
    "get_user_by_name": "users::get_user_by_name",
    "get_user_by_uid": "users::get_user_by_uid",
    "get_current_username": "users::get_current_username",
    "reqwest::get": "reqwest::get",
    "blocking::get": "reqwest::get",
    "ureq::get": "ureq::get",
    "ureq::post": "ureq::post",
    "load_native_certs": "rustls_native_certs::load_native_certs",
    "SslConnector::builder": "openssl::ssl::SslConnector::builder",
    "TlsConnector::new": "native_tls::TlsConnector::new",
    "TlsConnector::builder": "native_tls::TlsConnector::builder",
}
# Crates that name what the standard library has as it does.
_LIKE_STD = re.compile(r"^(?:std|tokio|async_std|smol)::")


def read_rust_references(
    crates: Iterable[Path], library: CLibrary, *, has_dependencies: bool = False
) -> References | None:
    """What the files that ``--emit=mir`` wrote refer to; ``None`` when one cannot be read.

    Args:
        crates: the person's own.
        library: the C library that they are linked with.
        has_dependencies: whether other crates may be among what is called.
    """
    symbols: set[str] = set()
    paths: set[str] = set()
    for crate in crates:
        try:
            text = read_bounded(crate, _MAX_BYTES).decode(errors="replace")
        except OSError:
            return None
        own = set(_OWN.findall(text))
        paths.update(_PATH_TEXT.findall(text))
        symbols.update(
            filter(
                None,
                (
                    _symbol(call[1] or call[2], own, has_dependencies=has_dependencies)
                    for call in _CALL.finditer(text)
                ),
            )
        )
    return References(tuple(sorted(symbols)), tuple(sorted(paths)), library)


def _symbol(call: str, own: set[str], *, has_dependencies: bool) -> str:
    """What is called, by its public name; empty for what tells nothing."""
    if trait := _AS_TRAIT.search(call):
        return _LOOKS_UP if _TEXT.search(trait["type"]) else ""
    types = _TYPES.search(call)
    whole = _TYPES.sub("", call)
    name = _LIKE_STD.sub("", whole).removeprefix("libc::")
    if name.removeprefix("net::") in _CONNECTING:
        return _LOOKS_UP if types and _TEXT.search(types[1]) else ""
    if name in own:
        return ""
    if has_dependencies and (known := _of_crate(whole)):
        return known
    # A bare name may be a function of C.
    return _PUBLIC.get(name) or (name if _NAME.fullmatch(name) else "")


def _of_crate(name: str) -> str:
    words = name.split("::")
    ends = ("::".join(words[-2:]), words[-1])
    return next((_OF_CRATES[end] for end in ends if end in _OF_CRATES), "")
