"""Formats what ``check`` and ``build`` made as rows of names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.core.sizes import format_exact, format_size
from scratchpress.engines.model import EngineKind
from scratchpress.executable.model import Linkage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.engines.model import EngineInfo
    from scratchpress.image.model import Image


_LINKAGES = {Linkage.STATIC: Message("static"), Linkage.STATIC_PIE: "static-pie"}
# Names of rows in English are no wider.
_NARROWEST = 9


def print_rows(console: Console, rows: Iterator[tuple[str, str]]) -> None:
    """Print names and values, aligned."""
    said = [(console.said(name), console.shown(value)) for name, value in rows]
    width = max((_NARROWEST, *(len(name) for name, _ in said)))
    for name, value in said:
        console.report(f"{console.styled(f'{name:{width}}', 'dim', on_report=True)} {value}")


def check_rows(record: Record) -> Iterator[tuple[str, str]]:
    """What ``check`` says: the program and how it was made."""
    for executable in record.result.executables:
        linkage = _LINKAGES[executable.linkage]
        yield Message("Program"), Joined(" · ", (linkage, executable.platform))
        yield Message("Size"), _size(executable.size)


def build_rows(record: Record, saved: Path | None) -> Iterator[tuple[str, str]]:
    """What ``build`` says: the outcome first, then size, image and the next step."""
    result = record.result
    if result.outcome is not None:
        yield Message("Outcome"), result.outcome.summary
        if result.outcome.explanation:
            yield "", result.outcome.explanation
        if loose := [one.words for one in result.restrictions if one.is_loosened]:
            yield Message("Loosened"), Joined("; ", loose)
    if result.image is not None and result.stored is not None:
        image = result.image
        for one in image.parts:
            platform = one.platform if image.variants else ""
            yield Message("Size"), _with_base(Joined(" · ", (_size(one.size), platform)), one)
        if image.base is not None:
            yield Message("Base"), Joined(" · ", (image.base.name, image.base.words))
        platforms = ", ".join(one.platform for one in image.parts)
        yield Message("Image"), f"{image.reference} · {platforms} · {result.stored.id[:19]}"
    if result.engine is not None:
        yield Message("Engine"), _engine_words(result.engine)
    if saved is not None and result.image is not None:
        yield "Saved as", str(saved)
    if result.engine is not None and result.image is not None:
        yield Message("Next"), _next_step(result.engine, result.image, saved)


def _size(size: int) -> Message:
    return Message("{0} ({1})", format_size(size), format_exact(size))


def _with_base(size: str, image: Image) -> str:
    if image.base is None:
        return size
    of_base = format_size(image.base.facts.size)
    return Message("{0}, of which {1} are {2}", size, of_base, image.base.name)


def _engine_words(engine: EngineInfo) -> str:
    if engine.kind is EngineKind.PREVIEW:
        return Message("{0}, without Docker (see: scratchpress engines)", phrase(engine.title))
    if not engine.context or engine.context == "default":
        return engine.title
    return Joined(" · ", (engine.title, Message("context {0}", engine.context)))


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
