"""Compiled programs are found again exactly while nothing they are made of has changed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.languages import Language
from scratchpress.executable.model import CLibrary, References
from scratchpress.sources.model import Source, Sources
from scratchpress.system import cache
from scratchpress.system.paths import private_folder
from scratchpress.toolchains import program_cache
from scratchpress.toolchains.c.include_rivals import rivals
from scratchpress.toolchains.protocol import CompiledProgram

REFERENCES = References(("getaddrinfo",), ("/tmp/x",), CLibrary.MUSL)
WARNING = Diagnostic(Severity.WARNING, "unused variable 'x'", "hello.c", 3, 7, "  int x;")


@pytest.fixture(autouse=True)
def cache_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "cache"
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(root))
    return root


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "made"
    path.write_bytes(b"\x7fELF and a\nnewline")
    return path


def sources(folder: Path, content: bytes = b"int main(){}", name: str = "hello.c") -> Sources:
    folder.mkdir(exist_ok=True)
    return Sources(Language.C, (Source(folder / name, content),))


def keep(key: str, given: Sources, program: Path, *included: Path) -> None:
    made = CompiledProgram(program, (), cached=False, included=included)
    others = rivals(given, included, ())
    if others is not None:
        program_cache.keep_program(key, given, made, began=time.time_ns(), rivals=others)


def fetch(key: str, given: Sources, folder: Path) -> bytes | None:
    found = program_cache.fetch_program(key, given, folder / "fetched")
    return None if found is None else (folder / "fetched").read_bytes()


def test_a_kept_program_comes_back_with_its_messages(tmp_path: Path, program: Path) -> None:
    given = sources(tmp_path)
    program_cache.keep_program(
        "k", given, CompiledProgram(program, (WARNING,), cached=False, references=REFERENCES)
    )
    target = tmp_path / "again"
    found = program_cache.fetch_program("k", given, target)
    assert found == CompiledProgram(target, (WARNING,), cached=True, references=REFERENCES)
    assert target.read_bytes() == program.read_bytes()
    assert os.name == "nt" or os.access(target, os.X_OK)


def test_the_key_changes_with_everything_that_changes_the_program(tmp_path: Path) -> None:
    given = sources(tmp_path)
    keys = {
        program_cache.cache_key("zig 1", ["-Os"], given),
        program_cache.cache_key("zig 2", ["-Os"], given),
        program_cache.cache_key("zig 1", ["-O2"], given),
        program_cache.cache_key("zig 1", ["-O", "s"], given),
        program_cache.cache_key("zig 1", ["-Os"], sources(tmp_path, b"int main(){ }")),
        program_cache.cache_key("zig 1", ["-Os"], sources(tmp_path, name="other.c")),
        program_cache.cache_key("zig 1", ["-Os"], Sources(Language.CPP, given.files)),
    }
    assert len(keys) == 7


def test_the_key_does_not_change_with_the_folder(tmp_path: Path) -> None:
    one, other = sources(tmp_path / "one"), sources(tmp_path / "other")
    assert program_cache.cache_key("zig", [], one) == program_cache.cache_key("zig", [], other)


def test_a_source_that_moved_between_two_headers_of_one_name_is_another_program(
    tmp_path: Path,
) -> None:
    def key(second: str) -> str:
        files = (Source(tmp_path / "main.c", b"int y(void);"), Source(tmp_path / second, b"x"))
        return program_cache.cache_key("zig", [], Sources(Language.C, files))

    assert key("sub/x.c") != key("x.c")


def test_a_changed_header_is_noticed_and_its_return_too(tmp_path: Path, program: Path) -> None:
    header = tmp_path / "part.h"
    header.write_text("#define N 1")
    given = sources(tmp_path, b'#include "part.h"')
    keep("k", given, program, header)
    assert fetch("k", given, tmp_path) is not None
    header.write_text("#define N 2")
    assert fetch("k", given, tmp_path) is None
    header.write_text("#define N 1")
    assert fetch("k", given, tmp_path) is not None
    header.unlink()
    assert fetch("k", given, tmp_path) is None


def test_a_new_file_that_would_be_included_instead_is_noticed(
    tmp_path: Path, program: Path
) -> None:
    given = sources(tmp_path, b'#include "stdio.h"\n')
    keep("k", given, program)
    assert fetch("k", given, tmp_path) is not None
    (tmp_path / "stdio.h").write_text("")
    assert fetch("k", given, tmp_path) is None


def test_a_folder_moved_with_its_headers_still_hits(tmp_path: Path, program: Path) -> None:
    one, other = (sources(tmp_path / name, b'#include "part.h"') for name in ("one", "other"))
    for name in ("one", "other"):
        (tmp_path / name / "part.h").write_text("same")
    keep("k", one, program, tmp_path / "one" / "part.h")
    assert fetch("k", other, tmp_path) is not None
    (tmp_path / "other" / "part.h").write_text("different")
    assert fetch("k", other, tmp_path) is None


@pytest.mark.parametrize(
    "content",
    [
        b'asm(".incbin \\"/etc/hostname\\"");',
        b'#if __has_include("x.h")\n#endif',
        b"#define H STRING(x.h)\n#include H\n",
    ],
)
def test_what_depends_on_files_nobody_lists_is_not_kept(
    tmp_path: Path, program: Path, content: bytes
) -> None:
    given = sources(tmp_path, content)
    keep("k", given, program)
    assert fetch("k", given, tmp_path) is None


def test_a_source_that_names_more_headers_than_any_program_is_not_kept(
    tmp_path: Path, program: Path
) -> None:
    names = b"".join(b'#include "%d.h"\n' % number for number in range(30_000))
    given = sources(tmp_path, b"#if 0\n%s#endif\n" % names)
    keep("k", given, program)
    assert fetch("k", given, tmp_path) is None


def test_a_device_that_was_included_is_never_read(tmp_path: Path, program: Path) -> None:
    given = sources(tmp_path)
    keep("k", given, program, Path("/dev/zero"))
    assert fetch("k", given, tmp_path) is None


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\xfe", None])
def test_a_damaged_entry_is_ignored_and_removed(
    tmp_path: Path, program: Path, cache_root: Path, damage: bytes | None
) -> None:
    given = sources(tmp_path)
    keep("k", given, program)
    entry = cache_root / "programs" / "k"
    entry.write_bytes(entry.read_bytes()[:-1] if damage is None else damage)
    assert fetch("k", given, tmp_path) is None
    assert not entry.exists()


def test_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, program: Path, cache_root: Path
) -> None:
    given = sources(tmp_path)
    program.write_bytes(b"x" * 1000)
    for age, key in ((300, "old"), (200, "used"), (100, "new")):
        keep(key, given, program)
        then = (cache_root / "programs" / key).stat().st_mtime - age
        os.utime(cache_root / "programs" / key, (then, then))
    assert fetch("used", given, tmp_path) is not None
    cache.prune(limit=2500)
    assert {path.name for path in (cache_root / "programs").iterdir()} == {"used", "new"}


def test_clearing_frees_what_is_ours_and_nothing_else(
    tmp_path: Path, program: Path, cache_root: Path
) -> None:
    keep("k", sources(tmp_path), program)
    (cache_root / "letters.txt").write_text("mine")
    size = cache.cache_size()
    assert size > program.stat().st_size
    assert cache.clear_cache() == size
    assert cache.cache_size() == 0
    assert [path.name for path in cache_root.iterdir()] == ["letters.txt"]


def test_a_cache_that_cannot_be_a_folder_is_done_without(
    tmp_path: Path, program: Path, cache_root: Path
) -> None:
    cache_root.write_text("a file is in the way")
    given = sources(tmp_path)
    keep("k", given, program)
    assert fetch("k", given, tmp_path) is None
    assert (cache.cache_size(), cache.clear_cache()) == (0, 0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_cache_is_closed_to_other_accounts(cache_root: Path) -> None:
    (cache_root / "programs").mkdir(parents=True, mode=0o777)
    folder = private_folder(cache.PROGRAMS)
    assert folder is not None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can chown")
@pytest.mark.parametrize("name", [".", "programs"])
def test_a_folder_of_another_account_is_not_used(cache_root: Path, name: str) -> None:
    (cache_root / "programs").mkdir(parents=True)
    os.chown(cache_root / name, 65534, 65534)
    assert private_folder(cache.PROGRAMS) is None


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_a_link_in_the_place_of_a_folder_is_not_followed(cache_root: Path, tmp_path: Path) -> None:
    cache_root.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (cache_root / "programs").symlink_to(tmp_path / "elsewhere")
    assert private_folder(cache.PROGRAMS) is None


def test_two_processes_at_once_never_read_half_an_entry(tmp_path: Path, program: Path) -> None:
    program.write_bytes(b"x" * 2_000_000)
    code = (
        "from pathlib import Path\n"
        "from scratchpress.core.languages import Language\n"
        "from scratchpress.sources.model import Source, Sources\n"
        "from scratchpress.toolchains import program_cache\n"
        "from scratchpress.toolchains.protocol import CompiledProgram\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "given = Sources(Language.C, (Source(folder / 'hello.c', b'int main(){}'),))\n"
        "made = CompiledProgram(folder / 'made', (), cached=False)\n"
        "for _ in range(40): program_cache.keep_program('k', given, made)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(program_cache.__file__).parents[3])},
    )
    given = sources(tmp_path)
    seen = 0
    while writer.poll() is None:
        found = fetch("k", given, tmp_path)
        if seen:
            assert found is not None
        seen += found is not None
    assert writer.returncode == 0
    assert seen > 0
