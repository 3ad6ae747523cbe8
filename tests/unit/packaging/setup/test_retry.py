"""A package server that fails for a moment is asked again where nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from setup import reporting
from setup.processes import retry_in_ci

if TYPE_CHECKING:
    from collections.abc import Callable


def _failing(times: int) -> tuple[Callable[[], None], list[int]]:
    calls: list[int] = []

    def action() -> None:
        calls.append(1)
        if len(calls) <= times:
            raise reporting.SetupError("The mirror is away.")

    return action, calls


def test_in_ci_a_failing_package_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("setup.processes._PAUSE_SECONDS", 0)
    action, calls = _failing(2)

    retry_in_ci(action)

    assert len(calls) == 3


def test_a_person_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    action, calls = _failing(1)

    with pytest.raises(reporting.SetupError, match="mirror is away"):
        retry_in_ci(action)

    assert len(calls) == 1
