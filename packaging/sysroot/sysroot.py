"""Makes the prebuilt libraries of the embedded compiler, assets/sysroot/*.tar.xz.

Plain ``zig c++`` compiles libc++, musl and its own runtime before it links the first
program for a target: minutes of waiting, repeated for every mode and install folder.
So they are made here once, from the pinned ziglang, for each machine and mode, and
shipped as NAME.tar.xz. NAME.json holds the compile and link flags that zig itself used,
so that a program made with them equals plain zig's to the byte.

The files are the same to the byte whenever and wherever they are made; SHA256SUMS
lists them. Run it after changing the pinned version, and commit the result::

    python3 packaging/dev.py make sysroot [--output FOLDER] [NAME ...]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import importlib.util
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from setup.checkout import CHECKOUT

ASSETS = CHECKOUT / "assets" / "sysroot"
MACHINES = ("x86_64", "aarch64")
# The recipe's words for the modes, and zig's. Stripped: a debugger steps through the
# person's code, not through the libraries, and they are several times smaller.
# With "-pie", for programs that are loaded at another address each time (static-pie).
_PIE = ("-fPIE", "-pie")
MODES = {
    "small": ("-Os", "-s"),
    "fast": ("-O2", "-s"),
    "small-pie": ("-Os", "-s", *_PIE),
    "fast-pie": ("-O2", "-s", *_PIE),
}
# Links with the libraries of "fast". Undefined behaviour traps: messages would need a
# runtime library of 3 MB and print paths of this computer.
DEBUG = ("-O0", "-g", "-fsanitize-trap=undefined")

_HELLO = {"c": '#include <stdio.h>\nint main(void) { return puts(""); }\n'}
_HELLO["c++"] = '#include <iostream>\nint main() { std::cout << ""; }\n'
_FRONTS = {"c": ("cc", "hello.c"), "c++": ("c++", "hello.cc")}


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    content: bytes


class Sysroot(NamedTuple):
    """What is shipped for one machine and mode."""

    archive: bytes
    commands: bytes


def names() -> list[str]:
    """The sysroots there are: ``x86_64-small``, ``aarch64-fast-pie`` and so on."""
    return [f"{machine}-{mode}" for machine in MACHINES for mode in MODES]


def make(name: str) -> Sysroot:
    """Make one sysroot. Takes about a minute on two cores."""
    machine, _, mode = name.partition("-")
    recipes_mode = mode.removesuffix("-pie")
    with tempfile.TemporaryDirectory(prefix="scratchpress-sysroot-") as folder:
        builder = _Builder(Path(folder), machine)
        compile_flags = {recipes_mode: {"c": builder.flags("c", MODES[mode])}}
        link_line = builder.link(MODES[mode])
        compile_flags[recipes_mode]["c++"] = builder.flags("c++", MODES[mode])
        if recipes_mode == "fast":
            debug = (*DEBUG, *(_PIE if mode.endswith("-pie") else ()))
            compile_flags["debug"] = {front: builder.flags(front, debug) for front in _FRONTS}
        libraries = [Path(folder, word) for word in link_line if word.endswith(("crt1.o", ".a"))]
        members = [Member(path.name, _neutral(path)) for path in libraries]
        commands = {
            "zig": importlib.metadata.version("ziglang"),
            "target": f"{machine}-linux-musl",
            "compile": compile_flags,
            "link": _link_flags(link_line),
            "libraries": [member.name for member in members],
        }
    text = json.dumps(commands, indent=1, sort_keys=True) + "\n"
    return Sysroot(pack(members), text.encode())


def pack(members: list[Member]) -> bytes:
    """A tar.xz that depends on nothing but its members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for member in members:
            header = tarfile.TarInfo(member.name)
            header.size = len(member.content)
            tar.addfile(header, io.BytesIO(member.content))
    return lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def unpack(content: bytes) -> list[Member]:
    """The members of an archive made by ``pack``."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:xz") as tar:
        files = [(header.name, tar.extractfile(header)) for header in tar]
        return [Member(name, file.read()) for name, file in files if file is not None]


def ziglang_folder() -> Path:
    """Where the pinned ziglang is installed."""
    spec = importlib.util.find_spec("ziglang")
    if spec is None or spec.origin is None:
        raise SystemExit("ziglang is not installed in this Python; install the project first.")
    return Path(spec.origin).parent


class _Builder:
    """Plain zig in an empty folder with an empty cache, reading what it says it does."""

    def __init__(self, folder: Path, machine: str) -> None:
        self._folder = folder
        self._target = f"{machine}-linux-musl"
        self._zig = ziglang_folder() / ("zig.exe" if os.name == "nt" else "zig")
        for front, (_, source) in _FRONTS.items():
            (folder / source).write_text(_HELLO[front])

    def flags(self, front: str, options: tuple[str, ...]) -> list[str]:
        """The flags zig gives its clang for a language, without files; {lib} is zig's library."""
        command, source = _FRONTS[front]
        line = self._line(f" clang {source} ", [command, *options, "-c", source, "-o", "hello.o"])
        words = line[line.index(source) + 1 :]
        dependencies, output = words.index("-MD"), words.index("-c")
        # -MD -MV -MF FILE, and -c -o FILE at the end, are files of this one compile.
        return words[:dependencies] + words[dependencies + 4 : output]

    def link(self, options: tuple[str, ...]) -> list[str]:
        """The words of zig's link line for a C++ program; its libraries are made for it."""
        arguments = ["c++", *options, "-static", "hello.cc", "-o", "hello"]
        return self._line("ld.lld --error-limit", arguments, last=True)

    def _line(self, wanted: str, arguments: list[str], *, last: bool = False) -> list[str]:
        """Run zig and return the words of the line it prints that holds ``wanted``."""
        lib = str(ziglang_folder() / "lib")
        result = subprocess.run(
            [self._zig, arguments[0], "-target", self._target, *arguments[1:]],
            cwd=self._folder,
            env={
                "PATH": os.environ.get("PATH", ""),
                "ZIG_LOCAL_CACHE_DIR": "cache",
                "ZIG_GLOBAL_CACHE_DIR": "cache",
                "ZIG_VERBOSE_CC": "1",
                "ZIG_VERBOSE_LINK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line for line in result.stderr.splitlines() if wanted in line]
        if result.returncode or not lines:
            raise SystemExit(f"zig failed: {result.stderr[-4000:]}")
        return lines[-1 if last else 0].replace(lib, "{lib}").split()


def _link_flags(line: list[str]) -> list[str]:
    """The flags before the files, without the one that strips: the recipe decides that."""
    return [word for word in line[1 : line.index("-o")] if word != "-s"]


def _neutral(path: Path) -> bytes:
    """A library with its members renamed: zig names them after its cache folder."""
    content = path.read_bytes()
    if path.suffix != ".a":
        return content
    with tempfile.TemporaryDirectory(prefix="scratchpress-sysroot-") as folder:
        names = []
        for number, member in enumerate(read_archive(content)):
            name = f"{number:04}-{Path(member.name).name}"
            Path(folder, name).write_bytes(member.content)
            names.append(name)
        zig = ziglang_folder() / ("zig.exe" if os.name == "nt" else "zig")
        # D: no times, owners or modes of this computer.
        subprocess.run([zig, "ar", "qcsD", "all.a", *names], cwd=folder, check=True)
        return Path(folder, "all.a").read_bytes()


def read_archive(content: bytes) -> list[Member]:
    """The members of a GNU ar archive (``man 5 ar``), its index and name table left out."""
    members = []
    long_names = b""
    position = len(b"!<arch>\n")
    while position < len(content):
        name = content[position : position + 16].rstrip()
        size = int(content[position + 48 : position + 58])
        data = content[position + 60 : position + 60 + size]
        position += 60 + size + size % 2
        if name == b"//":
            long_names = data
        elif name not in {b"/", b"/SYM64/"}:
            if name.startswith(b"/"):
                name = long_names[int(name[1:]) :].partition(b"\n")[0]
            members.append(Member(name.removesuffix(b"/").decode(), data))
    return members


def main(arguments: list[str]) -> None:
    """Make all sysroots, or those named, and write SHA256SUMS."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ASSETS, help="default: assets/sysroot")
    parser.add_argument("names", nargs="*", help=f"default: {' '.join(names())}")
    options = parser.parse_args(arguments)
    output: Path = options.output
    output.mkdir(parents=True, exist_ok=True)
    for name in options.names or names():
        sysroot = make(name)
        (output / f"{name}.tar.xz").write_bytes(sysroot.archive)
        (output / f"{name}.json").write_bytes(sysroot.commands)
        print(f"{name}: {len(sysroot.archive)} bytes", flush=True)
    write_sums(output)


def write_sums(output: Path) -> None:
    """List every file of ours in the folder with its SHA-256, in SHA256SUMS."""
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(output.iterdir())
        if path.suffix in {".a", ".json", ".xz"}
    ]
    (output / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    main(sys.argv[1:])
