"""The place for memory limits is found under both versions of control groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.system.memory_group import (
    Manager,
    Parent,
    find_parent,
    find_places,
    memory_group,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    mount = tmp_path / "cgroup"
    mount.mkdir()
    return mount


def make(group: Path, passes_on: str = "") -> Path:
    group.mkdir(parents=True, exist_ok=True)
    (group / "cgroup.procs").touch()
    (group / "cgroup.subtree_control").write_text(passes_on)
    return group


def member_of(tmp_path: Path, lines: str) -> Path:
    path = tmp_path / "membership"
    path.write_text(lines)
    return path


def test_in_version_2_it_is_beside_our_own_group(tmp_path: Path, groups: Path) -> None:
    slice_ = make(groups / "app.slice", "cpu memory pids")
    make(slice_ / "terminal.scope")
    membership = member_of(tmp_path, "0::/app.slice/terminal.scope\n")
    assert find_parent(groups, membership) == Parent(slice_, 2)


def test_in_version_2_without_the_memory_controller_there_is_none(
    tmp_path: Path, groups: Path
) -> None:
    make(groups / "app.slice" / "terminal.scope", "pids")
    make(groups / "app.slice", "cpu pids")
    membership = member_of(tmp_path, "0::/app.slice/terminal.scope\n")
    assert find_parent(groups, membership) is None


def test_in_version_1_it_is_inside_our_own_group(tmp_path: Path, groups: Path) -> None:
    own = make(groups / "memory" / "session")
    membership = member_of(tmp_path, "8:pids:/other\n4:memory:/session\n0::/\n")
    assert find_parent(groups, membership) == Parent(own, 1)


def test_a_group_that_is_not_ours_to_write_is_not_taken(tmp_path: Path, groups: Path) -> None:
    membership = member_of(tmp_path, "4:memory:/not-there\n")
    assert find_parent(groups, membership) is None
    assert find_parent(groups, tmp_path / "no-such-file") is None


def test_systemd_is_asked_for_a_group_where_it_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "systemd-run"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    manager = Manager(str(program), str(tmp_path))
    assert manager not in list(find_places())
    (tmp_path / "systemd").mkdir()
    (tmp_path / "systemd" / "private").touch()
    assert list(find_places())[-1] == manager


def test_a_scope_is_limited_without_swap() -> None:
    with memory_group(Manager("/bin/systemd-run", "/run/user/1"), 1000) as group:
        assert {"--property=MemoryMax=1000", "--property=MemorySwapMax=0"} < set(group.command)
        assert group.command[:3] == ("env", "XDG_RUNTIME_DIR=/run/user/1", "/bin/systemd-run")
        assert group.command[-1] == "--"
