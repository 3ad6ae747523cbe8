"""Compile with the embedded toolchain as a build does, and look at what was done."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, TypeVar

from scratchpress.core.cancellation import Cancellation
from scratchpress.recipe.model import CompileOptions
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.c import compile_session
from scratchpress.toolchains.c import pch_cache as headers
from scratchpress.toolchains.process import ToolRun, run_tool
from scratchpress.toolchains.protocol import CompileRequest
from scratchpress.toolchains.zig.toolchain import ZigToolchain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    import pytest

    from scratchpress.pipeline.events import Event
    from scratchpress.toolchains.protocol import CompiledProgram

_Told = TypeVar("_Told")


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A source file in a folder that is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def compile_with_zig(
    *sources: Path,
    work: Path,
    options: CompileOptions | None = None,
    events: list[Event] | None = None,
    cancellation: Cancellation | None = None,
) -> CompiledProgram:
    """Compile in ``work``, which is emptied first."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    request = CompileRequest(read_sources(sources), options or CompileOptions(), work)
    heard = [] if events is None else events
    return ZigToolchain().compile(request, heard.append, cancellation or Cancellation())


def object_with_zig(path: Path, *, work: Path, options: CompileOptions | None = None) -> bytes:
    """What a source is compiled to, before it is linked."""
    program = compile_with_zig(path, work=work, options=options)
    assert not program.cached
    return (work / "source-1" / path.with_suffix(".o").name).read_bytes()


def watch_compiles(
    monkeypatch: pytest.MonkeyPatch, tell: Callable[[tuple[str, ...]], _Told]
) -> list[_Told]:
    """For each command that compiles from now on: what ``tell`` says of it."""
    seen: list[_Told] = []

    def run(arguments: tuple[str, ...], **named: Any) -> ToolRun:
        if "clang" in arguments:
            seen.append(tell(arguments))
        return run_tool(arguments, **named)

    monkeypatch.setattr(compile_session, "run_tool", run)
    return seen


def output_of(program: CompiledProgram) -> str:
    """What the program prints."""
    return subprocess.run(
        [program.path], capture_output=True, text=True, timeout=20, check=True
    ).stdout


def wait_for_headers() -> None:
    """Until the headers that are compiled beside are there."""
    thread = headers._builder._thread
    if thread is not None:
        thread.join(60)
        assert not thread.is_alive()
