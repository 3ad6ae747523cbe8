"""Finds what belongs in an image's bill of materials (SBOM): the libraries in its program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scratchpress.core.component import Component
from scratchpress.core.errors import ToolchainMissingError
from scratchpress.executable.elf_sections import UNNAMED
from scratchpress.executable.size_breakdown import DEBUG, GO_TABLES, REST
from scratchpress.pipeline.defaults import toolchain_for
from scratchpress.pipeline.size_twin import measure
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.link_map import START

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.toolchains.origins import Origins

MEDIA_TYPE: Final = "application/vnd.cyclonedx+json"
FILE_NAME: Final = "sbom.cdx.json"

# What the names of libraries say that is nobody's.
_NOBODYS = frozenset({REST, START, DEBUG, GO_TABLES, UNNAMED, ""})


def bill_of_materials(job: Job, result: BuildResult, cancellation: Cancellation) -> bytes:
    """Write the bill of a build's image, as JSON.

    The program is compiled once more with its symbols where they are needed to tell which
    libraries are in it.

    Args:
        job: what made the image.
        result: the same; its files must be there still.
        cancellation: stops the compiler.

    Raises:
        StorageError: a program cannot be read.
        CancelledError: the person stopped it.
    """
    assert result.image is not None  # noqa: S101 - who has no image has no bill
    origins = _origins(job, result)
    libraries, unknown = _libraries(job, result, origins, cancellation)
    if not unknown and (base := result.image.base) is not None:
        unknown = f"What is in {base.name} is not listed one by one."
    from scratchpress.reports.cyclonedx_document import write_document  # start-up time

    compilers = () if origins is None or origins.compiler is None else (origins.compiler,)
    return write_document(job, result, compilers=compilers, libraries=libraries, unknown=unknown)


def _origins(job: Job, result: BuildResult) -> Origins | None:
    """Who made what; ``None`` when the compiler has gone since."""
    assert result.sources is not None  # noqa: S101 - there is an image
    assert result.executable is not None  # noqa: S101 - there is an image
    try:
        toolchain = get_toolchain(toolchain_for(result.sources, job.recipe))
        return toolchain.origins(result.sources, result.executable.path)
    except ToolchainMissingError:
        return None


def _libraries(
    job: Job, result: BuildResult, origins: Origins | None, cancellation: Cancellation
) -> tuple[list[Component], str]:
    """The libraries in the program, and why that may not be all; empty when it is."""
    if origins is None or origins.compiler is None:
        return [], "Nobody here knows what the program was made of."
    breakdown = measure(job, result, cancellation)
    found = dict.fromkeys(origins.always)
    unknown = "" if origins.always else breakdown.notice
    for library in breakdown.libraries:
        if library.own or library.name in _NOBODYS:
            continue
        component = origins.of(library.name)
        if component is None:
            component = Component(library.name, "")
            unknown = f"Where {library.name} comes from is not known."
        found[component] = None
    return sorted(found, key=lambda one: (one.name, one.version)), unknown
