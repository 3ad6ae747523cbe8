"""The smaller copy of ICU's data is whole, and holds what it should."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from freeze.icu import cut_icu_data, parts
from setup.reporting import SetupError

# Sorted as people of each place do: no two of these agree.
SORT = """\
from PySide6.QtCore import QCollator, QLocale
words = ["zebra", "ähnlich", "ol", "öl", "nz", "ñu", "čas", "cz", "chata", "aa", "中", "一"]
for place in ("en_US", "sv_SE", "es_ES", "cs_CZ", "da_DK", "zh_CN"):
    print(ascii(sorted(words, key=QCollator(QLocale(place)).sortKey)))
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Qt brings ICU on Linux alone")


def test_other_data_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.dat"
    other.write_bytes(bytes(64))

    with pytest.raises(SetupError) as caught:
        parts(other)
    assert "not an ICU data file" in caught.value.details


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
    names = set(parts(tmp_path / "icu.dat"))
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
