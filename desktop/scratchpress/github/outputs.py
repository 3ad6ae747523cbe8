"""Says what the action's outputs are, for the whole image and for each platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.reports.metadata import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scratchpress.core.platforms import Platform
    from scratchpress.pipeline.job import BuildResult
    from scratchpress.reports.metadata import Metadata


def outputs_of(
    result: BuildResult,
    metadata: Metadata,
    *,
    tags: Sequence[str],
    programs: Mapping[Platform, Path],
) -> dict[str, str]:
    """The outputs by name, as far as the build came.

    Args:
        result: what was made.
        metadata: the same for machines.
        tags: the names that were asked for.
        programs: where the program for each platform was kept.
    """
    outcome, program = result.outcome, result.executable
    named = metadata.pushed or tags or metadata.tags
    outputs = {
        "image": named[0] if named else "",
        "tags": "\n".join(metadata.tags),
        "image-id": metadata.image_id or "",
        "digest": metadata.digest or "",
        "size": _text(metadata.size),
        "executable-size": _text(program.size if program else None),
        "executable-path": str(programs[program.platform]) if program else "",
        "exit-code": _text(outcome.exit_code if outcome else None),
        "metadata": to_json(metadata).decode(),
    }
    for image in result.image.parts if result.image else ():
        outputs[f"digest-{image.platform.architecture}"] = image.digest
        outputs[f"size-{image.platform.architecture}"] = _text(image.size)
    for each in result.executables:
        outputs[f"executable-size-{each.platform.architecture}"] = _text(each.size)
        outputs[f"executable-path-{each.platform.architecture}"] = str(programs[each.platform])
    return outputs


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
