"""Why programs cannot run without an engine is said in one sentence a person can act on."""

from __future__ import annotations

import platform as platform_module
import sys

import pytest

from scratchpress.engines.preview.engine import find_support


@pytest.mark.parametrize(("platform", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_other_systems_are_told_by_their_name(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    system = "Darwin" if name == "macOS" else name
    monkeypatch.setattr(platform_module, "system", lambda: system)
    support = find_support()
    assert support.cannot_run == f"Without an engine, {name} cannot run a Linux program."
