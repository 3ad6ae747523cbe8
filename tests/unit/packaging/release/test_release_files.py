"""What a release consists of beside the app itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from freeze.app_bill import write_app_bill
from release.release_files import (
    changelog,
    check_files,
    check_tag,
    notes,
    version,
    write_sums,
)
from setup.checkout import CHECKOUT
from setup.reporting import SetupError

CHANGELOG = """\
## [Unreleased]

## [1.2.3] - 2026-01-02

### Added

- A thing.

## [1.2.2] - 2026-01-01

- Another.
"""


def test_notes_are_what_the_changelog_says_of_one_version() -> None:
    assert notes(CHANGELOG, "1.2.3") == "### Added\n\n- A thing."
    assert notes(CHANGELOG, "1.2.2") == "- Another."
    for unknown in ("1.2", "Unreleased", "1x2.3"):
        with pytest.raises(SetupError, match="says nothing"):
            notes(CHANGELOG, unknown)


def test_a_tag_of_another_version_is_refused() -> None:
    check_tag("v1.2.3", "1.2.3", CHANGELOG)
    for tag in ("1.2.3", "v1.2.4", "v1.2.3-rc1", ""):
        with pytest.raises(SetupError, match=r"sources are version 1\.2\.3"):
            check_tag(tag, "1.2.3", CHANGELOG)


def test_the_changelog_has_the_form_that_notes_are_taken_from() -> None:
    assert notes(changelog().replace("[Unreleased]", f"[{version()}]"), version())


def test_the_digests_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    for name in ("b.deb", "a b.tar.xz"):
        (tmp_path / name).write_text(name)
    first = write_sums(tmp_path)

    assert [line.split("  ")[1] for line in first.splitlines()] == ["a b.tar.xz", "b.deb"]
    # Its own file is not counted when it is made again.
    assert write_sums(tmp_path) == first
    if sys.platform == "linux":
        check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
        assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
        (tmp_path / "b.deb").write_text("another")
        assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 1


def test_a_release_without_files_is_none(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no file"):
        write_sums(tmp_path)


def test_what_is_missing_in_a_release_is_named_and_so_is_what_does_not_belong(
    tmp_path: Path,
) -> None:
    (tmp_path / "scratchpress-1.2.3-linux-x86_64.tar.xz").touch()
    (tmp_path / "notes.txt").touch()
    with pytest.raises(SetupError) as caught:
        check_files(tmp_path, "1.2.3")

    missing, _, others = caught.value.sentence.partition(" Not expected: ")
    assert others == "notes.txt."
    assert "scratchpress-1.2.3-darwin-aarch64.dmg" in missing
    assert "linux-x86_64.tar.xz" not in missing


def test_the_command_says_what_it_takes() -> None:
    command = [sys.executable, str(CHECKOUT / "packaging/dev.py"), "release"]
    known = subprocess.run([*command, "check", "v9.9.9"], capture_output=True, check=False)
    unknown = subprocess.run([*command, "publish"], capture_output=True, check=False)

    assert known.returncode == 1
    assert b"The tag is v9.9.9" in known.stderr
    assert unknown.returncode == 2
    assert b"release check TAG" in unknown.stderr


def test_the_bill_lists_what_the_app_requires_and_its_libraries(tmp_path: Path) -> None:
    app = tmp_path / "app"
    (app / "_internal").mkdir(parents=True)
    (app / "_internal" / "libz.so.1").write_bytes(b"library")
    (app / "_internal" / "notes.txt").write_bytes(b"no library")
    first = write_app_bill(app, tmp_path / "a.json", version="1.2.3", date=0).read_bytes()
    bill = json.loads(first)
    listed = {one["name"]: one for one in bill["components"]}

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first.decode()) is None
    # What is required directly, in turn, and by the window.
    assert {"CPython", "docker", "ziglang", "requests", "PySide6_Essentials"} <= listed.keys()
    for name, one in listed.items():
        assert one["type"] == "file" or one["licenses"], name
    assert not {"pytest", "ruff", "scratchpress", "_internal/notes.txt"} & listed.keys()
    assert listed["docker"]["purl"].startswith("pkg:pypi/docker@7.")
    assert listed["_internal/libz.so.1"]["hashes"][0]["content"].startswith("b718f135")
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    assert write_app_bill(app, tmp_path / "b.json", version="1.2.3", date=0).read_bytes() == first
