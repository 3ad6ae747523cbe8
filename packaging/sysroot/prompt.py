"""Makes what shows a prompt before a program waits for input: assets/sysroot/MACHINE-prompt-*.a.

musl keeps what was printed until its buffer is full or the program ends, also while the
program waits for an answer: of ``printf("name? "); scanf(...)`` the question is seen
after the answer. POSIX leaves that open; terminals hide it elsewhere, pipes do not. So a
program that calls one of C's reading functions is linked with one that first makes sure
that standard input is read by ``prompt/read.c``, which writes what waits to be written
before it would wait. All else of musl is its own.

The linker takes an archive's members for what a program needs, and from the first archive
that has it. These come before libc.a, so that a program without such functions is not
changed by a byte. In ``prompt-c++.a`` the functions are missing that libc++ itself needs
in every program with ``iostream``; ``cin`` writes what waits in ``cout`` and in
``stdout`` by itself. Those with ``-pie`` are for static-PIE programs.

The files are the same to the byte whenever and wherever they are made. Run it after
changing the pinned ziglang or ``prompt/*.c``, and commit the result::

    python3 packaging/dev.py make prompt [--output FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from sysroot import sysroot

_SOURCES = Path(__file__).resolve().parent / "prompt"
_NEEDED_BY_LIBCPP = frozenset({"fread.c", "getc.c"})
# As zig compiles musl (src/libs/musl.zig in its repository), for size.
_FLAGS = (
    *("--no-default-config", "-std=c99", "-nostdinc", "-ffreestanding", "-fno-strict-aliasing"),
    *("-D_XOPEN_SOURCE=700", "-D_GNU_SOURCE", "-Os", "-fomit-frame-pointer"),
    *("-ffunction-sections", "-fdata-sections", "-fno-stack-protector"),
    *("-fno-asynchronous-unwind-tables", "-fno-ident", "-Wall", "-Werror"),
    # musl's own style.
    *("-Wno-parentheses", "-Wno-sign-compare", "-Wno-ignored-attributes"),
)
# Where the program is in memory, by the beginning of an archive's name.
_PLACES = {"prompt-pie": ("-fPIC",), "prompt": ("-fno-PIC", "-fno-PIE")}


def members() -> dict[str, list[str]]:
    """The sources of each archive, by the archive's name without the machine."""
    sources = sorted(path.name for path in _SOURCES.glob("*.c"))
    without = [name for name in sources if name not in _NEEDED_BY_LIBCPP]
    languages = {"c": sources, "c++": without}
    return {
        f"{place}-{language}.a": chosen
        for place in _PLACES
        for language, chosen in languages.items()
    }


def make(machine: str) -> dict[str, bytes]:
    """The archives for one machine, by their names."""
    lib = sysroot.ziglang_folder() / "lib"
    musl = lib / "libc" / "musl"
    target = f"{machine}-linux-musl"
    includes = (
        *(musl / "arch" / machine, musl / "arch" / "generic", musl / "src"),
        *(musl / "src" / "include", musl / "src" / "internal", musl / "include"),
        *(lib / "libc" / "include" / name for name in (target, "generic-musl")),
        lib / "include",
    )
    made = {}
    with tempfile.TemporaryDirectory(prefix="scratchpress-prompt-") as folder:
        for archive, sources in members().items():
            objects = [f"{Path(source).stem}.o" for source in sources]
            for source, name in zip(sources, objects, strict=True):
                place = _PLACES[archive.rpartition("-")[0]]
                flags = ("-target", target, *_FLAGS, *place, *(f"-I{path}" for path in includes))
                _zig("clang", *flags, "-c", source, "-o", str(Path(folder, name)), at=_SOURCES)
            # D: no times, owners or modes of this computer.
            _zig("ar", "qcsD", archive, *objects, at=Path(folder))
            made[f"{machine}-{archive}"] = Path(folder, archive).read_bytes()
    return made


def _zig(*arguments: str, at: Path) -> None:
    program = sysroot.ziglang_folder() / ("zig.exe" if os.name == "nt" else "zig")
    subprocess.run([program, *arguments], cwd=at, check=True)


def main() -> None:
    """Make all archives, and write SHA256SUMS."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=sysroot.ASSETS, help="default: assets")
    output: Path = parser.parse_args().output
    for machine in sysroot.MACHINES:
        for name, content in make(machine).items():
            (output / name).write_bytes(content)
            print(f"{name}: {len(content)} bytes")
    sysroot.write_sums(output)


if __name__ == "__main__":
    main()
