"""The types of what ``--json`` prints: one object per command, told apart by ``command``.

These types are the only definition; ``assets/schemas/report.schema.json`` is
generated from them. Sizes are bytes and times seconds everywhere. A key is never
left out: what is not known, because the build ended before, is null or empty.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, field, json

from scratchpress import __version__
from scratchpress.cli import schema_parts as parts

VERSION = 1


class Report(parts.Part, frozen=True, tag_field="command"):
    """What every report says."""

    version: Annotated[int, Meta(description="of this format")] = VERSION
    scratchpress: Annotated[str, Meta(description="the version of Scratchpress")] = field(
        # By a function, so that a new release does not change the schema.
        default_factory=lambda: __version__
    )
    ok: Annotated[bool, Meta(description="whether exit_code is 0")] = True
    exit_code: Annotated[
        int, Meta(description="as scratchpress --help lists them; 130 when it was stopped")
    ] = 0
    error: parts.ErrorReport | None = None


class FailedReport(Report, frozen=True, tag="scratchpress"):
    """The command line could not be understood."""


class _FullReport(Report, frozen=True):
    source: parts.SourceReport | None = None
    commands: tuple[parts.CommandReport, ...] = ()
    diagnostics: tuple[parts.DiagnosticReport, ...] = ()
    notices: tuple[str, ...] = ()
    cached: Annotated[bool, Meta(description="no compiler ran: the program was kept")] = False
    executable: parts.ExecutableReport | None = None
    executables: Annotated[
        tuple[parts.ExecutableReport, ...], Meta(description="the program for each platform")
    ] = ()
    forecast: Annotated[
        tuple[parts.NeedReport, ...] | None, Meta(description="null when it cannot be told")
    ] = None
    stages: tuple[parts.StageReport, ...] = ()


class CheckReport(_FullReport, frozen=True, tag="check"):
    """What ``check`` found."""


class BuildReport(_FullReport, frozen=True, tag="build"):
    """What ``build`` made."""

    engine: parts.EngineReport | None = None
    image: parts.ImageReport | None = None
    dockerfile: str | None = None
    output: Annotated[str | None, Meta(description="the image file that was saved")] = None
    run: parts.RunReport | None = None


class RunCommandReport(BuildReport, frozen=True, tag="run"):
    """What ``run`` made and ran; as ``build`` reports it."""


class SandboxReport(Report, frozen=True, tag="sandbox"):
    """What holds a program while it runs, and what its recipe asks for."""

    sandbox: tuple[parts.RestrictionReport, ...] = ()
    permissions: tuple[parts.PermissionReport, ...] = ()


class NextStepReport(parts.Part, frozen=True):
    """The one thing to do next about an engine."""

    kind: Annotated[str, Meta(description="none, advice, command or link")]
    text: str
    command: Annotated[str, Meta(description="to be typed into a terminal; or empty")]
    url: Annotated[str, Meta(description="a page of the maker; or empty")]


class FoundEngineReport(parts.Part, frozen=True):
    """An engine that was looked for."""

    kind: str
    name: Annotated[
        str,
        Meta(description="the Docker context; local for the built-in one; empty for a socket"),
    ]
    also: Annotated[tuple[str, ...], Meta(description="other contexts that lead there")]
    endpoint: Annotated[str, Meta(description="its address; --context takes it, too")]
    product: Annotated[str, Meta(description="what it is: Docker Desktop, Podman and so on")]
    state: Annotated[
        str,
        Meta(
            description="answers, stopped, not-installed, not-permitted, too-old, silent,"
            " unreachable or unusable"
        ),
    ]
    answers: bool
    current: Annotated[bool, Meta(description="the one the Docker command line takes")]
    chosen: Annotated[bool, Meta(description="the one --engine auto takes")]
    title: str
    version: str
    api_version: Annotated[str, Meta(description="the newest version of Docker's API it speaks")]
    platform: str | None
    problem: Annotated[str, Meta(description="what is wrong or worth knowing; or empty")]
    next_step: NextStepReport


class EnginesReport(Report, frozen=True, tag="engines"):
    """What can hold and run images here."""

    engines: tuple[FoundEngineReport, ...] = ()
    reason: Annotated[str, Meta(description="why auto takes the one it takes")] = ""


class InitReport(Report, frozen=True, tag="init"):
    """The recipe that was written."""

    recipe: str | None = None


class ExampleReport(Report, frozen=True, tag="example"):
    """The example that was written."""

    source: str | None = None


class CleanReport(Report, frozen=True, tag="clean"):
    """What was removed."""

    cache_bytes: int | None = None
    workspaces: int | None = None
    engine: str | None = None
    engine_objects: int | None = None


class SliceReport(parts.Part, frozen=True):
    """Neighbouring bytes that a symbol names."""

    name: str
    size: int
    library: Annotated[str, Meta(description="what brought them; empty when nothing tells")]


class LibraryReport(parts.Part, frozen=True):
    """What one library, or one of the person's files, brought."""

    name: Annotated[str, Meta(description="rest for what nothing tells")]
    size: int
    own: Annotated[bool, Meta(description="whether it is the person's")]


class PartReport(parts.Part, frozen=True):
    """A section or header of a program's file."""

    name: str
    size: int
    symbols: Annotated[
        tuple[SliceReport, ...], Meta(description="adding up to size; empty when nothing tells")
    ]


class SizesReport(Report, frozen=True, tag="sizes"):
    """Where the bytes of a program go."""

    size: Annotated[int | None, Meta(description="of the file")] = None
    parts: Annotated[
        tuple[PartReport, ...], Meta(description="in the file's order, adding up to size")
    ] = ()
    libraries: Annotated[
        tuple[LibraryReport, ...], Meta(description="the largest first, adding up to size, too")
    ] = ()
    notice: Annotated[str, Meta(description="what cannot be told and why; or empty")] = ""


class AttemptReport(parts.Part, frozen=True):
    """One way to compile, and what became of it."""

    way: Annotated[str, Meta(description="one word; now for the recipe's own")]
    title: str
    sentence: Annotated[str, Meta(description="what it changes")]
    gives_up: Annotated[str, Meta(description="what the program may lose; or empty")]
    compile: Annotated[dict[str, Any], Meta(description="the recipe's table, without defaults")]
    size: Annotated[int | None, Meta(description="of the program; null when there is none")]
    seconds: Annotated[float | None, Meta(description="of the compiler, beside the others")]
    same: Annotated[bool | None, Meta(description="whether it prints the same; null: not known")]
    same_as: Annotated[str, Meta(description="an earlier way with the same program; or empty")]
    problem: Annotated[str, Meta(description="why it cannot be taken; or empty")]


class ShrinkReport(Report, frozen=True, tag="shrink"):
    """Ways to compile a program, compared."""

    attempts: tuple[AttemptReport, ...] = ()
    winner: Annotated[
        str | None, Meta(description="the smallest that prints the same and gives nothing up")
    ] = None
    smallest: Annotated[
        str | None, Meta(description="the smallest that prints the same, whatever it gives up")
    ] = None
    notice: Annotated[str, Meta(description="why programs were not compared; or empty")] = ""
    recipe: Annotated[str | None, Meta(description="the recipe that was written")] = None


class PushReport(Report, frozen=True, tag="push"):
    """What was sent to registries."""

    digest: Annotated[str | None, Meta(description="of the image, there as here")] = None
    references: Annotated[tuple[str, ...], Meta(description="the names it now has there")] = ()
    sent: Annotated[int, Meta(description="bytes of layers and configs that were sent")] = 0
    present: Annotated[int, Meta(description="layers and configs that were there before")] = 0
    attached: Annotated[
        tuple[str, ...],
        Meta(description="digests of what was attached to the image: its bill of materials"),
    ] = ()


class RecipeReport(parts.Part, frozen=True):
    """A recipe that was found."""

    path: Annotated[str, Meta(description="relative to the folder, with / between its parts")]
    name: Annotated[str, Meta(description="one word for people, another for each")]


class MatrixReport(Report, frozen=True, tag="matrix"):
    """The recipes of a folder."""

    recipes: tuple[RecipeReport, ...] = ()


AnyReport = (
    BuildReport
    | RunCommandReport
    | CheckReport
    | EnginesReport
    | InitReport
    | ExampleReport
    | CleanReport
    | SizesReport
    | ShrinkReport
    | PushReport
    | SandboxReport
    | MatrixReport
    | FailedReport
)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of everything ``--json`` prints."""
    schema = json.schema(AnyReport)
    for part in schema["$defs"].values():
        # Defaults serve those who make a report; a reader finds every key.
        part["required"] = list(part["properties"])
        for value in part["properties"].values():
            value.pop("default", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scratchpress report",
        "description": (
            "What --json prints: one object, and with --watch one for each build, each on a"
            " line of its own (NDJSON). A build that a newer one replaced has exit code 130."
        ),
        **schema,
    }
