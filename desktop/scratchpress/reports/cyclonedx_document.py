"""Writes an image's bill of materials as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).

Like the image it is the same to the byte for the same recipe and sources, wherever it is made:
its serial number is made of the image's digest, its date is the image's.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Listed
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from scratchpress import __version__
from scratchpress.core.component import Component
from scratchpress.image.extras import collect
from scratchpress.image.layer import LayerFile
from scratchpress.image.reference import parse_reference
from scratchpress.recipe.model import Extra
from scratchpress.system.source_date import source_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image
    from scratchpress.pipeline.job import BuildResult, Job

_PREFIX = "scratchpress:"
# What the extras come from; their versions decide digests and are pinned.
_PACKAGES = {
    Extra.CA_CERTIFICATES: ("certifi", "MPL-2.0"),
    Extra.TIME_ZONES: ("tzdata", "Apache-2.0"),
}


def write_document(
    job: Job,
    result: BuildResult,
    *,
    compilers: Iterable[Component],
    libraries: Iterable[Component],
    unknown: str,
) -> bytes:
    """The bill of a build's image, as JSON.

    Args:
        job: what made the image.
        result: the same.
        compilers: what compiled the program, if anybody knows.
        libraries: what is in it.
        unknown: why these may not be all libraries, in a sentence; empty when they are.
    """
    image = result.image
    assert image is not None  # noqa: S101 - who has no image has no bill
    root = _container(image)
    tools = [Component("scratchpress", __version__, "MIT"), *compilers]
    notes = {"complete": "false" if unknown else "true", "unknown": unknown}
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"oci:{image.digest}"),
        metadata=BomMetaData(
            component=root,
            timestamp=datetime.fromtimestamp(source_date(), UTC),
            tools=ToolRepository(
                components=[_component(one, ComponentType.APPLICATION) for one in tools]
            ),
            properties=_properties(notes),
        ),
    )
    made = [_component(one, ComponentType.LIBRARY) for one in libraries]
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


def _container(image: Image) -> Listed:
    reference = parse_reference(image.reference)
    name = reference.repository.rpartition("/")[2]
    return Listed(
        name=name,
        type=ComponentType.CONTAINER,
        version=image.digest,
        bom_ref=f"image:{image.digest}",
        hashes=[_sha256(image.digest)],
        purl=PackageURL("oci", None, name, image.digest, {"tag": reference.tag}),
    )


def _program(job: Job, image: Image, executable: Executable) -> Listed:
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
        properties=_properties(properties),
    )


def _bases(image: Image) -> Iterator[Listed]:
    """What the image starts from, by the digest that it has whoever it came from."""
    for one in image.parts:
        if (base := one.base) is not None:
            yield Listed(
                name=base.reference,
                type=ComponentType.CONTAINER,
                version=base.digest,
                bom_ref=f"base:{base.platform.value}",
                hashes=[_sha256(base.digest)],
                properties=_properties({"platform": base.platform.value}),
            )


def _others(job: Job) -> Iterator[Listed]:
    """What the extras bring."""
    options = job.recipe.image
    for extra in options.extras:
        if extra in _PACKAGES:
            package, license_ = _PACKAGES[extra]
            purl = f"pkg:pypi/{package}@{version(package)}"
            found = Component(package, version(package), license_, purl)
            yield _component(found, ComponentType.DATA)
    # Of an image's members only those that a person chose are files of this computer.
    for member in collect(options, job.folder).members if options.files else ():
        if isinstance(member, LayerFile):
            yield Listed(
                name=member.path,
                type=ComponentType.FILE,
                bom_ref=f"file:{member.path}",
                hashes=[_sha256(member.sha256)],
            )


def _component(one: Component, kind: ComponentType) -> Listed:
    return Listed(
        name=one.name,
        version=one.version or None,
        type=kind,
        bom_ref=f"{kind.value}:{one.name}@{one.version}",
        licenses=[LicenseExpression(one.license)] if one.license else (),
        purl=PackageURL.from_string(one.purl) if one.purl else None,
    )


def _properties(values: Mapping[str, str]) -> list[Property]:
    """Properties of ours; those without a value are left out."""
    return [Property(name=f"{_PREFIX}{key}", value=value) for key, value in values.items() if value]


def _sha256(digest: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digest.removeprefix("sha256:"))
