"""What goes into the standalone app, and what must not be shipped."""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from freeze.bundle import (
    GLIBC_FLOORS,
    MAX_INSTALLED,
    check_bundle,
    confine_program,
    keeps_binary,
    keeps_data,
    keeps_module,
    keeps_script,
)
from setup.checkout import CHECKOUT

FLOOR = (2, 34)
ELF = b"\x7fELF" + bytes(60)
CONFINE = f"confine/{platform.machine()}"
NEEDED = (
    *(
        "libxcb-cursor.so.0",
        "libqxcb.so",
        "libqwayland.so",
        "zig",
        "zig-library.tar.xz",
        "NOTICE.txt",
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
    ),
    CONFINE,
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """All that is looked for, in small."""
    (tmp_path / "confine").mkdir()
    for name in (*NEEDED, "libQt6Core.so.6", "cacert.pem", "first.pch"):
        (tmp_path / name).write_bytes(ELF + b"GLIBC_2.34\0GLIBC_2.2.5\0")
    return tmp_path


def findings(bundle: Path) -> list[str]:
    return [one.sentence for one in check_bundle(bundle, FLOOR)]


def test_a_whole_bundle_can_be_shipped(bundle: Path) -> None:
    assert findings(bundle) == []


@pytest.mark.skipif(sys.platform != "linux", reason="it is made for Linux alone")
def test_the_program_that_confines_others_comes_for_the_processor_of_the_app() -> None:
    ((target, source, kind),) = confine_program(CHECKOUT / "assets" / "confine")
    assert target == f"_internal/scratchpress/assets/{CONFINE}"
    assert Path(source).is_file()
    assert kind == "EXECUTABLE"


@pytest.mark.parametrize("name", [*NEEDED, "cacert.pem"])
def test_what_is_missing_is_named(bundle: Path, name: str) -> None:
    (bundle / name).unlink()

    assert findings(bundle) == [f"{name} is not in the bundle."]


def test_a_missing_compiled_header_is_told(bundle: Path) -> None:
    (bundle / "first.pch").unlink()

    assert findings(bundle) == ["*.pch is not in the bundle."]


def test_a_library_for_newer_systems_is_named_with_what_it_asks_for(bundle: Path) -> None:
    (bundle / "libnew.so").write_bytes(ELF + b"GLIBC_2.9\0GLIBC_2.35\0")
    (bundle / "notes.txt").write_text("GLIBC_2.99")

    assert findings(bundle) == [
        "libnew.so needs glibc 2.35, and the app is to run with 2.34.",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no glibc")
def test_the_oldest_glibc_is_the_one_that_qt_runs_with() -> None:
    """Else the release for that processor takes an old Qt, or none at all."""
    wheel = metadata.distribution("PySide6-Essentials").read_text("WHEEL") or ""
    tag = re.search(r"manylinux_(\d+)_(\d+)_" + platform.machine(), wheel)

    assert tag is not None
    assert GLIBC_FLOORS[platform.machine()] == (int(tag[1]), int(tag[2]))


def test_a_part_of_qt_that_nothing_needs_is_named(bundle: Path) -> None:
    (bundle / "libQt6Quick.so.6").touch()

    assert findings(bundle) == ["Qt's Quick is in the bundle and nothing needs it."]


def test_a_bundle_that_is_too_large_is_told_in_bytes(bundle: Path) -> None:
    with (bundle / "large").open("wb") as file:
        file.truncate(MAX_INSTALLED)

    (finding,) = findings(bundle)
    assert finding.endswith("bytes; 330,000,000 are allowed.")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("PySide6/Qt/lib/libQt6Sql.so.6", False),
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6\\Qt6Sql.dll", False),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/QtSql.abi3.so", False),
        ("libxcb-cursor.so.0", True),
        ("libX11.so.6", False),
        ("libwayland-client.so.0", False),
        ("wcwidth/_wcwidth_c.abi3.so", False),
        ("libfreetype.so.6", False),
    ],
)
def test_libraries_stay_that_the_window_needs_and_no_others(name: str, *, kept: bool) -> None:
    assert keeps_binary(name) is kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/translations/qtbase_pt_BR.qm", True),
        ("PySide6/Qt/translations/qtbase_fi.qm", False),
        ("PySide6/Qt/translations/qtdeclarative_pt_BR.qm", False),
        ("scratchpress/assets/languages/pt_BR/LC_MESSAGES/scratchpress.mo", True),
        ("scratchpress/assets/languages/pt_BR/LC_MESSAGES/scratchpress.po", False),
        ("scratchpress/assets/languages/scratchpress_pt_BR.ts", True),
        ("scratchpress/assets/sysroot/.gitattributes", False),
        ("docker-7.2.0.dist-info/METADATA", True),
        ("docker-7.2.0.dist-info/RECORD", False),
        ("tzdata/zoneinfo/__init__.pyc", False),
        ("tzdata/zoneinfo/America/Sao_Paulo", True),
    ],
)
def test_data_stays_that_the_app_reads_and_no_other(name: str, *, kept: bool) -> None:
    assert keeps_data(name) is kept


def test_of_the_lexers_those_of_sources_and_recipes_stay() -> None:
    assert keeps_module("pygments.lexers.c_cpp")
    assert keeps_module("pygments.lexers")
    assert keeps_module("scratchpress.recipe.model")
    assert not keeps_module("pygments.lexers.perl")


def test_every_language_that_is_coloured_has_its_lexer() -> None:
    from pygments.lexers import find_lexer_class_by_name

    from scratchpress.gui.source import highlighting

    names = {*highlighting._LEXERS_BY_ENDING.values(), *highlighting._LEXERS_BY_LANGUAGE.values()}
    for name in names - {""}:
        for parent in find_lexer_class_by_name(name).__mro__:
            assert keeps_module(parent.__module__), (name, parent)


def test_nothing_runs_before_the_app_that_does_nothing_for_it() -> None:
    assert keeps_script("frozen_start")
    assert keeps_script("__main__")
    assert keeps_script("pyi_rth_pkgutil"), "the self test lists the app's modules with it"
    assert not keeps_script("pyi_rth_pyside6")
