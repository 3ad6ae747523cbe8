"""What PySide would compile at each start is compiled with the app, the same every time."""

from __future__ import annotations

import marshal
import types
from pathlib import Path

from pyside_support import pyside_support

_HEAD = 16


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
