"""The bill of materials of an image: what is in it, who made that, and in which version.

CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Like the image it is the same to the byte
for the same recipe and sources, wherever it is made: its serial number is made of the image's
digest, its date is the image's.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scratchpress import __version__
from scratchpress.core.component import Component
from scratchpress.core.errors import ToolchainMissingError
from scratchpress.executable.elf_sections import UNNAMED
from scratchpress.executable.size_breakdown import DEBUG, GO_TABLES, REST
from scratchpress.image.extras import collect
from scratchpress.image.layer import LayerFile
from scratchpress.image.reference import parse_reference
from scratchpress.image.source_date import source_date
from scratchpress.pipeline.defaults import toolchain_for
from scratchpress.pipeline.size_twin import measure
from scratchpress.recipe.model import Extra
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.link_map import START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import cyclonedx.model
    import cyclonedx.model.component

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.toolchains.origins import Origins

MEDIA_TYPE: Final = "application/vnd.cyclonedx+json"
FILE_NAME: Final = "sbom.cdx.json"

# What the names of libraries say that is nobody's.
_NOBODYS = frozenset({REST, START, DEBUG, GO_TABLES, UNNAMED, ""})
_PREFIX = "scratchpress:"
# What the extras come from; their versions decide digests and are pinned.
_PACKAGES = {
    Extra.CA_CERTIFICATES: ("certifi", "MPL-2.0"),
    Extra.TIME_ZONES: ("tzdata", "Apache-2.0"),
}


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
    return _written(
        job, result, image=result.image, origins=origins, libraries=libraries, unknown=unknown
    )


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


def _written(
    job: Job,
    result: BuildResult,
    *,
    image: Image,
    origins: Origins | None,
    libraries: Iterable[Component],
    unknown: str,
) -> bytes:
    from cyclonedx.model import Property  # start-up time
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.tool import ToolRepository
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion

    root = _container(image)
    tools = [Component("scratchpress", __version__, "MIT")]
    if origins is not None and origins.compiler is not None:
        tools.append(origins.compiler)
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"oci:{image.digest}"),
        metadata=BomMetaData(
            component=root,
            timestamp=datetime.fromtimestamp(source_date(), UTC),
            tools=ToolRepository(components=[_component(one, "application") for one in tools]),
            properties=[
                Property(name=f"{_PREFIX}complete", value="false" if unknown else "true"),
                *([Property(name=f"{_PREFIX}unknown", value=unknown)] if unknown else ()),
            ],
        ),
    )
    made = [_component(one, "library") for one in libraries]
    programs = [_program(job, image, one) for one in result.executables]
    others = [*_bases(image), *_others(job)]
    for one in (*programs, *made, *others):
        bom.components.add(one)
    bom.register_dependency(root, [*programs, *others])
    for program in programs:
        bom.register_dependency(program, made)
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    # The library's own order of keys may change with its version; this one does not.
    ordered = json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False)
    return f"{ordered}\n".encode()


def _container(image: Image) -> cyclonedx.model.component.Component:
    from cyclonedx.model.component import Component as Listed
    from cyclonedx.model.component import ComponentType
    from packageurl import PackageURL

    reference = parse_reference(image.reference)
    name = reference.repository.rpartition("/")[2]
    purl = PackageURL("oci", None, name, image.digest, {"tag": reference.tag})
    return Listed(
        name=name,
        type=ComponentType.CONTAINER,
        version=image.digest,
        bom_ref=f"image:{image.digest}",
        hashes=[_sha256(image.digest.removeprefix("sha256:"))],
        purl=purl,
    )


def _program(job: Job, image: Image, executable: Executable) -> cyclonedx.model.component.Component:
    from cyclonedx.model import Property
    from cyclonedx.model.component import Component as Listed
    from cyclonedx.model.component import ComponentType

    options = job.recipe.compile
    properties = {
        "platform": executable.platform.value,
        "linkage": executable.linkage.value,
        "size": str(executable.size),
        "optimize": options.optimize.value,
        "flags": " ".join(options.flags),
    }
    return Listed(
        name=image.entrypoint[0].removeprefix("/"),
        type=ComponentType.APPLICATION,
        bom_ref=f"program:{executable.platform.value}",
        hashes=[_sha256(executable.sha256)],
        properties=[
            Property(name=f"{_PREFIX}{key}", value=value)
            for key, value in properties.items()
            if value
        ],
    )


def _bases(image: Image) -> Iterator[cyclonedx.model.component.Component]:
    """What the image starts from, by the digest that it has whoever it came from."""
    from cyclonedx.model import Property  # start-up time
    from cyclonedx.model.component import Component as Listed
    from cyclonedx.model.component import ComponentType

    for one in image.parts:
        if (base := one.base) is not None:
            yield Listed(
                name=base.reference,
                type=ComponentType.CONTAINER,
                version=base.digest,
                bom_ref=f"base:{base.platform.value}",
                hashes=[_sha256(base.digest.removeprefix("sha256:"))],
                properties=[Property(name=f"{_PREFIX}platform", value=base.platform.value)],
            )


def _others(job: Job) -> Iterator[cyclonedx.model.component.Component]:
    """What the extras bring."""
    from importlib.metadata import version  # start-up time

    from cyclonedx.model.component import Component as Listed
    from cyclonedx.model.component import ComponentType

    options = job.recipe.image
    for extra in options.extras:
        if extra in _PACKAGES:
            package, license_ = _PACKAGES[extra]
            purl = f"pkg:pypi/{package}@{version(package)}"
            yield _component(Component(package, version(package), license_, purl), "data")
    # Of an image's members only those that a person chose are files of this computer.
    for member in collect(options, job.folder).members if options.files else ():
        if isinstance(member, LayerFile):
            yield Listed(
                name=member.path,
                type=ComponentType.FILE,
                bom_ref=f"file:{member.path}",
                hashes=[_sha256(member.sha256)],
            )


def _component(one: Component, kind: str) -> cyclonedx.model.component.Component:
    from cyclonedx.model.component import Component as Listed
    from cyclonedx.model.component import ComponentType
    from cyclonedx.model.license import LicenseExpression
    from packageurl import PackageURL

    return Listed(
        name=one.name,
        version=one.version or None,
        type=ComponentType(kind),
        bom_ref=f"{kind}:{one.name}@{one.version}",
        licenses=[LicenseExpression(one.license)] if one.license else (),
        purl=PackageURL.from_string(one.purl) if one.purl else None,
    )


def _sha256(digits: str) -> cyclonedx.model.HashType:
    from cyclonedx.model import HashAlgorithm, HashType

    return HashType(alg=HashAlgorithm.SHA_256, content=digits)
