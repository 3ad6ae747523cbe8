"""Builds the command lines of go, and its environment; by hand and by us, only the paths differ."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.recipe.model import Optimize
from scratchpress.system.cache import GO_BUILD
from scratchpress.system.paths import home_folder, private_folder
from scratchpress.toolchains.refusals import refuse_flags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.toolchains.protocol import Command

_FLAGS = ("-tags=",)


def target_variables(options: CompileOptions) -> dict[str, str]:
    """Variables that decide on the program; the person's own settings do not."""
    return {
        "CGO_ENABLED": "0",
        "GOOS": options.platform.os,
        "GOARCH": options.platform.architecture,
        "GOENV": "off",
        "GOFLAGS": "",
        # A workspace file in a folder above would bring in modules of other folders.
        "GOWORK": "off",
        "GOTOOLCHAIN": "local",
    }


def own_variables(work: Path, options: CompileOptions) -> dict[str, str]:
    """Ours: a bounded cache, no network, and the modules that the person has already."""
    path = os.environ.get("GOPATH", "").split(os.pathsep)[0]
    modules = os.environ.get("GOMODCACHE") or Path(path or home_folder() / "go", "pkg", "mod")
    return {
        **target_variables(options),
        "GOCACHE": str(private_folder(GO_BUILD) or work / "cache"),
        "GOPATH": str(work / "path"),
        "GOMODCACHE": str(modules),
        "GOPROXY": "off",
        "GOTELEMETRY": "off",
    }


def build_command(
    options: CompileOptions, output: str, inputs: list[str], linking: str = ""
) -> Command:
    """The arguments that make a program of files, or of the project in the folder.

    Raises:
        CompileFailedError: a flag is refused, or a standard is asked for.
    """
    if options.standard:
        raise CompileFailedError(
            Message("Go has no language standard {0}.", options.standard),
            explanation="Which version of Go a program is written for is said by its go.mod.",
            remedy="Leave the standard empty.",
        )
    refuse_flags(options.flags, _FLAGS, "go")
    return ("build", *_choices(options, linking), *options.flags, "-o", output, *inputs)


def _choices(options: CompileOptions, linking: str) -> Iterator[str]:
    """The person's choices. Go optimises in one way only, so small and fast are the same."""
    # Neither the folder nor the state of its repository gets into the program.
    yield from ("-trimpath", "-buildvcs=false")
    if options.optimize is Optimize.DEBUG:
        yield "-gcflags=all=-N -l"
    strip = ("-s", "-w") if options.strips else ()
    yield f"-ldflags={' '.join(filter(None, (*strip, '-buildid=', linking)))}"
