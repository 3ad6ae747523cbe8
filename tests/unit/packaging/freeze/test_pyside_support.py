"""What PySide would compile at each start is compiled with the app, the same every time."""

from __future__ import annotations

import marshal
import shutil
import subprocess
import sys
import types
from pathlib import Path

import PySide6
import pytest
import shiboken6

from freeze.pyside_support import lightened, pyside_support

_HEAD = 16
# What PySide says of a wrong call, with what it had loaded before; Qt needs no display for it.
_WRONG_CALLS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer

app = QCoreApplication([])
print(any("when_used" in name for name in sys.modules))
for call in (
    lambda: QTimer().setInterval("soon"),
    lambda: QTimer().setTimerType(),
    lambda: QObject(nobody=1),
    lambda: QTimer.singleShot(*range(9)),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(QTimer.setInterval.__doc__)
"""


def compiled(path: str) -> types.CodeType:
    code = marshal.loads(Path(path).read_bytes()[_HEAD:])
    assert isinstance(code, types.CodeType)
    return code


def test_all_that_pyside_loads_at_a_start_is_there_and_tells_no_folder(tmp_path: Path) -> None:
    entries = {name: path for name, path, _ in pyside_support(tmp_path / "support")}
    beginning = "shiboken6/files.dir/shibokensupport/signature"
    assert f"{beginning}/loader.pyc" in entries
    assert "parser" in compiled(entries[f"{beginning}/loader.pyc"]).co_names
    assert not compiled(entries[f"{beginning}/lib/pyi_generator.pyc"]).co_names
    for path in entries.values():
        assert str(tmp_path).encode() not in Path(path).read_bytes()


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (
        {name: Path(path).read_bytes() for name, path, _ in pyside_support(tmp_path / where)}
        for where in ("one", "two")
    )
    assert first == second


def test_what_was_lightened_says_the_same_of_a_wrong_call(tmp_path: Path) -> None:
    said = {}
    for way in ("as it comes", "lightened"):
        place = tmp_path / way
        shutil.copytree(Path(str(shiboken6.__file__)).parent, place / "shiboken6")
        (place / "PySide6").symlink_to(Path(str(PySide6.__file__)).parent)
        if way == "lightened":
            for name, path, _ in pyside_support(tmp_path / "support"):
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place / name)
        said[way] = subprocess.run(
            [sys.executable, "-c", _WRONG_CALLS],
            env={"PYTHONPATH": str(place)},
            check=True,
            capture_output=True,
            text=True,
        )
    first, *rest = said["lightened"].stdout.splitlines()
    assert first == "False"
    assert rest == said["as it comes"].stdout.splitlines()[1:]
    assert "called with wrong argument types" in said["lightened"].stdout
    assert said["lightened"].stderr == said["as it comes"].stderr


def test_another_pyside_is_not_taken_for_the_one_that_is_known() -> None:
    with pytest.raises(RuntimeError, match="look at what it loads at a start"):
        lightened({})
