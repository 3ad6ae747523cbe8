"""Two set-ups in one folder follow each other."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from setup.folder_lock import folder_lock

if TYPE_CHECKING:
    import pytest


def test_two_set_ups_at_once_follow_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order: list[str] = []

    def second() -> None:
        with folder_lock(tmp_path / "lock"):
            order.append("second")

    with folder_lock(tmp_path / "lock"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert capsys.readouterr().err.count("Waiting for another set-up") == 1
