"""Cuts the data of Qt's ICU library down to what a window uses, 5 MB of 32; Linux.

Qt asks ICU to compare and to sort text, and has tables of its own for everything else. ICU's data
is made to be cut: a missing part means its default
(https://unicode-org.github.io/icu/userguide/icu_data/). ICU's own ``icupkg`` takes parts out. The
data is all there is in the library, so that the library is made anew around what is left.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from scratchpress.executable import elf
from setup.reporting import SetupError, last_lines
from setup.system_packages import find_program

if TYPE_CHECKING:
    from pathlib import Path

# Names of currencies, languages, places and units, spoken numbers, scripts written in others,
# words of languages without spaces, encodings of other times, and how each country writes dates
# and numbers.
_DROPPED = re.compile(
    r"(curr|lang|region|unit|zone|rbnf|translit|brkitr)/|[^/]+\.cnv$|[a-z]{2,3}(_\w+)?\.res$"
)
_SOURCE = """\
    .section .rodata
    .balign 16
    .global {symbol}
    .type {symbol}, %object
{symbol}:
    .incbin "icu.dat"
    .size {symbol}, . - {symbol}
    .section .note.GNU-stack,"",%progbits
"""


def cut_icu_data(library: Path, folder: Path, compiler: Path) -> Path:
    """Write a smaller copy of libicudata; returns its path.

    Args:
        library: the one that Qt brings.
        folder: where to write it and what it is made of.
        compiler: the program zig, which also assembles and links.

    Raises:
        SetupError: the library is not what it should be, or cannot be made.
    """
    symbol, data = _read_library(library)
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.dat"
    whole.write_bytes(data)
    dropped = folder / "dropped.txt"
    dropped.write_text("".join(f"{name}\n" for name in parts(whole) if _DROPPED.match(name)))
    _icupkg("--remove", dropped, whole, folder / "icu.dat")
    (folder / "icu.S").write_text(_SOURCE.format(symbol=symbol), "utf-8")
    _run(
        *(compiler, "cc", "-shared", "-nostdlib", "-s", "-Wl,--build-id=none"),
        *(f"-Wl,-soname,{library.name}", "icu.S", "-o", library.name),
        folder=folder,
    )
    return folder / library.name


def parts(data: Path) -> list[str]:
    """The names of the parts in a file of ICU's data.

    Raises:
        SetupError: it is none.
    """
    return _icupkg("--list", data).splitlines()


def _read_library(library: Path) -> tuple[str, bytes]:
    """The name and the bytes of the one thing in the library."""
    file = elf.Elf.of(library.read_bytes())
    for table in file.sections:
        for symbol in file.symbols(table) if table.kind == elf.SHT_DYNSYM else ():
            if re.fullmatch(r"icudt\d+_dat", symbol.name):
                section = file.sections[symbol.section]
                return symbol.name, file.content(section)[symbol.address - section.address :]
    raise SetupError(f"{library} holds no data of ICU.")


def _icupkg(*arguments: str | Path) -> str:
    program = find_program("icupkg")
    if program is None:
        raise SetupError("icupkg is not here. Debian's icu-devtools has it, and Fedora's icu.")
    # The names of the parts begin with something else than the file's name.
    return _run(program, "--auto_toc_prefix", *arguments)


def _run(*command: str | Path, folder: Path | None = None) -> str:
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SetupError("ICU's library could not be made smaller.", last_lines(run.stderr))
    return run.stdout
