"""Rust: the host's ``rustc`` for a file, ``cargo`` for a project.

With the musl target where it is installed, else with the static C library of this
computer. Nothing is fetched from the network.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.errors import CompileFailedError, SourceError, ToolchainMissingError
from scratchpress.events import CommandStarted, Diagnostic, Severity, Stage
from scratchpress.recipe import Optimize, ToolchainName
from scratchpress.sources import Language, made_name, shown_name
from scratchpress.toolchains.cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.dependencies import read_dependencies
from scratchpress.toolchains.diagnostics import line_and_column, visible
from scratchpress.toolchains.link_map import library_of, read_map
from scratchpress.toolchains.native import (
    judge,
    private_subfolder,
    refuse_choices,
    refuse_flags,
    take_program,
)
from scratchpress.toolchains.prebuilt import refuse_other_language
from scratchpress.toolchains.process import run_tool, tool_environment
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.rust_origins import rust_origins
from scratchpress.toolchains.rust_references import read_rust_references
from scratchpress.values import CLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.anatomy import Placed
    from scratchpress.cancellation import Cancellation
    from scratchpress.events import Emit
    from scratchpress.recipe import CompileOptions
    from scratchpress.sources import Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.values import References

_SECONDS = 60.0
_OPTIMIZE = {Optimize.SMALL: "z", Optimize.FAST: "3", Optimize.DEBUG: "0"}
_FLAGS = (
    "--cfg=",
    "-Coverflow-checks=",
    "-Cdebug-assertions=",
    "-Cpanic=",
    "-Ccodegen-units=",
    "-Copt-level=",
)
# A fixed place in memory, as the programs of the other toolchains.
_LINKING = ("-Ctarget-feature=+crt-static", "-Crelocation-model=static")
_EDITION = re.compile(r"rust(2015|2018|2021|2024)")
_DEFAULT_EDITION = "2021"
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}
_EPILOGUE = re.compile(r"aborting due to |\d+ warnings? emitted")
# "…/libstd-0123456789abcdef.rlib(…)", also inside the name of a member.
_CRATE_FILE = re.compile(r"/lib(?P<name>\w+)-[0-9a-f]+\.rlib\(")
_NO_MAIN = re.compile(r"`main` function not found in crate")
_UNCACHED = re.compile(
    r"no matching package named `(?P<name>[^`]+)` found|"
    r"failed to (?:download|get) `(?P<got>[^`]+)`|"
    r"you're using offline mode|attempting to make an HTTP request, but --offline"
)


@dataclass(frozen=True, slots=True)
class _Rust:
    """A ``rustc`` that answered.

    Attributes:
        folder: where its programs are, no wrappers.
        version: ``1.95.0``.
        target: what it makes, ``x86_64-unknown-linux-musl``.
        identity: changes when it does.
        problem: why it makes no static programs; empty when it does.
    """

    folder: Path
    version: str
    target: str
    identity: str
    problem: str


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

    def check(self) -> _Rust:
        """The compiler, when it makes static programs.

        Raises:
            ToolchainMissingError: it does not answer, or lacks a library.
        """
        rust = self._ask()
        if rust.problem:
            raise ToolchainMissingError(
                f"rustc cannot make static programs here: {rust.problem}.",
                remedy=f"Run rustup target add {_musl(rust.target)}, or install the C compiler"
                " with its static library (on Debian and Ubuntu: sudo apt install gcc libc6-dev).",
            )
        return rust

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that make the same program by hand; see the protocol.

        Raises:
            SourceError: the sources are not Rust, or several files.
            CompileFailedError: a flag, a choice or a standard is refused.
            ToolchainMissingError: the compiler does not answer.
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
        rust = self._ask()
        first = sources.files[0].path
        if sources.is_project:
            return _cargo_by_hand(rust, options, sources)
        flags = (*_flags(rust, options), *options.flags)
        return (
            ("rustc", *_crate(options), *flags, "-o", _safe(made_name(first)), _safe(first.name)),
        )

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return rust_origins(self._ask().version, sources)

    def compile(
        self, request: CompileRequest, emit: Emit, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same file was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        rust = self.check()
        _refuse_other_platform(rust, options)
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

    def _ask(self) -> _Rust:
        return _ask(self._path, _stamp(self._path))


class _Build:
    """One program on its way.

    The person's own file is compiled and no copy of it, because ``mod`` and
    ``include_str!`` name files beside it.
    """

    def __init__(
        self, rust: _Rust, request: CompileRequest, emit: Emit, cancellation: Cancellation
    ) -> None:
        self._rust = rust
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
            rustc, *_crate(self._options), *_flags(self._rust, self._options),
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
        flags = (*_LINKING, *self._options.flags, "--emit=mir")
        maps = (
            f"--remap-path-prefix={self._folder}=.",
            f"--remap-path-prefix={home}=cargo",
            f"--remap-path-prefix={self._work}=target",
        )
        run = self._tool(
            (str(cargo), *_cargo(self._rust), "--message-format=json"),
            {
                **_profile(self._options),
                "CARGO_HOME": home,
                "CARGO_TARGET_DIR": str(self._work / "target"),
                "CARGO_ENCODED_RUSTFLAGS": "\x1f".join((*flags, *maps)),
                "RUSTC": str(self._rust.folder / "rustc"),
            },
        )
        messages = _messages(run.stdout)
        if not run.succeeded:
            _refuse_uncached(run.stderr.decode(errors="replace"))
        said = [one["message"] for one in messages if one.get("reason") == "compiler-message"]
        found = self._judge(run, msgspec.json.encode(said), plain=run.stderr)
        self._crates = list(self._own_crates(messages))
        made = [one["executable"] for one in messages if one.get("executable")]
        if len(made) > 1:
            names = ", ".join(sorted(Path(path).name for path in made))
            raise CompileFailedError(
                f"The project makes {len(made)} programs: {names}.",
                explanation="An image is made of one.",
                remedy="Give the Cargo.toml of a package with one program, or one .rs file.",
            )
        take_program(Path(made[0]) if made else self._work / "none", target)
        return found

    def references(self) -> References | None:
        """What the crates refer to that is in none of them."""
        library = CLibrary.MUSL if "musl" in self._rust.target else CLibrary.GLIBC
        return read_rust_references(self._crates, library)

    def placed(self) -> tuple[Placed, ...]:
        """What the linker put where, when that was asked for; of a project names must tell."""
        c_library = "libc (musl)" if "musl" in self._rust.target else "libc (glibc)"
        known = {"libc.a": c_library, "libm.a": c_library, "libgcc_eh.a": "libgcc"}

        def owner(file: str) -> str:
            crate = _CRATE_FILE.search(file)
            if crate is not None:
                return crate["name"]
            if file.endswith(".rcgu.o"):
                return shown_name(self._source.name)
            return library_of(file, {}, known)

        return read_map(self._work / "map", owner)

    def _own_crates(self, messages: Sequence[dict[str, Any]]) -> Iterator[Path]:
        """What ``--emit=mir`` wrote of the project's crates, not of what it depends on."""
        for message in messages:
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
        return ("-Clink-arg=-Xlinker", f"-Clink-arg=-Map={self._work / 'map'}")

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
        messages = _messages(said)
        own = shown_name(self._source.name)
        name = _safe(self._source.name)
        found = tuple(_diagnostics(messages, {name: own, f"./{name}": own}))
        rendered = "".join(str(one.get("rendered") or "") for one in messages)
        if plain and not run.succeeded:
            words = plain.decode(errors="replace")
            rendered += words
            if not found:
                found = tuple(_plain_errors(words))
        text = rendered or (run.text if not messages else "")
        judge(run, text.replace(name, own), found, self._sources, self._emit)
        return found


def _musl(target: str) -> str:
    return f"{target.partition('-')[0]}-unknown-linux-musl"


def _stamp(path: Path) -> str:
    try:
        status = path.resolve().stat()
    except OSError:
        return f"{path} missing"
    return f"{path} {status.st_mtime_ns} {status.st_size}"


@functools.lru_cache(maxsize=4)
def _ask(path: Path, stamp: str) -> _Rust:
    about, root = _answer(path, "-vV"), _answer(path, "--print=sysroot").strip()
    version = re.search(r"^release: (\S+)", about, re.MULTILINE)
    host = re.search(r"^host: (\S+)", about, re.MULTILINE)
    if version is None or host is None:
        raise ToolchainMissingError(
            "rustc does not say which compiler it is.", remedy="Install it again.", details=about
        )
    libraries = Path(root, "lib", "rustlib")
    musl = _musl(host[1])
    target = musl if (libraries / musl / "lib").is_dir() else host[1]
    problem = _problem(target, libraries)
    # What is on PATH may be rustup's wrapper, which decides by the folder it is started in.
    own = Path(root, "bin")
    folder = own if (own / "rustc").is_file() else path.parent
    identity = f"rust {about} {target} {stamp} {_c_library()}"
    return _Rust(folder, version[1], target, identity, problem)


def _problem(target: str, libraries: Path) -> str:
    if "linux" not in target:
        return f"it makes programs for {target}"
    if not (libraries / target / "lib").is_dir():
        return f"its standard library for {target} is missing"
    linker = shutil.which("cc")
    if linker is None:
        return "it needs cc to link"
    if "musl" not in target and not Path(_c_library()).is_absolute():
        return "libc.a is missing"
    return ""


def _c_library() -> str:
    """Where cc finds the static C library; its bare name when it does not."""
    linker = shutil.which("cc")
    return _answer(Path(linker), "-print-file-name=libc.a").strip() if linker else "libc.a"


def _answer(path: Path, *question: str) -> str:
    # rustup's wrapper finds its toolchains by these.
    kept = {name: os.environ[name] for name in ("HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN",
                                                "CARGO_HOME") if name in os.environ}  # fmt: skip
    try:
        run = subprocess.run(
            [str(path), *question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=tool_environment(Path(tempfile.gettempdir()), kept),
            cwd=tempfile.gettempdir(),
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolchainMissingError(
            f"{path.name} is here but does not answer.",
            explanation=str(error),
            remedy="Install it again.",
        ) from error
    return run.stdout.decode(errors="replace")


def _refuse_other_platform(rust: _Rust, options: CompileOptions) -> None:
    if rust.target.partition("-")[0] != options.platform.machine:
        raise ToolchainMissingError(
            f"rustc on this computer does not make programs for {options.platform.value}.",
            explanation=f"It makes them for {rust.target}; another platform needs a linker for it.",
            remedy="Build it on such a computer, or write the program in C, C++ or Go.",
        )


def _crate(options: CompileOptions) -> Command:
    """What Cargo.toml says for a project."""
    edition = _EDITION.fullmatch(options.standard or f"rust{_DEFAULT_EDITION}")
    if edition is None:
        raise CompileFailedError(
            f"Rust has no language standard {options.standard}.",
            explanation="Its standards are called editions.",
            remedy="Write rust2015, rust2018, rust2021 or rust2024, or leave it empty.",
        )
    # A file's name is seldom a name in Rust.
    return ("--crate-name=program", f"--edition={edition[1]}")


def _flags(rust: _Rust, options: CompileOptions) -> tuple[str, ...]:
    """The person's choices. How a panic ends the program stays as the program has it."""
    own = [
        f"--target={rust.target}",
        *_LINKING,
        f"-Copt-level={_OPTIMIZE[options.optimize]}",
    ]
    if options.optimize is Optimize.SMALL:
        own += ["-Clto=fat", "-Ccodegen-units=1"]
    if options.optimize is Optimize.DEBUG:
        own += ["-Cdebuginfo=2", "-Cdebug-assertions=yes"]
    if options.strips:
        own.append("-Cstrip=symbols")
    return tuple(own)


def _profile(options: CompileOptions) -> dict[str, str]:
    """The same choices for cargo, which knows what of them fits together.

    https://doc.rust-lang.org/cargo/reference/environment-variables.html
    """
    own = {"OPT_LEVEL": _OPTIMIZE[options.optimize]}
    if options.optimize is Optimize.SMALL:
        own |= {"LTO": "fat", "CODEGEN_UNITS": "1"}
    if options.optimize is Optimize.DEBUG:
        own |= {"DEBUG": "2", "DEBUG_ASSERTIONS": "true"}
    own["STRIP"] = "symbols" if options.strips else "none"
    return {f"CARGO_PROFILE_RELEASE_{name}": value for name, value in own.items()}


def _cargo(rust: _Rust) -> Command:
    return ("build", "--release", "--offline", f"--target={rust.target}")


def _cargo_by_hand(rust: _Rust, options: CompileOptions, sources: Sources) -> tuple[Command, ...]:
    manifest = sources.files[0]
    name = _program_name(manifest.content)
    flags = " ".join((*_LINKING, *options.flags))
    profile = (f"{name}={value}" for name, value in _profile(options).items())
    cargo = ("env", *profile, f"RUSTFLAGS={flags}", "cargo", *_cargo(rust), "--target-dir=target")
    return (cargo, ("cp", f"target/{rust.target}/release/{name}", manifest.path.stem))


def _program_name(manifest: bytes) -> str:
    """What cargo calls the program of a package.

    Raises:
        SourceError: it is no package.
    """
    try:
        content = tomllib.loads(manifest.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"Cargo.toml cannot be read: {error}.", remedy="Correct it and build again."
        ) from error
    match content:
        case {"bin": [{"name": str(name)}, *_]} | {"package": {"name": str(name)}}:
            return name
    raise SourceError(
        "Cargo.toml names no package.",
        explanation="A workspace holds several packages; an image is made of one program.",
        remedy="Give the Cargo.toml of the package that makes the program.",
    )


def _safe(name: str) -> str:
    """A file name that rustc does not take for an option or a list of arguments."""
    return f"./{name}" if name.startswith(("-", "@")) else name


def _messages(said: bytes) -> list[dict[str, Any]]:
    """The JSON objects of an output, one a line or all in one list; other lines are no messages."""
    found: list[dict[str, Any]] = []
    for line in said.splitlines():
        try:
            value = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        items = value if isinstance(value, list) else [value]
        found += [item for item in items if isinstance(item, dict)]
    return found


def _diagnostics(messages: list[dict[str, Any]], names: dict[str, str]) -> Iterator[Diagnostic]:
    """Messages of rustc as values (https://doc.rust-lang.org/rustc/json.html)."""
    for one in messages:
        severity = _LEVELS.get(str(one.get("level", "")).partition(":")[0])
        text = str(one.get("message", ""))
        if severity is None or _EPILOGUE.match(text):
            continue
        if _NO_MAIN.match(text):
            yield Diagnostic(severity, "undefined symbol: main")
            continue
        spans = sorted(one.get("spans", ()), key=lambda span: not span.get("is_primary"))
        yield _placed(Diagnostic(severity, visible(text)), spans, names)
        for span in spans:
            if words := span.get("label"):
                yield _placed(Diagnostic(Severity.NOTE, visible(str(words))), [span], names)
        for child in one.get("children", ()):
            words = (
                f"{child['level']}: {child['message']}"
                if child["level"] == "help"
                else (str(child["message"]))
            )
            note = Diagnostic(Severity.NOTE, visible(words))
            yield _placed(note, child.get("spans", ()), names)


def _placed(item: Diagnostic, spans: Sequence[dict[str, Any]], names: dict[str, str]) -> Diagnostic:
    """A message at the first of its places."""
    if not spans:
        return item
    span = spans[0]
    lines = span.get("text") or ({"text": ""},)
    line = str(lines[0]["text"])
    # Ours count bytes, rustc counts characters.
    before = line[: span["column_start"] - 1].encode(errors="replace")
    text, column = line_and_column(line.encode(errors="replace"), len(before) + 1)
    file = names.get(span["file_name"], shown_name(span["file_name"]))
    return replace(item, file=file, line=span["line_start"], column=column, source_line=text)


def _plain_errors(text: str) -> Iterator[Diagnostic]:
    """Errors of cargo itself, which are text."""
    for line in text.splitlines():
        if line.startswith("error: "):
            yield Diagnostic(Severity.ERROR, visible(line.removeprefix("error: ")))


def _refuse_uncached(text: str) -> None:
    """Say which dependency is not on this computer.

    Raises:
        CompileFailedError: one is not.
    """
    match = _UNCACHED.search(text)
    if match is None:
        return
    name = match["name"] or match["got"]
    what = f"the crate {visible(name)}" if name else "a crate"
    raise CompileFailedError(
        f"The project needs {what}, which is not on this computer.",
        explanation="Nothing is fetched from the network while a program is compiled.",
        remedy="Run cargo fetch (or cargo vendor) in the project's folder while connected, then"
        " build again.",
        details=text,
    )
