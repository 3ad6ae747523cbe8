"""Builds one program with rustc or cargo, and reads what they tell of it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError, ToolchainMissingError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.confinement import unavailable
from scratchpress.system.file_kinds import is_file
from scratchpress.system.paths import home_folder
from scratchpress.toolchains.failure import report_run
from scratchpress.toolchains.included_files import MAX_LIST_BYTES, read_dependencies
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.named_files import named_files
from scratchpress.toolchains.process import file_argument, run_tool, tool_environment
from scratchpress.toolchains.rust.commands import LINKING, cargo_words, crate_words, flags, profile
from scratchpress.toolchains.rust.messages import (
    CargoMessage,
    RustMessage,
    diagnostics,
    messages,
    plain_errors,
    refuse_uncached,
)
from scratchpress.toolchains.rust.project import CargoProject, show_project
from scratchpress.toolchains.rust.references import read_rust_references
from scratchpress.toolchains.sight import Sight, prefix_of, seen_of
from scratchpress.toolchains.work_folder import not_readable, private_subfolder, take_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.model import References
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.rust.compiler import Rust

# "…/libstd-0123456789abcdef.rlib(…)", also inside the name of a member.
_CRATE_FILE = re.compile(r"/lib(?P<name>\w+)-[0-9a-f]+\.rlib\(")


class RustBuild:
    """One program that is being built.

    The person's own file is compiled and no copy of it, because ``mod`` and
    ``include_str!`` name files beside it.
    """

    def __init__(
        self, rust: Rust, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> None:
        self._rust = rust
        self._target = rust.target(request.options.platform)
        self._options = request.options
        self._sources = request.sources
        self._source = request.sources.files[0]
        self._emit = emit
        self._cancellation = cancellation
        self._wants_map = request.wants_map
        self._work = private_subfolder(request.folder, "work")
        self._crates: list[Path] = []

    @property
    def _folder(self) -> Path:
        return self._source.path.parent

    def file(self, target: Path) -> tuple[Diagnostic, ...]:
        """Compile one file and what it names; return the warnings."""
        rustc = str(self._rust.folder / "rustc")
        run = self._tool((
            rustc, *crate_words(self._options), *flags(self._target, self._options),
            *self._options.flags, *self._mapping(), f"--remap-path-prefix={self._folder}=.",
            # Its temporary objects: two compilers in the person's folder would share them.
            f"--out-dir={self._work}",
            "--error-format=json",
            f"--emit=link={self._made},dep-info={self._listed},mir={self._work / 'made.mir'}",
            file_argument(self._source.name),
        ), {}, self._sight())  # fmt: skip
        found = self._judge(run, messages(run.stderr, RustMessage))
        self._crates = [self._work / "made.mir"]
        take_program(self._made, target)
        return found

    def project(self, target: Path) -> tuple[Diagnostic, ...]:
        """Let cargo build the project's one program; return the warnings."""
        cargo = self._rust.folder / "cargo"
        if not is_file(cargo):
            raise ToolchainMissingError(
                "cargo is not installed beside rustc.",
                remedy="Install it (on Debian and Ubuntu: sudo apt install cargo).",
            )
        home = os.environ.get("CARGO_HOME") or str(home_folder() / ".cargo")
        is_confined = unavailable() is None
        project = (
            show_project(self._here, Path(home).absolute(), self._work) if is_confined else None
        )
        chosen = (*LINKING, *self._target.linking, *self._options.flags)
        words = (*chosen, *self._mapping(), "--emit=mir")
        maps = (
            f"--remap-path-prefix={self._folder}=.",
            f"--remap-path-prefix={home}=cargo",
            f"--remap-path-prefix={self._work}=target",
        )
        run = self._tool(
            (str(cargo), *cargo_words(self._target), "--message-format=json"),
            {
                **profile(self._options),
                "CARGO_HOME": home,
                "CARGO_TARGET_DIR": str(self._work / "target"),
                "CARGO_ENCODED_RUSTFLAGS": "\x1f".join((*words, *maps)),
                "RUSTC": str(self._rust.folder / "rustc"),
            },
            self._sight(project),
            together=True,
        )
        said = messages(run.stdout, CargoMessage)
        if not run.succeeded:
            refuse_uncached(run.stderr.decode(errors="replace"))
        told = [one.message for one in said if one.message is not None]
        found = self._judge(run, told, plain=run.stderr)
        self._crates = list(self._own_crates(said))
        made = [one.executable for one in said if one.executable]
        if len(made) > 1:
            names = ", ".join(sorted(Path(path).name for path in made))
            raise CompileFailedError(
                Message("The project makes {0} programs: {1}.", len(made), names),
                explanation="An image is made of one.",
                remedy="Give the Cargo.toml of a package with one program, or one .rs file.",
            )
        take_program(Path(made[0]) if made else self._work / "none", target)
        if project is not None:
            project.keep_lock()
        return found

    def references(self) -> References | None:
        """What the crates refer to that is in none of them."""
        return read_rust_references(
            self._crates, self._target.library, has_dependencies=self._sources.is_project
        )

    def link_map(self) -> tuple[Placed, ...]:
        """What the linker put where, when that was asked for."""
        c_library = f"libc ({self._target.library.value})"
        known = {"libc.a": c_library, "libm.a": c_library, "libgcc_eh.a": "libgcc"}

        def owner(file: str) -> str:
            crate = _CRATE_FILE.search(file)
            if crate is not None:
                return crate["name"]
            # Of a project names must tell what of an object is whose.
            if file.endswith(".rcgu.o") and not self._sources.is_project:
                return shown_name(self._source.name)
            return library_of(file, {}, known)

        return read_map(self._work / "map", owner)

    def _own_crates(self, said: Sequence[CargoMessage]) -> Iterator[Path]:
        """What ``--emit=mir`` wrote of the project's crates, not of what it depends on."""
        for message in said:
            manifest = Path(message.manifest_path)
            name = message.target.name.replace("-", "_")
            if message.reason != "compiler-artifact" or not name.isidentifier():
                continue
            if manifest.is_relative_to(self._folder) and "vendor" not in manifest.parts:
                yield from sorted((self._work / "target").rglob(f"{name}-*.mir"))

    def _mapping(self) -> Command:
        """Words that make the linker tell what it puts where."""
        if not self._wants_map:
            return ()
        # A linker that is called itself takes the word as it is.
        through = () if self._target.linking else ("-Clink-arg=-Xlinker",)
        return (*through, f"-Clink-arg=-Map={self._work / 'map'}")

    def included(self) -> Iterator[Path]:
        """The files that the source names."""
        # The first line lists them all; those after it name each once more.
        first = self._listed.with_suffix(".first")
        first.write_bytes(self._list().partition(b"\n")[0])
        for path in read_dependencies(first):
            plain = Path(os.path.normpath(self._folder / path))
            if plain != self._source.path:
                yield plain

    def is_told(self) -> bool:
        """Whether ``included`` is all that it was made from: no variable is (``env!``)."""
        return b"\n# env-dep:" not in self._list()

    def _list(self) -> bytes:
        try:
            return read_bounded(self._listed, MAX_LIST_BYTES)
        except OSError as error:
            raise not_readable(error) from error

    @property
    def _made(self) -> Path:
        return self._work / "made"

    @property
    def _listed(self) -> Path:
        return self._work / "made.d"

    @property
    def _here(self) -> Path:
        return self._folder.absolute()

    def _sight(self, project: CargoProject | None = None) -> Sight:
        """What is seen: the compiler, the linker, and the project or what the source names."""
        linker = shutil.which("cc")
        readable = [self._rust.folder, self._rust.root]
        readable += [prefix_of(Path(linker))] if linker else []
        if project is None:
            readable += seen_of([self._here])
            readable += named_files([self._source], [self._here])
        places = project.places if project is not None else ()
        return Sight(tuple(readable), (self._work.parent,), places)

    def _tool(
        self, command: Command, additions: dict[str, str], sight: Sight, *, together: bool = False
    ) -> ToolRun:
        return run_tool(
            command,
            cwd=self._folder,
            environment=tool_environment(self._work, additions),
            cancellation=self._cancellation,
            sight=sight,
            together=together,
        )

    def _judge(
        self, run: ToolRun, parsed: Sequence[RustMessage], plain: bytes = b""
    ) -> tuple[Diagnostic, ...]:
        own = shown_name(self._source.name)
        name = file_argument(self._source.name)
        found = tuple(diagnostics(parsed, {name: own, f"./{name}": own}))
        rendered = "".join(one.rendered or "" for one in parsed)
        if plain and not run.succeeded:
            words = plain.decode(errors="replace")
            rendered += words
            if not found:
                found = tuple(plain_errors(words))
        text = rendered or (run.text if not parsed else "")
        report_run(run, text.replace(name, own), found, self._sources, self._emit)
        return found
