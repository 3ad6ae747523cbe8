"""Short questions to compilers, and file names as their arguments."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scratchpress.toolchains.process import file_argument
from scratchpress.toolchains.query import ask_tool, file_stamp

PYTHON = Path(sys.executable)


def test_a_question_is_asked_outside_of_the_project_it_is_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask_tool(PYTHON, "-c", "import os; print(os.getcwd())")
    assert Path(answer.strip()).samefile(tempfile.gettempdir())


@pytest.mark.parametrize("with_errors", [True, False])
def test_what_goes_to_standard_error_is_a_part_of_the_answer_only_where_asked(
    *, with_errors: bool
) -> None:
    code = "import sys; print('version 1', file=sys.stderr)"
    assert ("version 1" in ask_tool(PYTHON, "-c", code, with_errors=with_errors)) is with_errors


def test_a_tool_that_fails_gives_no_answer() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        ask_tool(PYTHON, "-c", "raise SystemExit(3)")


def test_a_tool_that_hangs_is_not_waited_for() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        ask_tool(PYTHON, "-c", "import time; time.sleep(60)", seconds=0.2)


def test_the_stamp_of_a_file_changes_with_it(tmp_path: Path) -> None:
    tool = tmp_path / "gcc"
    missing = file_stamp(tool)
    tool.write_bytes(b"12")
    first = file_stamp(tool)
    tool.write_bytes(b"12.2")
    assert len({missing, first, file_stamp(tool)}) == 3


@pytest.mark.parametrize(
    ("name", "argument"),
    [("hello.c", "hello.c"), ("-v.c", "./-v.c"), ("@hello.c", "./@hello.c"), ("a-b.c", "a-b.c")],
)
def test_no_file_is_taken_for_an_option_or_a_list_of_arguments(name: str, argument: str) -> None:
    assert file_argument(name) == argument
