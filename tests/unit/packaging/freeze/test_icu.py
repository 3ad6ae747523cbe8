"""The smaller copy of ICU's data is whole, and holds what it should."""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from freeze.icu import Item, cut_icu_data, read_data, write_data
from setup.reporting import SetupError

HEADER = struct.pack("=HBB", 32, 0xDA, 0x27) + bytes(8) + b"CmnD" + bytes(16)
# Sorted as people of each place do: no two of these agree.
SORT = """\
from PySide6.QtCore import QCollator, QLocale
words = ["zebra", "ähnlich", "ol", "öl", "nz", "ñu", "čas", "cz", "chata", "aa", "中", "一"]
for place in ("en_US", "sv_SE", "es_ES", "cs_CZ", "da_DK", "zh_CN"):
    print(ascii(sorted(words, key=QCollator(QLocale(place)).sortKey)))
"""
ITEMS = [
    Item("icudt73l/coll/root.res", b"sorting"),
    Item("icudt73l/curr/root.res", b"euro and real"),
    Item("icudt73l/gb18030.cnv", b"an encoding" * 9),
    Item("icudt73l/root.res", b"root"),
]


def test_what_is_written_is_read_again() -> None:
    header, items = read_data(write_data(HEADER, ITEMS))

    assert header == HEADER
    assert [one.name for one in items] == [one.name for one in ITEMS]
    for read, written in zip(items, ITEMS, strict=True):
        # Up to the next item's place there is padding.
        assert read.content.rstrip(b"\xaa") == written.content


def test_every_item_begins_at_a_multiple_of_16() -> None:
    data = write_data(HEADER, ITEMS)

    for place in range(len(ITEMS)):
        _, start = struct.unpack_from("=II", data, len(HEADER) + 4 + 8 * place)
        assert start % 16 == 0


def test_other_data_is_refused() -> None:
    with pytest.raises(SetupError):
        read_data(bytes(64))


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings ICU on Linux alone")
def test_qts_own_library_becomes_smaller_and_keeps_what_sorting_needs(tmp_path: Path) -> None:
    import PySide6
    import ziglang

    folder = Path(PySide6.__file__).parent / "Qt" / "lib"
    library = next(folder.glob("libicudata.so.*"))
    compiler = Path(ziglang.__file__).parent / "zig"

    made = cut_icu_data(library, tmp_path, compiler)

    assert made.name == library.name
    assert made.stat().st_size < library.stat().st_size / 3
    # Where there is no such symbol it raises.
    ctypes.c_char.in_dll(ctypes.CDLL(str(made)), f"icudt{made.suffix[1:]}_dat")
    _, before = read_data((tmp_path / "icu.dat").read_bytes())
    names = {one.name.partition("/")[2] for one in before}
    assert {"coll/root.res", "coll/ucadata.icu", "coll/sv.res", "nfkc.nrm"} <= names
    assert not any(name.startswith(("curr/", "translit/")) for name in names)
    # How dates are written, which Qt knows by itself.
    assert not {"en.res", "pt_BR.res", "zh_Hant_TW.res"} & names
    whole, cut = sorting_with(library), sorting_with(made)
    assert len(set(whole.splitlines())) == 6
    assert cut == whole


def sorting_with(library: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", SORT], env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
