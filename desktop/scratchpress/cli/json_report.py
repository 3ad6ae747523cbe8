"""Makes the JSON reports about builds and about errors (``--json``), and prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from scratchpress.cli import schema
from scratchpress.cli import schema_parts as parts
from scratchpress.cli.console import visible
from scratchpress.core.errors import CompileFailedError
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.engines.model import StoredImage
    from scratchpress.image.bases.model import Base
    from scratchpress.image.model import Image
    from scratchpress.pipeline.job import BuildResult
    from scratchpress.recipe.permissions import Permission
    from scratchpress.recipe.restrictions import Restriction
    from scratchpress.sources.model import Sources

_Part = TypeVar("_Part", bound=parts.Part)

_REPORTS: dict[str, type[schema.Report]] = {
    "build": schema.BuildReport,
    "run": schema.RunCommandReport,
    "check": schema.CheckReport,
    "engines": schema.EnginesReport,
    "init": schema.InitReport,
    "example": schema.ExampleReport,
    "clean": schema.CleanReport,
    "sizes": schema.SizesReport,
    "shrink": schema.ShrinkReport,
    "push": schema.PushReport,
    "sandbox": schema.SandboxReport,
    "matrix": schema.MatrixReport,
}


def print_json(console: Console, report: schema.Report) -> None:
    """Print a report as one line of JSON."""
    console.json(msgspec.json.encode(report, enc_hook=str))


def check_report(record: Record) -> schema.CheckReport:
    """What ``check --json`` prints."""
    return schema.CheckReport(
        exit_code=record.exit_code,
        ok=record.exit_code == 0,
        error=error_report(record.error),
        **_build_parts(record),
    )


def build_report(
    kind: type[schema.BuildReport], record: Record, exit_code: int, saved: Path | None
) -> schema.BuildReport:
    """What ``build --json`` and ``run --json`` print."""
    result = record.result
    return kind(
        exit_code=exit_code,
        ok=exit_code == 0,
        error=error_report(record.error or result.cannot_run),
        engine=part_of(parts.EngineReport, result.engine) if result.engine else None,
        image=_image(result.image, result.stored),
        dockerfile=result.dockerfile or None,
        output=_path(saved) if saved is not None and result.stored is not None else None,
        run=_run(result),
        **_build_parts(record),
    )


def _build_parts(record: Record) -> dict[str, Any]:
    """What every command that builds reports."""
    result = record.result
    programs = {one: part_of(parts.ExecutableReport, one) for one in result.executables}
    forecast = result.forecast
    return {
        "source": _source(result.sources),
        "commands": _commands(record),
        "diagnostics": tuple(map(_diagnostic, record.diagnostics)),
        "notices": tuple(record.notices),
        "cached": result.program is not None and result.program.cached,
        "executable": programs[result.executable] if result.executable else None,
        "executables": tuple(programs.values()),
        "forecast": None
        if forecast is None
        else tuple(part_of(parts.NeedReport, need) for need in forecast),
        "stages": tuple(
            parts.StageReport(name=time.stage.value, seconds=round(time.seconds, 6))
            for time in result.times
        ),
    }


def failed_report(command: str, error: ScratchpressError) -> schema.Report:
    """What any command prints with ``--json`` when it could not begin or ended early."""
    kind = _REPORTS.get(command, schema.FailedReport)
    return kind(ok=False, exit_code=error.exit_code, error=error_report(error))


def error_report(error: ScratchpressError | None) -> parts.ErrorReport | None:
    """An error as JSON reports hold it."""
    if error is None:
        return None
    diagnostics = error.diagnostics if isinstance(error, CompileFailedError) else ()
    return parts.ErrorReport(
        title=visible(error.title),
        explanation=visible(error.explanation),
        remedy=visible(error.remedy),
        details=visible(error.details),
        exit_code=error.exit_code,
        diagnostics=tuple(map(_diagnostic, diagnostics)),
    )


def _diagnostic(diagnostic: Diagnostic) -> parts.DiagnosticReport:
    texts = {name: _text(getattr(diagnostic, name)) for name in ("text", "file", "source_line")}
    return part_of(parts.DiagnosticReport, diagnostic, **texts)


def _commands(record: Record) -> tuple[parts.CommandReport, ...]:
    return tuple(
        parts.CommandReport(stage=one.stage.value, arguments=tuple(map(_text, one.arguments)))
        for one in record.commands
    )


def _source(sources: Sources | None) -> parts.SourceReport | None:
    if sources is None:
        return None
    return parts.SourceReport(
        language=sources.language.value,
        files=tuple(_path(file.path) for file in sources.files),
        size=sources.size,
    )


def _image(image: Image | None, stored: StoredImage | None) -> parts.ImageReport | None:
    if image is None:
        return None
    from scratchpress.image.transfer import transfer_size  # start-up time

    images = {
        one.platform: part_of(
            parts.PlatformImageReport, one, transfer_size=transfer_size(one), base=_base(one.base)
        )
        for one in image.parts
    }
    return part_of(
        parts.ImageReport,
        image,
        id=stored.id if stored else None,
        transfer_size=images[image.platform].transfer_size,
        engine_size=stored.engine_size if stored else None,
        loaded=stored.loaded if stored else None,
        base=_base(image.base),
        images=tuple(images.values()),
    )


def _base(base: Base | None) -> parts.BaseReport | None:
    if base is None:
        return None
    facts = base.facts
    return part_of(
        parts.BaseReport,
        facts,
        reference=base.reference,
        digest=base.digest,
        registry_digest=base.registry_digest or None,
        layers=len(base.layers),
        system=visible(facts.system),
        shell=visible(facts.shell),
        user=visible(base.user),
    )


def _run(result: BuildResult) -> parts.RunReport | None:
    outcome, output = result.outcome, result.output
    if outcome is None or output is None:
        return None
    limit = parts.MAX_OUTPUT_BYTES
    texts = {stream: output.read(stream, limit).decode(errors="replace") for stream in OutputStream}
    return part_of(
        parts.RunReport,
        outcome,
        outcome=outcome.kind.value,
        signal=outcome.signal_name or None,
        seconds=round(outcome.seconds, 6),
        stdout=texts[OutputStream.STDOUT],
        stderr=texts[OutputStream.STDERR],
        stdout_bytes=output.stdout_bytes,
        stderr_bytes=output.stderr_bytes,
        stdout_truncated=output.stdout_bytes > limit,
        stderr_truncated=output.stderr_bytes > limit,
        sandbox=restriction_reports(result.restrictions),
    )


def restriction_reports(found: Sequence[Restriction]) -> tuple[parts.RestrictionReport, ...]:
    """What holds a program, as JSON reports hold it."""
    return tuple(
        part_of(
            parts.RestrictionReport,
            one,
            words=_text(visible(one.words)),
            loosened=one.is_loosened,
        )
        for one in found
    )


def permission_reports(asked: Sequence[Permission]) -> tuple[parts.PermissionReport, ...]:
    """What a recipe asks for, as JSON reports hold it."""
    return tuple(
        part_of(parts.PermissionReport, one, words=_text(visible(one.words))) for one in asked
    )


def part_of(kind: type[_Part], value: object, **others: object) -> _Part:
    """The part of a report that says what a value holds under the same names, and ``others``."""
    names = (name for name in kind.__struct_fields__ if name not in others)
    held = {name: getattr(value, name) for name in names}
    return msgspec.convert(held | others, kind, from_attributes=True)


def _path(path: Path) -> str:
    return _text(str(path))


def _text(text: str) -> str:
    """Text JSON can hold: bytes of a file name that are no UTF-8 become U+FFFD."""
    return text.encode(errors="surrogateescape").decode(errors="replace")
