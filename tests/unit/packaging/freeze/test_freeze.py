"""How the standalone app is packed for download."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from freeze import freeze
from freeze.reproducible import pack_zip
from setup.reporting import SetupError
from tests.support.stand_ins import stand_in

# A program that starts everything as the app does, and says that all is well.
WORKS = """\
import json, pathlib, sys
pathlib.Path(sys.argv[2]).write_text(json.dumps(
    {"ok": True, "output": "Hello! This message is coming from a container \\n"}))
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "scratchpress"
    (folder / "_internal").mkdir(parents=True)
    (folder / "scratchpress.exe").write_bytes(b"program")
    (folder / "_internal" / "olá 😀.h").write_bytes(b"header")
    return folder


def test_a_zip_is_the_same_whenever_and_however_its_files_came_to_be(
    app: Path, tmp_path: Path
) -> None:
    first = pack_zip(app, tmp_path / "a.zip", folder="scratchpress", date=1_700_000_001)
    for path in app.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o700)
    second = pack_zip(app, tmp_path / "b.zip", folder="scratchpress", date=1_700_000_001)

    assert second.read_bytes() == first.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "scratchpress/_internal/olá 😀.h",
            "scratchpress/scratchpress.exe",
        ]
        assert archive.read("scratchpress/scratchpress.exe") == b"program"
        assert archive.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)


def test_a_date_that_zip_does_not_know_becomes_its_first(app: Path, tmp_path: Path) -> None:
    made = pack_zip(app, tmp_path / "a.zip", folder="scratchpress", date=0)
    with zipfile.ZipFile(made) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_a_download_above_the_limit_is_refused(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = app / "scratchpress.exe"
    freeze.tell(program)
    assert "0.0 MB" in capsys.readouterr().err
    monkeypatch.setattr(freeze, "MAX_DOWNLOAD", 6)
    with pytest.raises(SetupError, match="has 7 bytes; 6 are allowed"):
        freeze.tell(program)


@pytest.mark.skipif(os.name == "nt", reason="stand-ins for the app are scripts")
@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("Windows", ["scratchpress.exe", "scratchpress-window.exe"]),
        ("Darwin", ["Contents/MacOS/scratchpress", "Contents/MacOS/scratchpress-window"]),
    ],
)
def test_an_app_of_which_one_program_does_not_start_is_refused(
    system: str, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freeze, "SYSTEM", system)
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        stand_in(tmp_path / name, WORKS)
    freeze.check(tmp_path, (2, 34))
    for name in names:
        stand_in(tmp_path / name, "raise SystemExit(1)\n")
        with pytest.raises(SetupError, match="does not work as it should"):
            freeze.check(tmp_path, (2, 34))
        stand_in(tmp_path / name, WORKS)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
def test_what_the_app_is_signed_with_is_kept_from_what_freezes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = stand_in(
        tmp_path / "python",
        f'import os\nopen("{tmp_path}/seen", "w").write(\n'
        '    "\\n".join(f"{n}={v}" for n, v in os.environ.items()))\n',
    )
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(freeze, "SYSTEM", "Darwin")
    monkeypatch.setattr(freeze, "make_icons", lambda folder: [])
    monkeypatch.setenv("SCRATCHPRESS_MACOS_API_KEY", "a secret")

    assert freeze.freeze(tmp_path, "Developer ID").name == "Scratchpress.app"
    seen = (tmp_path / "seen").read_text()
    assert "a secret" not in seen
    assert "SCRATCHPRESS_CODESIGN_IDENTITY=Developer ID" in seen
    assert "PYTHONHASHSEED=1" in seen


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
def test_when_what_freezes_it_fails_there_is_no_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freeze, "make_icons", lambda folder: [])
    monkeypatch.setattr(
        subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess(args, 1)
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with pytest.raises(SetupError, match="PyInstaller failed"):
        freeze.freeze(tmp_path)
