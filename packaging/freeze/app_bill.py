"""Writes the app's bill of materials: Python, its packages, and the libraries beside them.

CycloneDX 1.6. It is made where the app is, for only there it is known what went into it, and is
the same to the byte for the same app.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import uuid
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.spdx import is_expression
from packageurl import PackageURL
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = "scratchpress"
_EXTRAS = ("gui",)
_LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|dll|dylib)$")
# What older packages say of their licence, as SPDX says it.
_LICENSES = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: Public Domain": "LicenseRef-Public-Domain",
}


def write_app_bill(bundle: Path, target: Path, *, version: str, date: int) -> Path:
    """Write the bill of a frozen app; returns its path.

    Args:
        bundle: the app's folder.
        target: ``scratchpress-0.1.0-linux-x86_64.cdx.json``.
        version: ``0.1.0``.
        date: seconds since 1970 that it carries.
    """
    root = Component(
        name=_NAME,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="app",
        licenses=[LicenseExpression("MIT")],
    )
    components = [_python(), *map(_package, packages()), *_libraries(bundle)]
    digest = hashlib.sha256("\n".join(map(_identity, components)).encode()).hexdigest()
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"scratchpress:{version}:{digest}"),
        components=components,
        metadata=BomMetaData(component=root, timestamp=datetime.fromtimestamp(date, UTC)),
    )
    bom.register_dependency(root, components)
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    ordered = json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False)
    target.write_text(f"{ordered}\n", "utf-8", newline="\n")
    return target


def packages() -> list[metadata.Distribution]:
    """All that the app requires, directly and in turn, as it is installed here; sorted."""
    found: dict[str, metadata.Distribution] = {}
    wanted = [(_NAME, frozenset(_EXTRAS))]
    seen = set()
    while wanted:
        name, extras = wanted.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = metadata.distribution(name)
        wanted += _requirements(found[name], extras)
    del found[_NAME]
    return [found[name] for name in sorted(found)]


def _requirements(
    one: metadata.Distribution, extras: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for line in one.requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            name = re.sub(r"[-_.]+", "-", requirement.name).lower()
            yield name, frozenset(requirement.extras)


def _package(one: metadata.Distribution) -> Component:
    name = one.metadata["Name"]
    license_ = license_of(one)
    return Component(
        name=name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"pypi:{name}@{one.version}",
        licenses=[LicenseExpression(license_)] if license_ else (),
        purl=PackageURL("pypi", None, name.lower(), one.version),
    )


def license_of(one: metadata.Distribution) -> str:
    """What its metadata says in one of three ways; empty when it says nothing."""
    for said in (*_fields(one, "License-Expression"), *_fields(one, "License")):
        if is_expression(said):
            return said
    classifiers = _fields(one, "Classifier")
    return next((_LICENSES[line] for line in classifiers if line in _LICENSES), "")


def _fields(one: metadata.Distribution, name: str) -> list[str]:
    """All values of a field of a package's metadata."""
    return one.metadata.get_all(name) or []


def _python() -> Component:
    version = platform.python_version()
    return Component(
        name="CPython",
        version=version,
        type=ComponentType.PLATFORM,
        bom_ref=f"python@{version}",
        licenses=[LicenseExpression("Python-2.0")],
        purl=PackageURL("generic", None, "python", version),
    )


def _libraries(bundle: Path) -> Iterator[Component]:
    """Each library file, with its digest: which of the system's they were can be looked up."""
    for path in sorted(bundle.rglob("*")):
        if _LIBRARY.search(path.name) and path.is_file() and not path.is_symlink():
            place = path.relative_to(bundle).as_posix()
            with path.open("rb") as file:
                digits = hashlib.file_digest(file, "sha256").hexdigest()
            yield Component(
                name=place,
                type=ComponentType.FILE,
                bom_ref=f"file:{place}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digits)],
            )


def _identity(one: Component) -> str:
    return f"{one.bom_ref} {' '.join(digest.content for digest in one.hashes)}"
