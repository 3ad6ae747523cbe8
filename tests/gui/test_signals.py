"""The binding to Qt survives what a long session does to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class _Counter(QObject):
    happened = Signal(object)


def test_twenty_thousand_signals_can_be_emitted() -> None:
    # PySide6 6.12.0 on Python 3.11 drops a reference on True with each emit and aborts
    # the process after some 570 of them; pyproject.toml excludes it for this reason.
    seen = 0

    def count(_value: object) -> None:
        nonlocal seen
        seen += 1

    counter = _Counter()
    counter.happened.connect(count)
    for _ in range(20_000):
        counter.happened.emit(True)
    assert seen == 20_000
