"""A module that is put off costs nothing until something of it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scratchpress.gui.app.late_modules import put_off

_NAME = "a_heavy_one"


@pytest.fixture
def heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that says when it is loaded."""
    (tmp_path / f"{_NAME}.py").write_text("import sys\nsys.loads += 1\nvalue = [7]\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "loads", 0, raising=False)
    # Whatever a test puts there goes again.
    monkeypatch.setitem(sys.modules, _NAME, sys)
    monkeypatch.delitem(sys.modules, _NAME)
    return _NAME


def loads() -> int:
    return int(vars(sys)["loads"])


def test_importing_it_loads_nothing_and_using_it_loads_it_once(heavy: str) -> None:
    put_off(heavy)
    here: dict[str, object] = {}
    exec(f"import {heavy}", here)
    exec(f"import {heavy} as again", here)
    assert loads() == 0
    exec(f"first = {heavy}.value", here)
    exec(f"second = again.value; from {heavy} import value as third", here)
    assert loads() == 1
    assert here["first"] is here["second"] is here["third"]
    assert sys.modules[heavy].__file__


def test_taking_something_from_it_loads_it(heavy: str) -> None:
    put_off(heavy)
    here: dict[str, object] = {}
    exec(f"from {heavy} import value", here)
    assert here["value"] == [7]
    assert loads() == 1


def test_what_is_not_in_it_is_not_there(heavy: str) -> None:
    put_off(heavy)
    with pytest.raises(AttributeError, match="nothing"):
        sys.modules[heavy].nothing  # noqa: B018 - it is asked for


def test_what_is_loaded_already_stays(heavy: str) -> None:
    here: dict[str, object] = {}
    exec(f"import {heavy}", here)
    put_off(heavy)
    assert loads() == 1
    assert sys.modules[heavy] is here[heavy]


def test_the_first_page_loads_none_of_them() -> None:
    code = (
        "import sys, scratchpress.gui.app.app\n"
        "from scratchpress.gui import PUT_OFF\n"
        "print(*(name for name in PUT_OFF if sys.modules[name].__spec__.loader is not None))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    # PySide unpacks and compiles its own with these, where it was not frozen.
    assert set(run.stdout.split()) <= {"ast", "base64", "inspect", "zipfile"}
