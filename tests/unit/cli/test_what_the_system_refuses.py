"""Whatever the system refuses while files are looked at, a command ends with a sentence."""

from __future__ import annotations

import errno
import io
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.cli.entry import run_command_line
from scratchpress.core.errors import SourceError
from scratchpress.sources import collecting
from scratchpress.sources.collecting import read_given
from scratchpress.sources.folders import look_into

if TYPE_CHECKING:
    from collections.abc import Callable

MISTAKE = "made a mistake of its own"
ASKED = [(os, "scandir"), (os, "stat"), (os, "lstat"), (os, "open"), (os, "readlink"),
         (io, "open")]  # fmt: skip
REFUSALS = [errno.EACCES, errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG, errno.EIO]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "sub").mkdir(parents=True)
    (project / "main.c").write_text('#include "f.h"\nint main(void) { return f(); }\n')
    (project / "sub" / "f.c").write_text('#include "f.h"\nint f(void) { return 0; }\n')
    (project / "sub" / "f.h").write_text("int f(void);\n")
    return project


def refusing(
    monkeypatch: pytest.MonkeyPatch, below: Path, number: int, last: int
) -> Callable[[], int]:
    """Let the system refuse the call of this number for a path below; how many there were."""
    count = 0

    def wrapped(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Any = ".", *arguments: Any, **keywords: Any) -> Any:
            nonlocal count
            if isinstance(path, (str, bytes, os.PathLike)) and str(below) in os.fsdecode(path):
                count += 1
                if count == last:
                    raise OSError(number, os.strerror(number), os.fspath(path))
            return ask(path, *arguments, **keywords)

        return asked

    for module, name in ASKED:
        monkeypatch.setattr(module, name, wrapped(getattr(module, name)))
    return lambda: count


@pytest.mark.parametrize("number", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    "words", [["sandbox", "{0}"], ["init", "{0}"], ["matrix", "{0}"], ["sandbox", "{0}/main.c"]]
)
def test_each_look_at_a_file_may_be_refused(
    project: Path, capfd: pytest.CaptureFixture[str], number: int, words: list[str]
) -> None:
    argv = [word.format(project) for word in words]
    last = 1
    while True:
        with pytest.MonkeyPatch.context() as patched:
            asked = refusing(patched, project, number, last)
            run_command_line(argv)
            count = asked()
        said = "".join(capfd.readouterr())
        assert MISTAKE not in said, (last, said)
        (project / "scratchpress.toml").unlink(missing_ok=True)
        if count < last:
            break
        last += 1
    assert last > 1


def test_a_file_that_goes_while_its_folder_is_listed_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_and_rename(folder: Path) -> Any:
        found = look_into(folder)
        (folder / "sub" / "f.c").rename(folder / "sub" / "g.c")
        return found

    monkeypatch.setattr(collecting, "look_into", look_and_rename)
    with pytest.raises(SourceError, match=r"f\.c does not exist"):
        read_given([project])


def test_a_source_that_may_not_be_seen_is_not_left_out_in_silence(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = os.stat

    def refuse(path: Any, *arguments: Any, **keywords: Any) -> Any:
        if str(path).endswith("f.c"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return usual(path, *arguments, **keywords)

    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(SourceError, match=r"f\.c may not be read"):
        read_given([project])


@pytest.mark.parametrize(
    "option",
    [
        "--file-size=0", "--memory=1", "--timeout=0s", "--timeout=nan", "--cpus=inf", "--cpus=nan",
        "--cpus=-1", "--processes=0", f"--processes={10**400}", f"--memory={'9' * 5000}GiB",
        "--open-files=99999999999999999999", "--max-size=-1", "--publish=0:1", "--publish=1:99999",
    ],
)  # fmt: skip
def test_numbers_out_of_range_are_refused_by_name(
    project: Path, capfd: pytest.CaptureFixture[str], option: str
) -> None:
    assert run_command_line(["run", "--engine", "local", option, str(project / "main.c")]) == 2
    said = "".join(capfd.readouterr())
    assert MISTAKE not in said
    assert option.partition("=")[0].removeprefix("--").removesuffix("lish") in said


def test_options_that_exclude_each_other_are_refused(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given = ["--publish", "80:80", "--publish", "80:81", str(project / "main.c")]
    assert run_command_line(["run", "--engine", "local", *given]) == 2
    assert "names each port of this computer once" in "".join(capfd.readouterr())


@pytest.mark.skipif(os.name == "nt", reason="redirections of a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "code", "words"),
    [
        (">&-", 0, ""),
        ("2>&-", 0, "Wrote"),
        ("<&- >&- 2>&-", 0, ""),
        pytest.param(">/dev/full", 19, "The output cannot be written: No space left on device.",
                     marks=pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["init {0}/main.c", "init --json {0}/main.c", "--version"])
def test_outputs_may_be_closed_or_full(
    project: Path, command: str, redirection: str, code: int, words: str
) -> None:
    program = shlex.quote(sys.executable)
    line = f"{program} -m scratchpress {command.format(project)} {redirection}"
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, check=False, text=True, cwd=project
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if command == "init {0}/main.c":
        assert words in done.stdout + done.stderr
