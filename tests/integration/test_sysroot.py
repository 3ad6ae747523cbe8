"""The shipped libraries are what the script makes, and the script tells members apart."""

from __future__ import annotations

import hashlib
import json
import lzma
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from sysroot import prompt, sysroot

if TYPE_CHECKING:
    from pathlib import Path


def test_the_listed_sums_are_those_of_the_files() -> None:
    lines = (sysroot.ASSETS / "SHA256SUMS").read_text().splitlines()
    listed = {file: sha256 for sha256, _, file in (line.partition("  ") for line in lines)}
    expected = {f"{name}.{kind}" for name in sysroot.names() for kind in ("tar.xz", "json")}
    expected |= {f"{machine}-{name}" for machine in sysroot.MACHINES for name in prompt.members()}
    assert listed.keys() == expected
    for file, sha256 in listed.items():
        assert hashlib.sha256((sysroot.ASSETS / file).read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("name", sysroot.names())
def test_an_archive_is_small_and_holds_what_the_linker_is_given(name: str) -> None:
    archive = (sysroot.ASSETS / f"{name}.tar.xz").read_bytes()
    commands = json.loads((sysroot.ASSETS / f"{name}.json").read_text())
    members = sysroot.unpack(archive)
    assert len(archive) < 1_100_000
    assert [member.name for member in members] == commands["libraries"]
    assert commands["zig"] == version("ziglang")


@pytest.mark.parametrize("name", sysroot.names())
def test_no_path_of_the_computer_it_was_made_on_is_in_it(name: str) -> None:
    recorded = (sysroot.ASSETS / f"{name}.json").read_bytes()
    archive = sysroot.unpack((sysroot.ASSETS / f"{name}.tar.xz").read_bytes())
    for content in (recorded, *(member.content for member in archive)):
        assert b"site-packages" not in content
        # It was made in a folder of this name.
        assert b"scratchpress-sysroot" not in content


def test_members_of_the_same_name_and_long_names_are_kept_apart(tmp_path: Path) -> None:
    zig = sysroot.ziglang_folder() / "zig"
    for folder, content in (("one", b"1"), ("two", b"22")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same-and-longer-than-sixteen.o").write_bytes(content)
    (tmp_path / "short.o").write_bytes(b"333")
    files = [
        "one/same-and-longer-than-sixteen.o",
        "two/same-and-longer-than-sixteen.o",
        "short.o",
    ]
    subprocess.run([zig, "ar", "qcsD", "all.a", *files], cwd=tmp_path, check=True)
    members = sysroot.read_archive((tmp_path / "all.a").read_bytes())
    assert [member.content for member in members] == [b"1", b"22", b"333"]
    assert members[2].name == "short.o"


def test_packing_again_gives_the_same_bytes() -> None:
    members = [sysroot.Member("libc.a", b"content" * 1000), sysroot.Member("crt1.o", b"")]
    assert sysroot.unpack(sysroot.pack(members)) == members
    assert sysroot.pack(members) == sysroot.pack(members)


@pytest.mark.parametrize("machine", sysroot.MACHINES)
def test_made_again_what_shows_prompts_is_the_same_to_the_byte(machine: str) -> None:
    made = prompt.make(machine)
    assert made.keys() == {f"{machine}-{name}" for name in prompt.members()}
    for name, content in made.items():
        assert content == (sysroot.ASSETS / name).read_bytes()


@pytest.mark.slow
def test_made_again_a_sysroot_is_the_same_to_the_byte() -> None:
    name = "x86_64-small"
    made = sysroot.make(name)
    assert made.commands == (sysroot.ASSETS / f"{name}.json").read_bytes()
    # Unpacked: another version of liblzma may pack the same bytes in another way.
    shipped = (sysroot.ASSETS / f"{name}.tar.xz").read_bytes()
    assert lzma.decompress(made.archive) == lzma.decompress(shipped)
