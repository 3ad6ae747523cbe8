"""What a Rust program refers to, from its own crates as the compiler understands them.

An object would tell too little: with optimisation across crates it holds the standard
library, too. So rustc's middle form is read, where calls still have their public names
(https://rustc-dev-guide.rust-lang.org/mir/index.html).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.values import CLibrary, References

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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


def read_rust_references(crates: Iterable[Path], library: CLibrary) -> References | None:
    """What the files that ``--emit=mir`` wrote refer to; ``None`` when one cannot be read."""
    symbols: set[str] = set()
    paths: set[str] = set()
    for crate in crates:
        try:
            text = crate.read_text(errors="replace")
        except OSError:
            return None
        own = set(_OWN.findall(text))
        paths.update(_PATH_TEXT.findall(text))
        symbols.update(
            filter(None, (_symbol(call[1] or call[2], own) for call in _CALL.finditer(text)))
        )
    return References(tuple(sorted(symbols)), tuple(sorted(paths)), library)


def _symbol(call: str, own: set[str]) -> str:
    """What is called, by its public name; empty for what tells nothing."""
    if trait := _AS_TRAIT.search(call):
        return _LOOKS_UP if _TEXT.search(trait["type"]) else ""
    types = _TYPES.search(call)
    name = _TYPES.sub("", call).removeprefix("std::").removeprefix("libc::")
    if name.removeprefix("net::") in _CONNECTING:
        return _LOOKS_UP if types and _TEXT.search(types[1]) else ""
    if name in own:
        return ""
    # A bare name may be a function of C.
    return _PUBLIC.get(name) or (name if _NAME.fullmatch(name) else "")
