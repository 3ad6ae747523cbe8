"""Compiles Rust: a file with the ``rustc`` on PATH, a project with ``cargo``.

With the musl target where it is installed, else with the static C library of this
computer. Nothing is fetched from the network.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.errors import CompileFailedError, SourceError, ToolchainMissingError
from scratchpress.core.events import CommandStarted, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.platforms import host_platform
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import ToolchainName
from scratchpress.sources.naming import made_name
from scratchpress.toolchains.included_files import read_dependencies
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.native import (
    judge,
    private_subfolder,
    refuse_choices,
    refuse_flags,
    take_program,
)
from scratchpress.toolchains.origins import rust_origins
from scratchpress.toolchains.process import run_tool, tool_environment
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_other_language
from scratchpress.toolchains.rust.commands import (
    LINKING,
    cargo_by_hand,
    cargo_words,
    crate_words,
    flags,
    profile,
)
from scratchpress.toolchains.rust.compilers import ask_rust
from scratchpress.toolchains.rust.messages import (
    diagnostics,
    messages,
    plain_errors,
    refuse_uncached,
)
from scratchpress.toolchains.rust.references import read_rust_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.references import References
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.rust.compilers import Rust, Target

_FLAGS = (
    "--cfg=",
    "-Coverflow-checks=",
    "-Cdebug-assertions=",
    "-Cpanic=",
    "-Ccodegen-units=",
    "-Copt-level=",
)
# "…/libstd-0123456789abcdef.rlib(…)", also inside the name of a member.
_CRATE_FILE = re.compile(r"/lib(?P<name>\w+)-[0-9a-f]+\.rlib\(")


class RustToolchain:
    """Rust as a ``Toolchain``."""

    def __init__(self) -> None:
        """Find it, without starting it.

        Raises:
            ToolchainMissingError: it is not here.
        """
        found = shutil.which("rustc")
        if found is None:
            raise ToolchainMissingError(
                "rustc is not installed on this computer.",
                remedy="Install it from rustup.rs, or the packages rustc and cargo (on Debian and"
                " Ubuntu: sudo apt install rustc cargo).",
            )
        self._path = Path(found).absolute()

    @property
    def name(self) -> ToolchainName:
        """As recipes write it."""
        return ToolchainName.RUST

    @property
    def title(self) -> str:
        """For people: ``Rust 1.95.0``; the name alone when it does not answer."""
        try:
            return f"Rust {self._ask().version}"
        except ToolchainMissingError:
            return "Rust"

    @property
    def languages(self) -> frozenset[Language]:
        """What it compiles."""
        return frozenset({Language.RUST})

    def check(self) -> Target:
        """What makes static programs for this computer's platform.

        Raises:
            ToolchainMissingError: it does not answer, is too old, or lacks a library.
        """
        return self._ask().target(host_platform())

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that make the same program by hand; see the protocol.

        Raises:
            SourceError: the sources are not Rust, or several files.
            CompileFailedError: a flag, a choice or a standard is refused.
            ToolchainMissingError: the compiler does not answer, or not for this platform.
        """
        refuse_other_language(sources, Language.RUST, self.name.value)
        if len(sources.files) > 1:
            raise SourceError(
                "rustc takes one file, which names the others with mod.",
                remedy="Give the file with the main function alone, or the project's Cargo.toml.",
            )
        refuse_choices(options, Language.RUST)
        refuse_flags(options.flags, _FLAGS, "rust")
        if sources.is_project and options.standard:
            raise CompileFailedError(
                "The edition of a project is said by its Cargo.toml.",
                remedy="Leave the standard empty.",
            )
        target = self._ask().target(options.platform)
        first = sources.files[0].path
        if sources.is_project:
            return cargo_by_hand(target, options, sources)
        words = (*crate_words(options), *flags(target, options), *options.flags)
        return (("rustc", *words, "-o", _safe(made_name(first)), _safe(first.name)),)

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return rust_origins(self._ask().version, sources)

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same file was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        rust = self._ask()
        target = request.folder / "program"
        key = cache_key(rust.identity, [word for one in commands for word in one], sources)
        # The map of a kept program is not kept.
        if not sources.is_project and not request.placed:
            kept = fetch_program(key, sources, target)
            if kept is not None:
                return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        build = _Build(rust, request, emit, cancellation)
        found = build.project(target) if sources.is_project else build.file(target)
        references = build.references()
        included = () if sources.is_project else tuple(build.included())
        if not sources.is_project and build.is_unchanged():
            keep_program(key, sources, target, found, included, references=references)
        return CompiledProgram(
            target,
            found,
            cached=False,
            placed=build.placed(),
            references=references,
            included=included,
        )

    def _ask(self) -> Rust:
        return ask_rust(self._path)


class _Build:
    """One program on its way.

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
        self._placed = request.placed
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
            # Its objects on the way: two compilers in the person's folder would share them.
            f"--out-dir={self._work}",
            "--error-format=json",
            f"--emit=link={self._made},dep-info={self._listed},mir={self._work / 'made.mir'}",
            _safe(self._source.name),
        ), {})  # fmt: skip
        found = self._judge(run, run.stderr)
        self._crates = [self._work / "made.mir"]
        take_program(self._made, target)
        return found

    def project(self, target: Path) -> tuple[Diagnostic, ...]:
        """Let cargo build the project's one program; return the warnings."""
        cargo = self._rust.folder / "cargo"
        if not cargo.is_file():
            raise ToolchainMissingError(
                "cargo is not installed beside rustc.",
                remedy="Install it (on Debian and Ubuntu: sudo apt install cargo).",
            )
        home = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
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
        )
        said = messages(run.stdout)
        if not run.succeeded:
            refuse_uncached(run.stderr.decode(errors="replace"))
        told = [one["message"] for one in said if one.get("reason") == "compiler-message"]
        found = self._judge(run, msgspec.json.encode(told), plain=run.stderr)
        self._crates = list(self._own_crates(said))
        made = [one["executable"] for one in said if one.get("executable")]
        if len(made) > 1:
            names = ", ".join(sorted(Path(path).name for path in made))
            raise CompileFailedError(
                Message("The project makes {0} programs: {1}.", len(made), names),
                explanation="An image is made of one.",
                remedy="Give the Cargo.toml of a package with one program, or one .rs file.",
            )
        take_program(Path(made[0]) if made else self._work / "none", target)
        return found

    def references(self) -> References | None:
        """What the crates refer to that is in none of them."""
        return read_rust_references(
            self._crates, self._target.library, has_dependencies=self._sources.is_project
        )

    def placed(self) -> tuple[Placed, ...]:
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

    def _own_crates(self, said: Sequence[dict[str, Any]]) -> Iterator[Path]:
        """What ``--emit=mir`` wrote of the project's crates, not of what it depends on."""
        for message in said:
            manifest = Path(message.get("manifest_path") or "")
            if message.get("reason") != "compiler-artifact" or "vendor" in manifest.parts:
                continue
            if manifest.is_relative_to(self._folder):
                name = str(message["target"]["name"]).replace("-", "_")
                yield from sorted((self._work / "target").rglob(f"{name}-*.mir"))

    def _mapping(self) -> Command:
        """Words that make the linker tell what it puts where."""
        if not self._placed:
            return ()
        # A linker that is called itself takes the word as it is.
        through = () if self._target.linking else ("-Clink-arg=-Xlinker",)
        return (*through, f"-Clink-arg=-Map={self._work / 'map'}")

    def is_unchanged(self) -> bool:
        """Whether what was compiled is what was read."""
        try:
            return self._source.path.read_bytes() == self._source.content
        except OSError:
            return False

    def included(self) -> Iterator[Path]:
        """The files that the source names."""
        # The first line lists them all; those after it name each once more.
        first = self._listed.with_suffix(".first")
        with self._listed.open("rb") as listed:
            first.write_bytes(listed.readline())
        for path in read_dependencies(first):
            plain = Path(os.path.normpath(self._folder / path))
            if plain != self._source.path:
                yield plain

    @property
    def _made(self) -> Path:
        return self._work / "made"

    @property
    def _listed(self) -> Path:
        return self._work / "made.d"

    def _tool(self, command: Command, additions: dict[str, str]) -> ToolRun:
        return run_tool(
            command,
            cwd=self._folder,
            environment=tool_environment(self._work, additions),
            cancellation=self._cancellation,
        )

    def _judge(self, run: ToolRun, said: bytes, plain: bytes = b"") -> tuple[Diagnostic, ...]:
        parsed = messages(said)
        own = shown_name(self._source.name)
        name = _safe(self._source.name)
        found = tuple(diagnostics(parsed, {name: own, f"./{name}": own}))
        rendered = "".join(str(one.get("rendered") or "") for one in parsed)
        if plain and not run.succeeded:
            words = plain.decode(errors="replace")
            rendered += words
            if not found:
                found = tuple(plain_errors(words))
        text = rendered or (run.text if not parsed else "")
        judge(run, text.replace(name, own), found, self._sources, self._emit)
        return found


def _safe(name: str) -> str:
    """A file name that rustc does not take for an option or a list of arguments."""
    return f"./{name}" if name.startswith(("-", "@")) else name
