"""Formats what ``check`` and ``build`` made as rows of names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.core.sizes import format_exact, format_size
from scratchpress.engines.model import EngineKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.engines.model import EngineInfo
    from scratchpress.image.model import Image


def print_rows(console: Console, rows: Iterator[tuple[str, str]]) -> None:
    """Print names and values, aligned."""
    for name, value in rows:
        console.report(f"{console.styled(f'{name:9}', 'dim', on_report=True)} {value}")


def check_rows(record: Record) -> Iterator[tuple[str, str]]:
    """What ``check`` says: the program and how it was made."""
    for executable in record.result.executables:
        yield "Program", f"{executable.linkage} · {executable.platform}"
        yield "Size", f"{format_size(executable.size)} ({format_exact(executable.size)})"


def build_rows(record: Record, saved: Path | None) -> Iterator[tuple[str, str]]:
    """What ``build`` says: the outcome first, then size, image and the next step."""
    result = record.result
    if result.outcome is not None:
        yield "Outcome", result.outcome.summary
        if result.outcome.explanation:
            yield "", result.outcome.explanation
        if loose := [one.words for one in result.restrictions if one.is_loosened]:
            yield "Loosened", visible("; ".join(loose))
    if result.image is not None and result.stored is not None:
        image = result.image
        for one in image.parts:
            where = f" · {one.platform}" if image.variants else ""
            exact = f"({format_exact(one.size)})"
            yield "Size", f"{format_size(one.size)} {exact}{where}{_of_base(one)}"
        if image.base is not None:
            yield "Base", f"{visible(image.base.name)} · {visible(image.base.words)}"
        platforms = ", ".join(one.platform for one in image.parts)
        yield "Image", f"{image.reference} · {platforms} · {result.stored.id[:19]}"
    if result.engine is not None:
        yield "Engine", _engine_words(result.engine)
    if saved is not None and result.image is not None:
        yield "Saved as", visible(str(saved))
    if result.engine is not None and result.image is not None:
        yield "Next", _next_step(result.engine, result.image, saved)


def _of_base(image: Image) -> str:
    if image.base is None:
        return ""
    return f", of which {format_size(image.base.facts.size)} are {visible(image.base.name)}"


def _engine_words(engine: EngineInfo) -> str:
    if engine.kind is EngineKind.PREVIEW:
        return f"{engine.title}, without Docker (see: scratchpress engines)"
    where = engine.context and engine.context != "default"
    return f"{engine.title} · context {visible(engine.context)}" if where else engine.title


def _next_step(engine: EngineInfo, image: Image, saved: Path | None) -> str:
    name = image.reference.removesuffix(":latest")
    if engine.kind is EngineKind.DOCKER:
        return f"docker{_docker_options(engine)} run --rm {name}"
    if saved is None:
        return "add --output IMAGE.tar to keep the image as a file that docker load takes"
    return f"docker load --input {visible(str(saved))}"


def _docker_options(engine: EngineInfo) -> str:
    """What the Docker command line needs to be told to use the same engine."""
    if not engine.context:
        return f" --host {visible(engine.endpoint)}"
    return "" if engine.context == "default" else f" --context {visible(engine.context)}"
