"""Turns a recipe's tables ``run`` and ``sandbox`` into what an engine is asked to run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scratchpress.core.messages import Joined, Message
from scratchpress.core.sizes import format_size
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.recipe.permissions import file_restrictions
from scratchpress.running.ports_and_folders import TerminalSize
from scratchpress.running.stdin import ProgramInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scratchpress.engines.model import EngineInfo
    from scratchpress.image.model import Image
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.restrictions import Restriction
    from scratchpress.recipe.run import RunOptions
    from scratchpress.running.outcome import RunNews
    from scratchpress.running.output import RecordedOutput


def request_for(
    job: Job,
    image: Image,
    image_id: str,
    program_input: ProgramInput | None,
    on_news: Callable[[RunNews], None],
) -> RunRequest:
    """The run of an image as a job's recipe wants it.

    Args:
        job: what was asked for.
        image: the one for the engine's platform.
        image_id: what the engine calls it.
        program_input: what the program reads, in place of the recipe's input.
        on_news: gets what is heard of the run.
    """
    run, sandbox = job.recipe.run, job.recipe.sandbox
    return RunRequest(
        run_id=os.urandom(16).hex(),
        image=image,
        image_id=image_id,
        arguments=job.arguments,
        environment=run.env,
        timeout=run.timeout_seconds,
        limits=SandboxLimits(
            memory=run.memory_bytes,
            processes=run.processes,
            open_files=sandbox.open_files,
            file_size=sandbox.file_size_bytes,
            cpus=run.cpus,
        ),
        input=program_input or (ProgramInput.of(run.input.encode()) if run.input else None),
        working_directory=run.working_directory,
        ports=run.published,
        folders=job.shared_folders,
        terminal=(job.terminal or TerminalSize()) if run.terminal else None,
        sandbox=sandbox,
        on_news=on_news,
        measured=run.keeps_running,
    )


def typed_input(run: RunOptions) -> ProgramInput | None:
    """What a person types into while it runs; ``None`` when a recipe's input is all it reads."""
    if not run.input:
        return ProgramInput()
    # A terminal has a size besides, which may change.
    return ProgramInput.of(run.input.encode()) if run.terminal else None


def notices_of_files(job: Job) -> Iterator[str]:
    """What is worth knowing of an image that is not run: files from outside, and keys in it."""
    return _told(file_restrictions(job.recipe, job.folder))


def notices_for(
    restrictions: Iterable[Restriction], run: RunOptions, engine: EngineInfo
) -> Iterator[str]:
    """What is worth knowing before a run: each loosening, and ports that lead elsewhere."""
    for one in restrictions:
        if one.is_loosened:
            yield Joined(". ", (one.words, one.warning))
    if engine.limits_each_process:
        yield (
            "No control group can be made here, so memory is limited for each process of the"
            " program by itself, not for all together."
        )
    private = [port for port in run.published if port.is_private]
    if engine.host and private:
        here, host = private[0].here, engine.host
        yield (
            Message(
                "Port {0} opens on {1}, for that computer alone. To reach it from here: ssh -L"
                " {2}:localhost:{3} {4}",
                here,
                host,
                here,
                here,
                host,
            )
        )


def kept_output(request: RunRequest) -> int:
    """How many bytes of what a run prints are kept: as many as one file may have, but 1 GiB."""
    return max(request.limits.file_size, SandboxLimits().file_size)


def cut_output(output: RecordedOutput) -> str:
    """What is told of an output that was not kept whole."""
    return Message(
        "It printed {0}, of which the first {1} were kept. Raise sandbox.file-size to keep more.",
        format_size(output.stdout_bytes + output.stderr_bytes),
        format_size(output.kept),
    )


def _told(found: Iterable[Restriction]) -> Iterator[str]:
    return (Joined(". ", (one.words, one.warning)) for one in found if one.is_loosened)
