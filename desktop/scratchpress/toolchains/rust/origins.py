"""What is in a Rust program: the crates that its lock file names.

https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from scratchpress.core.component import Component
from scratchpress.toolchains.origins import Origins

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.sources.model import Sources

_LICENSE = "MIT OR Apache-2.0"
_LOCK = "Cargo.lock"


def rust_origins(version: str, sources: Sources) -> Origins:
    """For a Rust program.

    Args:
        version: ``1.95.0``.
        sources: a file, or a project by its Cargo.toml.
    """
    standard = Component("rust-standard-library", version, _LICENSE)
    crates = _locked(sources.files[0].path.parent) if sources.is_project else {}
    # What is in no lock file came with the standard library, which has crates of its own.
    compiler = Component("rustc", version, _LICENSE)
    return Origins(compiler, crates, rest=standard, always=(standard,))


def _locked(folder: Path) -> dict[str, Component]:
    """Crates from elsewhere by the names that symbols have, of the nearest lock file."""
    for parent in (folder, *folder.parents):
        try:
            document = tomllib.loads((parent / _LOCK).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        return read_lock(document)
    return {}


def read_lock(document: dict[str, Any]) -> dict[str, Component]:
    """The crates that a lock file brings from elsewhere; the project's own are left out."""
    found = {}
    packages = document.get("package")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and "source" in package:
            name, version = str(package.get("name", "")), str(package.get("version", ""))
            component = Component(name, version, "", f"pkg:cargo/{name}@{version}")
            found[name.replace("-", "_")] = component
    return found
