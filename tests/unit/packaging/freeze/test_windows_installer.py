"""The installer for Windows, and what Windows shows of the programs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from freeze.windows import installer
from freeze.windows.installer import file_commands, find_makensis, make_installer
from freeze.windows.version_info import version_info
from setup.checkout import CHECKOUT
from setup.reporting import SetupError


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    # In a process of its own: Qt takes one display for all of a process's life.
    code = (
        "import pathlib, sys; from freeze.icons import make_icons;"
        " make_icons(pathlib.Path(sys.argv[1]))"
    )
    variables = {**os.environ, "PYTHONPATH": str(CHECKOUT / "packaging")}
    subprocess.run([sys.executable, "-c", code, folder], env=variables, check=True)
    return folder


@pytest.fixture
def bundle(tmp_path: Path, icons: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's shape, with next to nothing in it."""
    monkeypatch.setattr(installer, "ICONS", icons)
    folder = tmp_path / "Olá $HOME 100%" / "scratchpress"
    (folder / "_internal" / "ziglang").mkdir(parents=True)
    for name in ("scratchpress.exe", "scratchpress-window.exe", "_internal/ziglang/a b.h"):
        (folder / name).write_bytes(os.urandom(3000))
    return folder


def make(bundle: Path, name: str, date: int = 1_700_000_000) -> Path:
    if os.name == "nt" and find_makensis() is None:
        pytest.skip("NSIS is put on Linux by dev.py alone")
    return make_installer(bundle, bundle.parent / name, version="1.2.3", date=date)


def test_an_installer_is_made_and_is_the_same_when_made_again(bundle: Path) -> None:
    first = make(bundle, "first.exe").read_bytes()
    for path in bundle.rglob("*"):
        os.utime(path, (0, 0))

    assert first[:2] == b"MZ"
    assert "Scratchpress".encode("utf-16-le") in first
    assert "1.2.3".encode("utf-16-le") in first
    # All is in it: noise cannot be compressed.
    assert len(first) > 9000
    assert make(bundle, "second.exe").read_bytes() == first


def test_what_nsis_only_warns_of_is_an_error(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (installer.HERE / "installer.nsi").read_text("utf-8")
    (tmp_path / "installer.nsi").write_text(script.replace("$(IS_OPEN)", "$(IS_OPENED)"), "utf-8")
    monkeypatch.setattr(installer, "HERE", tmp_path)
    with pytest.raises(SetupError) as caught:
        make(bundle, "first.exe")

    assert "IS_OPENED" in caught.value.details


def test_without_nsis_it_is_told_what_to_install(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "find_makensis", lambda: None)
    with pytest.raises(SetupError, match="Install NSIS"):
        make_installer(bundle, bundle / "a.exe", version="1.2.3", date=0)


def test_every_file_goes_into_its_own_folder_in_one_order(bundle: Path) -> None:
    lines = file_commands(bundle).splitlines()
    place = bundle.resolve()

    assert lines == [
        'SetOutPath "$INSTDIR\\_internal\\ziglang"',
        f'File "{Path(place, "_internal", "ziglang", "a b.h")}"',
        'SetOutPath "$INSTDIR"',
        f'File "{Path(place, "scratchpress-window.exe")}"',
        f'File "{Path(place, "scratchpress.exe")}"',
    ]


def test_what_is_put_into_the_registry_is_taken_out_again() -> None:
    script = (installer.HERE / "installer.nsi").read_text("utf-8")
    installing, _, removing = script.partition('Section "Uninstall"')
    keys = {
        line.split('"')[1]
        for line in installing.splitlines()
        if line.strip().startswith("WriteReg")
    }
    withdrawn = script.partition("!macro Withdraw")[2].partition("!macroend")[0] + removing

    assert len(keys) > 5
    for key in keys:
        parts = key.split("\\")
        starts = ("\\".join(parts[:length]) for length in range(1, len(parts) + 1))
        assert any(f'HKCU "{start}"' in withdrawn for start in starts), key


def test_both_languages_say_everything() -> None:
    script = (installer.HERE / "installer.nsi").read_text("utf-8")
    said = [line.split()[1:3] for line in script.splitlines() if line.startswith("LangString")]
    names = {name for name, _ in said}

    assert names
    for name in names:
        assert [name, "${LANG_ENGLISH}"] in said
        assert [name, "${LANG_PORTUGUESEBR}"] in said


@pytest.mark.parametrize("program", ["scratchpress.exe", "scratchpress-window.exe"])
def test_windows_shows_name_and_version_of_each_program(program: str) -> None:
    tree = ast.parse(version_info(program, "1.2.3"), mode="eval")
    strings = {
        node.args[0].value: node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "StringStruct"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[1], ast.Constant)
    }

    assert strings["ProductVersion"] == "1.2.3"
    assert strings["OriginalFilename"] == program
    assert "filevers=(1, 2, 3, 0)" in version_info(program, "1.2.3")


def test_icons_hold_all_sizes_that_their_systems_ask_for(icons: Path) -> None:
    with Image.open(icons / "scratchpress.ico") as icon:
        assert icon.info["sizes"] == {(n, n) for n in (16, 24, 32, 48, 64, 128, 256)}
    with Image.open(icons / "scratchpress.icns") as icon:
        sides = {width * scale for width, _, scale in icon.info["sizes"]}
    assert {32, 64, 128, 256, 512, 1024} <= sides
    with Image.open(icons / "scratchpress-22.png") as icon:
        assert icon.size == (22, 22)
        assert icon.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
