"""Why programs cannot run without an engine is said in one sentence a person can act on."""

from __future__ import annotations

import platform as platform_module
import sys
from typing import TYPE_CHECKING

import pytest

from scratchpress.engines.preview.engine import explain, find_support

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("kernel/unprivileged_userns_clone", "0\n", "kernel.unprivileged_userns_clone forbids"),
        ("user/max_user_namespaces", "0\n", "user.max_user_namespaces forbids"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1\n", "AppArmor forbids"),
    ],
)
def test_a_setting_that_forbids_it_is_named(
    tmp_path: Path, setting: str, value: str, words: str
) -> None:
    path = tmp_path / setting
    path.parent.mkdir(parents=True)
    path.write_text(value)
    sentence = explain("unshare: unshare failed: Operation not permitted", tmp_path)
    assert words in sentence
    assert sentence.endswith(".")


def test_tools_that_are_too_old_are_told(tmp_path: Path) -> None:
    complaint = "unshare: unrecognized option '--map-user'\nTry 'unshare --help' for more.\n"
    assert "too old" in explain(complaint, tmp_path)


def test_anything_else_is_given_in_the_tools_own_words(tmp_path: Path) -> None:
    sentence = explain("unshare: unshare failed: No space left on device.\n", tmp_path)
    assert sentence.endswith("(unshare: unshare failed: No space left on device).")
    assert explain("", tmp_path).endswith("(no reason was given).")


@pytest.mark.parametrize(("platform", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_other_systems_are_told_by_their_name(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    system = "Darwin" if name == "macOS" else name
    monkeypatch.setattr(platform_module, "system", lambda: system)
    support = find_support()
    assert support.cannot_run == f"Without an engine, {name} cannot run a Linux program."
    assert support.tools is None


@pytest.mark.skipif(sys.platform != "linux", reason="looks for programs of Linux")
def test_a_tool_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scratchpress.engines.preview import sandbox as local_sandbox

    monkeypatch.setattr(local_sandbox, "_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "“sh”" in find_support().cannot_run
