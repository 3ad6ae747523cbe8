"""Turns the mangled names of C++ and Rust symbols into those of the source."""

from __future__ import annotations

import re

# The last part of a name is a hash.
_OLD_RUST = re.compile(r"::h[0-9a-f]{16}$")
_OLD_RUST_SIGNS = {
    "$LT$": "<",
    "$GT$": ">",
    "$LP$": "(",
    "$RP$": ")",
    "$RF$": "&",
    "$BP$": "*",
    "$C$": ",",
    "..": "::",
} | {f"$u{ord(sign):x}$": sign for sign in " \"'+;[]{}~"}


def demangled(name: str) -> str:
    """A symbol as its source has it: ``main``, ``shop::Basket::add(int)``."""
    from pycxxfilt import demangle  # start-up time

    try:
        found = (demangle(name) if name.startswith(("_Z", "_R")) else None) or name
        return _from_old_rust(found) if _OLD_RUST.search(found) else found
    except ValueError:
        # Compilers have names beyond the standard, gcc's _ZGTt… among them.
        return name


def _from_old_rust(name: str) -> str:
    """What rustc wrote before its own way of mangling: as C++, with a hash, and signs in words.

    https://doc.rust-lang.org/rustc/symbol-mangling/index.html
    """
    plain = _OLD_RUST.sub("", name)
    for words, sign in _OLD_RUST_SIGNS.items():
        plain = plain.replace(words, sign)
    return plain.removeprefix("_") if plain.startswith("_<") else plain
