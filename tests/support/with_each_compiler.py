"""Compile with one of the compilers of C and its family, in fresh folders."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.events import CommandStarted
from scratchpress.recipe.model import CompileOptions
from scratchpress.sources.collecting import read_given
from scratchpress.toolchains.protocol import CompileRequest

if TYPE_CHECKING:
    from scratchpress.core.languages import Language
    from scratchpress.pipeline.events import Event
    from scratchpress.toolchains.protocol import CompiledProgram, Toolchain


@dataclass
class Compiling:
    """Compiles in fresh folders and remembers what was reported."""

    toolchain: Toolchain
    folder: Path

    def __post_init__(self) -> None:
        self.events: list[Event] = []
        self.cancellation = Cancellation()
        self._count = 0

    def source(self, name: str, content: bytes) -> Path:
        path = self.folder / "source" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
        return path

    def compile(
        self,
        *paths: Path,
        options: CompileOptions | None = None,
        language: Language | None = None,
    ) -> CompiledProgram:
        self._count += 1
        folder = self.folder / f"request-{self._count}"
        folder.mkdir()
        sources = read_given(paths, language)
        request = CompileRequest(sources, options or CompileOptions(), folder)
        return self.toolchain.compile(request, self.events.append, self.cancellation)

    def fails(self, *paths: Path, options: CompileOptions | None = None) -> CompileFailedError:
        with pytest.raises(CompileFailedError) as caught:
            self.compile(*paths, options=options)
        return caught.value

    @property
    def commands(self) -> list[CommandStarted]:
        return [event for event in self.events if isinstance(event, CommandStarted)]


def run(program: CompiledProgram) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program.path], capture_output=True, text=True, timeout=10, check=False)
