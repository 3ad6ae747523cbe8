"""``scratchpress clean``: removes caches and what crashed runs left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.building import ChosenEngine
from scratchpress.cli.console import visible
from scratchpress.cli.json_report import print_json
from scratchpress.core.errors import EngineError
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_size
from scratchpress.system.cache import clear_cache
from scratchpress.system.workspace import sweep_workspaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console


def main(arguments: Arguments, console: Console) -> int:
    """Remove, and say what was removed."""
    cache_bytes = clear_cache()
    workspaces = sweep_workspaces()
    title, objects = _sweep_engine(arguments)
    report = schema.CleanReport(
        cache_bytes=cache_bytes, workspaces=workspaces, engine=title, engine_objects=objects
    )
    if arguments.json:
        print_json(console, report)
    else:
        for line in _lines(report):
            console.report(line)
    return 0


def _sweep_engine(arguments: Arguments) -> tuple[str | None, int | None]:
    """The engine's title and how many leftovers it had; nothing when none answers."""
    engine = ChosenEngine(arguments.engine, arguments.context)
    try:
        connected = engine.connect()
        return connected.info.title, connected.sweep()
    except EngineError:
        if arguments.engine == "auto" and arguments.context is None:
            return None, None
        raise
    finally:
        engine.close()


def _lines(report: schema.CleanReport) -> Iterator[str]:
    freed = report.cache_bytes or 0
    yield Message("Cache: {0} freed.", format_size(freed)) if freed else "Cache: empty already."
    yield Message("Temporary folders of crashed runs: {0}.", _removed(report.workspaces))
    if report.engine is None:
        yield "Engine: none answers, so nothing was looked for there."
    else:
        left = _removed(report.engine_objects)
        engine = visible(report.engine)
        yield Message("Containers and images of crashed runs in {0}: {1}.", engine, left)


def _removed(count: int | None) -> str:
    return Message("{0} removed", count) if count else Message("none")
