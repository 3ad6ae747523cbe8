"""What the built-in compiler keeps between builds of Zig programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.system.cache import ZIG_BUILD
from scratchpress.system.paths import private_folder
from scratchpress.toolchains.zig import zig_sources

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_zig_keeps_is_removed_as_a_whole_when_it_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache"))
    kept = private_folder(ZIG_BUILD)
    assert kept is not None
    (kept / "o").mkdir()
    (kept / "o" / "made").write_bytes(b"x" * 1000)
    assert zig_sources._cache(tmp_path) == kept
    assert (kept / "o" / "made").exists()
    monkeypatch.setattr(zig_sources, "_MAX_KEPT_BYTES", 999)
    assert zig_sources._cache(tmp_path) == kept
    assert list(kept.iterdir()) == []
    # Nothing is left beside it either.
    assert list(kept.parent.iterdir()) == [kept]
