"""Unpacks the embedded compiler's libraries, and reads its flags, from ``assets/sysroot``.

``packaging/sysroot/sysroot.py`` and ``prompt.py`` beside it make them and say why. An archive is
unpacked when its platform and mode is first used: about 6 MB in 0.1 s.
"""

from __future__ import annotations

import functools
import hashlib
import io
import tarfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.errors import StorageError, ToolchainMissingError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message, reason
from scratchpress.recipe.model import Optimize
from scratchpress.system.cache import SYSROOTS
from scratchpress.system.paths import asset, private_folder
from scratchpress.toolchains.zig.unpacking import unpack_once

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from scratchpress.recipe.model import CompileOptions

# What the names of everything for static-PIE programs end with.
_PIE = "-pie"
_PROMPTS = {Language.C: "c.a", Language.CPP: "c++.a"}


class Commands(msgspec.Struct, frozen=True):
    """The flags plain zig uses, as ``packaging/sysroot/sysroot.py`` recorded them.

    Attributes:
        zig: the version of ziglang they belong to.
        target: zig's name for the platform.
        compile: by mode and language; ``{lib}`` stands for zig's library folder.
        link: the linker's flags.
        libraries: file names in the linker's order, the start file first.
    """

    zig: str
    target: str
    compile: dict[str, dict[str, tuple[str, ...]]]
    link: tuple[str, ...]
    libraries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sysroot:
    """Libraries and flags for one platform and mode.

    Attributes:
        name: ``x86_64-small``, ``x86_64-small-pie``.
        commands: the flags that go with the libraries.
        files: the SHA-256 of each shipped file with libraries, by its name under
            ``assets/sysroot``.
    """

    name: str
    commands: Commands
    files: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Of all libraries together."""
        return hashlib.sha256("".join(self.files.values()).encode()).hexdigest()

    @property
    def folder_name(self) -> str:
        """A new one for each archive, so that an old one is never used by mistake."""
        return f"{self.name}-{self.sha256[:16]}"

    def libraries(self, folder: Path, languages: Container[Language]) -> tuple[str, ...]:
        """Paths for the linker, the start file first, for a program in these languages.

        Before libc comes what shows a prompt before the program waits for an answer;
        ``packaging/sysroot/prompt.py`` says how, and why it is another one for C++.
        """
        start, *libraries = self.commands.libraries
        prompt = _prompt(self.name, Language.CPP if Language.CPP in languages else Language.C)
        return tuple(str(folder / name) for name in (start, prompt, *libraries))


def find_sysroot(options: CompileOptions) -> Sysroot:
    """What serves these choices; debug builds use the libraries of fast ones.

    Raises:
        ToolchainMissingError: its files are missing or damaged.
    """
    mode = Optimize.SMALL if options.optimize is Optimize.SMALL else Optimize.FAST
    place = _PIE if options.static_pie else ""
    return _read_sysroot(f"{options.platform.machine}-{mode.value}{place}")


def unpacked_folder(sysroot: Sysroot) -> Path | None:
    """Where it is or will be unpacked; ``None`` when the cache cannot be used."""
    cache = private_folder(SYSROOTS)
    return None if cache is None else cache / sysroot.folder_name


def unpack_sysroot(sysroot: Sysroot, fallback: Path) -> Path:
    """Unpack the libraries unless that is done already; return their folder.

    Args:
        sysroot: which.
        fallback: a private folder to unpack into when the cache cannot be used.

    Raises:
        ToolchainMissingError: the archive is missing or damaged.
        StorageError: there is no room for it.
    """
    cached = unpacked_folder(sysroot)
    if cached is not None and _is_whole(sysroot, cached):
        return cached
    contents = {name: _read_asset(name, sha256) for name, sha256 in sysroot.files.items()}
    fill, is_whole = partial(_unpack, contents, sysroot), partial(_is_whole, sysroot)
    if cached is not None:
        # When the cache has no room, the other disk may have.
        with suppress(OSError):
            unpack_once(cached, fill, is_whole)
            return cached
    folder = fallback / sysroot.folder_name
    try:
        unpack_once(folder, fill, is_whole)
    except OSError as error:
        raise StorageError(
            Message("The folder {0} cannot be written: {1}.", fallback, reason(error)),
            remedy="Free some disk space and try again.",
        ) from error
    return folder


@functools.cache
def _read_sysroot(name: str) -> Sysroot:
    sums = _listed_sums()
    machine, recorded = name.partition("-")[0], f"{name}.json"
    prompts = (f"{machine}-{_prompt(name, language)}" for language in _PROMPTS)
    libraries = (f"{name}.tar.xz", *prompts)
    for file in (*libraries, recorded):
        if file not in sums:
            raise _unusable(file, "It is not listed in SHA256SUMS.")
    content = _read_asset(recorded, sums[recorded])
    commands = msgspec.json.decode(content, type=Commands)
    return Sysroot(name, commands, {file: sums[file] for file in libraries})


def _prompt(name: str, language: Language) -> str:
    place = _PIE if name.endswith(_PIE) else ""
    return f"prompt{place}-{_PROMPTS[language]}"


def _listed_sums() -> dict[str, str]:
    try:
        text = asset("sysroot/SHA256SUMS").read_text("ascii")
    except OSError as error:
        raise _unusable("SHA256SUMS", str(error)) from error
    lines = (line.partition("  ") for line in text.splitlines())
    return {file: sha256 for sha256, _, file in lines}


def _read_asset(file: str, sha256: str) -> bytes:
    try:
        content = asset(f"sysroot/{file}").read_bytes()
    except OSError as error:
        raise _unusable(file, str(error)) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _unusable(file, "It is damaged: its SHA-256 is not the one in SHA256SUMS.")
    return content


def _unpack(contents: Mapping[str, bytes], sysroot: Sysroot, folder: Path) -> None:
    archive, *prompts = contents
    for name in prompts:
        (folder / name.partition("-")[2]).write_bytes(contents[name])
    with tarfile.open(fileobj=io.BytesIO(contents[archive]), mode="r:xz") as tar:
        # File by file: extractall can be told to be careful only from 3.11.4 on.
        for member in tar:
            if member.name in sysroot.commands.libraries and (file := tar.extractfile(member)):
                (folder / member.name).write_bytes(file.read())


def _is_whole(sysroot: Sysroot, folder: Path) -> bool:
    prompts = (_prompt(sysroot.name, language) for language in _PROMPTS)
    names = (*sysroot.commands.libraries, *prompts)
    return all((folder / name).is_file() for name in names)


def _unusable(file: str, explanation: str) -> ToolchainMissingError:
    return ToolchainMissingError(
        Message("The file {0} of the built-in compiler cannot be used.", file),
        explanation=explanation,
        remedy="Install Scratchpress again.",
    )
