"""Builds the command lines of rustc and cargo; by hand and by us, only the paths differ."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError, SourceError
from scratchpress.core.messages import Message
from scratchpress.recipe.model import Optimize

if TYPE_CHECKING:
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.protocol import Command
    from scratchpress.toolchains.rust.compiler import Target

# A fixed place in memory, as the programs of the other toolchains.
LINKING = ("-Ctarget-feature=+crt-static", "-Crelocation-model=static")

_OPTIMIZE = {Optimize.SMALL: "z", Optimize.FAST: "3", Optimize.DEBUG: "0"}
_EDITION = re.compile(r"rust(2015|2018|2021|2024)")
_DEFAULT_EDITION = "2021"


def crate_words(options: CompileOptions) -> Command:
    """What Cargo.toml says for a project."""
    edition = _EDITION.fullmatch(options.standard or f"rust{_DEFAULT_EDITION}")
    if edition is None:
        raise CompileFailedError(
            Message("Rust has no language standard {0}.", options.standard),
            explanation="Its standards are called editions.",
            remedy="Write rust2015, rust2018, rust2021 or rust2024, or leave it empty.",
        )
    # A file's name is seldom a name in Rust.
    return ("--crate-name=program", f"--edition={edition[1]}")


def flags(target: Target, options: CompileOptions) -> tuple[str, ...]:
    """The person's choices. How a panic ends the program stays as the program has it."""
    own = [
        f"--target={target.name}",
        *LINKING,
        *target.linking,
        f"-Copt-level={_OPTIMIZE[options.optimize]}",
    ]
    if options.optimize is Optimize.SMALL:
        own += ["-Clto=fat", "-Ccodegen-units=1"]
    if options.optimize is Optimize.DEBUG:
        own += ["-Cdebuginfo=2", "-Cdebug-assertions=yes"]
    if options.strips:
        own.append("-Cstrip=symbols")
    return tuple(own)


def profile(options: CompileOptions) -> dict[str, str]:
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


def cargo_words(target: Target) -> Command:
    """Build one program, with nothing fetched."""
    return ("build", "--release", "--offline", f"--target={target.name}")


def cargo_by_hand(target: Target, options: CompileOptions, sources: Sources) -> tuple[Command, ...]:
    """The commands that make a project's program in its folder, beside its Cargo.toml.

    Raises:
        SourceError: the project names no program.
    """
    manifest = sources.files[0]
    name = _program_name(manifest.content)
    words = " ".join((*LINKING, *target.linking, *options.flags))
    chosen = (f"{name}={value}" for name, value in profile(options).items())
    cargo = (
        "env",
        *chosen,
        f"RUSTFLAGS={words}",
        "cargo",
        *cargo_words(target),
        "--target-dir=target",
    )
    return (cargo, ("cp", f"target/{target.name}/release/{name}", manifest.path.stem))


def _program_name(manifest: bytes) -> str:
    """What cargo calls the program of a package.

    Raises:
        SourceError: it is no package.
    """
    try:
        content = tomllib.loads(manifest.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(
            Message("Cargo.toml cannot be read: {0}.", error), remedy="Correct it and build again."
        ) from error
    match content:
        case {"bin": [{"name": str(name)}, *_]} | {"package": {"name": str(name)}}:
            return name
    raise SourceError(
        "Cargo.toml names no package.",
        explanation="A workspace holds several packages; an image is made of one program.",
        remedy="Give the Cargo.toml of the package that makes the program.",
    )
