"""Lists all that decides on an image's digest, to tell why two images differ.

Two builds of one recipe that gave two images are told apart by them: whatever decides a
digest is named here, so that a person learns what changed and not only that something did.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

import msgspec

from scratchpress import __version__
from scratchpress.image.contents import rfc3339
from scratchpress.image.oci import digest_of
from scratchpress.pipeline.defaults import toolchain_for
from scratchpress.recipe.model import ToolchainName
from scratchpress.system.source_date import source_date
from scratchpress.toolchains.find import get_toolchain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.sources.model import Sources

# Follows from the others, unless a header or the computer itself made the difference.
_PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two builds do not have in common.

    Attributes:
        name: as the ingredients call it: ``compiler``.
        expected: what it was; empty where there was none.
        found: what it is now; empty where there is none.
    """

    name: str
    expected: str
    found: str

    def __str__(self) -> str:
        """One line: ``compiler: gcc 12.2 was expected, and it is gcc 13.1``."""
        expected, found = self.expected or "nothing", self.found or "nothing"
        return f"{self.name}: {expected} was expected, and it is {found}"


def ingredients_of(job: Job, result: BuildResult) -> dict[str, str]:
    """The ingredients of a build's image, by name; empty when it made none."""
    if result.image is None or result.sources is None:
        return {}
    return dict(_ingredients(job, result))


def _ingredients(job: Job, result: BuildResult) -> Iterator[tuple[str, str]]:
    image, sources, recipe = result.image, result.sources, job.recipe
    assert image is not None  # noqa: S101 - the caller looked
    assert sources is not None  # noqa: S101 - likewise
    yield "scratchpress", __version__
    yield "compiler", _compiler(toolchain_for(sources, recipe))
    options = msgspec.to_builtins(recipe.compile)
    for apart in ("toolchain", "platforms"):
        options.pop(apart, None)
    yield "flags", _words(options)
    yield "platforms", ", ".join(one.platform for one in image.parts)
    for name, digest in _source_digests(sources, job):
        yield f"source {name}", digest
    for executable in sorted(result.executables, key=lambda one: one.platform):
        yield f"{_PROGRAM} {executable.platform}", f"sha256:{executable.sha256}"
    yield "base", recipe.image.base
    for part in image.parts:
        if part.base is not None:
            yield f"base {part.platform}", f"{part.base.reference} {part.base.digest}"
    # All but the program's own layer: extras and files.
    yield "layers below", ", ".join(layer.digest for layer in image.layers[:-1])
    yield "labels", _words(recipe.image.labels)
    yield "entrypoint", _words(list(image.entrypoint))
    yield "arguments", _words(list(image.command))
    yield "date", rfc3339(source_date())


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> tuple[Difference, ...]:
    """What two builds do not have in common, what decides before what follows from it."""
    names = [*found, *(name for name in expected if name not in found)]
    return tuple(
        Difference(name, expected.get(name, ""), found.get(name, ""))
        for name in names
        if expected.get(name, "") != found.get(name, "")
    )


def is_cause(difference: Difference) -> bool:
    """Whether a difference is one that somebody made, rather than one that follows."""
    return not difference.name.startswith(f"{_PROGRAM} ")


def _compiler(name: ToolchainName) -> str:
    title = get_toolchain(name).title
    return f"{title}, ziglang {metadata.version('ziglang')}" if name is ToolchainName.ZIG else title


def _source_digests(sources: Sources, job: Job) -> Iterator[tuple[str, str]]:
    folder = job.folder.absolute()
    for file in sources.files:
        inside = file.path.is_relative_to(folder)
        name = file.path.relative_to(folder).as_posix() if inside else file.name
        yield name, digest_of(file.content)


def _words(value: object) -> str:
    """A value as one line that differs when the value does; empty for an empty one."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if value else ""
