"""The types of the values inside JSON reports about builds; see ``schema.py``."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

# As much of each stream as a report holds; the rest is counted, not printed.
MAX_OUTPUT_BYTES = 1_000_000


class Part(Struct, frozen=True, kw_only=True):
    """A part of a report."""


class DiagnosticReport(Part, frozen=True):
    """One message of the compiler; see ``events.Diagnostic``."""

    severity: str
    text: str
    file: str
    line: Annotated[int, Meta(description="from 1; 0 when there is none")]
    column: Annotated[int, Meta(description="in bytes of source_line, from 1; 0 for none")]
    source_line: str


class ErrorReport(Part, frozen=True):
    """What went wrong."""

    title: Annotated[str, Meta(description="one sentence: what went wrong, where")]
    explanation: str
    remedy: Annotated[str, Meta(description="what to do next")]
    details: Annotated[str, Meta(description="raw text")]
    exit_code: int
    diagnostics: tuple[DiagnosticReport, ...] = ()


class CommandReport(Part, frozen=True):
    """A command that was run for the build."""

    stage: str
    arguments: tuple[str, ...]


class SourceReport(Part, frozen=True):
    """What was read."""

    language: str
    files: tuple[str, ...]
    size: int


class ExecutableReport(Part, frozen=True):
    """The program, proven static."""

    size: int
    platform: str
    linkage: Annotated[str, Meta(description="static or static-pie")]
    sha256: str
    stripped: bool


class NeedReport(Part, frozen=True):
    """Something the program asks for that an image from scratch may not have."""

    kind: Annotated[
        str,
        Meta(
            description="host-names, certificates, time-zones, users, temporary-files, programs,"
            " locales, loaded-libraries, system-files, input or connections"
        ),
    ]
    sentence: Annotated[str, Meta(description="what the program does")]
    advice: Annotated[str, Meta(description="what that means in the image, and what to do")]
    extra: Annotated[str | None, Meta(description="the extra that supplies it; null for none")]
    names: Annotated[tuple[str, ...], Meta(description="the symbols and paths that tell it")]


class LayerReport(Part, frozen=True):
    """One layer of the image."""

    digest: str
    size: int


class BaseReport(Part, frozen=True):
    """What the image starts from, for one platform."""

    reference: Annotated[str, Meta(description="its name, with tag or digest")]
    digest: Annotated[str, Meta(description="of its config: the same whoever it came from")]
    registry_digest: Annotated[
        str | None, Meta(description="what its registry knows it by; null when not known")
    ]
    size: Annotated[int, Meta(description="the files in it, added up, layer by layer")]
    layers: int
    system: Annotated[str, Meta(description="what it calls itself; or empty")]
    shell: Annotated[str, Meta(description="what /bin/sh is; empty when there is none")]
    package_manager: Annotated[str, Meta(description="apk, dpkg or rpm; or empty")]
    packages: Annotated[int | None, Meta(description="installed; null when that is not known")]
    user: str
    has_certificates: bool
    has_time_zones: bool
    has_accounts: bool
    has_tmp: bool


class PlatformImageReport(Part, frozen=True):
    """The image for one platform; its fields mean what they mean for an image."""

    platform: str
    reference: Annotated[str, Meta(description="its own name where an engine holds no index")]
    digest: Annotated[str, Meta(description="of its OCI manifest")]
    config_digest: str
    size: int
    transfer_size: int
    layers: tuple[LayerReport, ...]
    base: BaseReport | None


class ImageReport(Part, frozen=True):
    """The image; with several platforms of the one to look at first, but for the digest."""

    reference: Annotated[str, Meta(description="name and tag")]
    id: Annotated[str | None, Meta(description="the engine's ID; null when no engine holds it")]
    digest: Annotated[str, Meta(description="of the OCI manifest, or of the index of several")]
    config_digest: str
    platform: str
    size: Annotated[int, Meta(description="the files in it, added up, the base's too")]
    transfer_size: Annotated[int, Meta(description="its layers compressed, as a push sends them")]
    engine_size: Annotated[int | None, Meta(description="as the engine counts it")]
    loaded: Annotated[bool | None, Meta(description="false when the engine held it already")]
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    layers: Annotated[tuple[LayerReport, ...], Meta(description="bottom first, the base's too")]
    base: Annotated[BaseReport | None, Meta(description="null when it starts from nothing")]
    images: Annotated[
        tuple[PlatformImageReport, ...], Meta(description="the image for each platform")
    ]


class EngineReport(Part, frozen=True):
    """The engine that was used."""

    kind: Annotated[str, Meta(description="docker or local")]
    title: str
    version: str
    context: str
    endpoint: str
    platform: str
    cannot_run: Annotated[str, Meta(description="why it cannot run programs; empty when it can")]


class RestrictionReport(Part, frozen=True):
    """One thing that holds a program while it runs."""

    key: Annotated[str, Meta(description="where a recipe loosens it: sandbox.network")]
    words: Annotated[str, Meta(description="how things are")]
    loosened: Annotated[bool, Meta(description="whether it holds less than by default")]
    warning: Annotated[str, Meta(description="what it means that it is loosened; or empty")]


class PermissionReport(Part, frozen=True):
    """One thing that a recipe asks for, which the person did not agree to yet."""

    kind: Annotated[str, Meta(description="what --allow takes: folders, network")]
    words: Annotated[str, Meta(description="what the program may do then")]
    warning: Annotated[str, Meta(description="what that means")]


class RunReport(Part, frozen=True):
    """How the program ran."""

    outcome: Annotated[
        str,
        Meta(description="finished, exited, signalled, out-of-memory, time-limit or stopped"),
    ]
    exit_code: Annotated[int | None, Meta(description="128 + N for signal N")]
    signal: Annotated[str | None, Meta(description="SIGSEGV and so on")]
    summary: str
    explanation: str
    seconds: float
    stdout: Annotated[
        str,
        Meta(description="its first 1,000,000 bytes; what is not UTF-8 is replaced by U+FFFD"),
    ]
    stderr: Annotated[str, Meta(description="likewise")]
    stdout_bytes: Annotated[int, Meta(description="all the program wrote")]
    stderr_bytes: int
    stdout_truncated: bool
    stderr_truncated: bool
    sandbox: Annotated[
        tuple[RestrictionReport, ...], Meta(description="what held it, and what was loosened")
    ]


class StageReport(Part, frozen=True):
    """How long a stage took; stages that were not reached are not listed."""

    name: Annotated[str, Meta(description="read, compile, prove, package or run")]
    seconds: float
