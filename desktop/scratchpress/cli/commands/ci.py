"""``scratchpress ci``: the GitHub Action; its inputs come as variables of the environment."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.bill import attached_bill, make_bill
from scratchpress.cli.building import build
from scratchpress.cli.ci_log import CiLog
from scratchpress.cli.ci_permissions import check_permissions
from scratchpress.cli.console import visible
from scratchpress.cli.jobs import given_by, job_of
from scratchpress.cli.signals import in_thread
from scratchpress.core.errors import (
    CompileFailedError,
    ScratchpressError,
    StorageError,
    UsageError,
    unexpected,
)
from scratchpress.core.messages import Message, reason
from scratchpress.core.sizes import format_exact, format_size
from scratchpress.github.inputs import read_inputs, wants_summary
from scratchpress.github.runner import annotate, write_outputs, write_summary
from scratchpress.github.summary import Told, summary
from scratchpress.pipeline.shared_folders import with_folders
from scratchpress.registry.push import check_references, push
from scratchpress.reports import history
from scratchpress.reports.expectations import (
    MAX_OUTPUT_BYTES,
    ExpectedDigest,
    check_digest,
    check_output,
    expected_digest,
    expected_output,
)
from scratchpress.reports.metadata import find_kept, keep, metadata_of, to_json
from scratchpress.running.output import OutputStream
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.github.inputs import Inputs
    from scratchpress.pipeline.job import BuildResult, Job
    from scratchpress.registry.push import Progress as Step
    from scratchpress.reports.metadata import Metadata

BILL = "sbom.cdx.json"


def main(arguments: Arguments, console: Console) -> int:
    """Build what the inputs say, tell GitHub, and return the exit code."""
    if arguments.json:
        raise UsageError(
            "ci speaks to GitHub's runner, and not JSON.",
            remedy="Take scratchpress build --json, or the action's output metadata.",
        )
    log = CiLog(console)
    environment = os.environ
    try:
        return _Build(read_inputs(environment), arguments, log, environment).run()
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as raised:  # noqa: BLE001 - told like everything else
        error = raised if isinstance(raised, ScratchpressError) else unexpected(raised)
        log.failure(error)
        if wants_summary(environment):
            words = f"## ❌ Scratchpress\n\n{_plain(error)}\n\n"
            write_summary(environment.get("GITHUB_STEP_SUMMARY", ""), words)
        return error.exit_code


class _Build:
    """One call of the action."""

    def __init__(
        self,
        inputs: Inputs,
        arguments: Arguments,
        log: CiLog,
        environment: Mapping[str, str],
    ) -> None:
        self._inputs = inputs
        self._log = log
        self._environment = environment
        self._workspace = Path(environment.get("GITHUB_WORKSPACE") or Path.cwd())
        self._folder = self._enter(inputs.folder)
        self._arguments = _as_arguments(arguments, inputs)
        self._job = self._make_job()
        # Before the compiler spends the person's time.
        self._names = self._push_names()
        self._output = self._expected_output()
        self._digest = self._expected_digest()
        self._pushed: tuple[str, ...] = ()
        self._bill: bytes | None = None
        self._errors: list[ScratchpressError] = []

    def run(self) -> int:
        """Build, check, push and tell."""
        last = history.builds_of(state_folder(), history.source_of(self._job), 1)
        with build(self._job, self._arguments, show=self._log.show) as record:
            self._tell_run(record)
            metadata = self._metadata(record)
            error = record.error or record.result.cannot_run
            self._errors += [error] if error else self._unmet(record, metadata)
            failed = bool(self._errors) or record.exit_code
            if self._inputs.push and not failed and self._push(record):
                record.stopped = True
            metadata = self._metadata(record)
            self._remember(record, metadata)
            self._annotate(record)
            for one in self._errors:
                self._log.failure(one)
            self._tell_end(record, metadata)
            self._write(record, metadata, last[0].image if last else None)
        return self._errors[0].exit_code if self._errors else record.exit_code

    def _enter(self, name: str) -> Path:
        """Make the working directory the process's own."""
        folder = self._workspace / name
        try:
            os.chdir(folder)
        except OSError as error:
            raise UsageError(
                f'The input working-directory names no folder: "{visible(name)}".',
                remedy="Name a folder of the checkout; actions/checkout has to come before.",
                details=str(error),
            ) from error
        return Path.cwd()

    def _make_job(self) -> Job:
        given = given_by(self._arguments)
        job = with_folders(job_of(given, self._arguments, run=self._inputs.run))
        check_permissions(given, job, self._arguments, self._inputs, self._environment)
        own = job.recipe.image.name
        names = tuple(one for one in self._inputs.tags if one != own)
        return dataclasses.replace(job, names=names, arguments=self._inputs.run_args)

    def _push_names(self) -> tuple[str, ...]:
        if not self._inputs.push:
            return ()
        named = self._job.recipe.image.name
        names = self._inputs.tags or ((named,) if named else ())
        if not names:
            raise UsageError(
                "The input push is true, and no name says where to.",
                remedy="Give the input tags, or the image a name in its recipe:"
                " ghcr.io/ACCOUNT/NAME:TAG.",
            )
        return tuple(one.full for one in check_references(names))

    def _expected_output(self) -> str | None:
        text = self._inputs.expect_output
        return None if text is None else expected_output(text, self._folder)

    def _expected_digest(self) -> ExpectedDigest | None:
        if self._inputs.expect_digest is None:
            return None
        expected = expected_digest(self._inputs.expect_digest, self._folder)
        kept = None if expected.ingredients else find_kept(state_folder(), expected.digest)
        return ExpectedDigest(expected.digest, kept.ingredients) if kept else expected

    def _metadata(self, record: Record) -> Metadata:
        return metadata_of(self._job, record.result, tags=self._inputs.tags, pushed=self._pushed)

    def _unmet(self, record: Record, metadata: Metadata) -> Iterator[ScratchpressError]:
        """What is not as it was expected to be."""
        result = record.result
        if self._digest is not None and result.image is not None:
            try:
                check_digest(self._digest, result.image.digest, metadata.ingredients)
            except ScratchpressError as error:
                yield error
        if self._output is not None and result.output is not None:
            printed = result.output.read(OutputStream.STDOUT, MAX_OUTPUT_BYTES + 1)
            try:
                check_output(self._output, printed)
            except ScratchpressError as error:
                yield error

    def _push(self, record: Record) -> bool:
        """Send the image to its registries; whether that was stopped."""
        image = record.result.image
        assert image is not None  # noqa: S101 - the build did not fail
        archive, lines = image.archive, list[str]()
        self._bill = make_bill(self._job, record)
        if self._bill is None:
            self._errors += [record.error] if record.error else []
            return record.stopped
        attached = [attached_bill(self._bill)]

        def tell(step: Step) -> None:
            if step.sent == step.size:
                there = ", was there already" if step.present else ""
                line = f"{step.item:8} {step.digest}  {format_size(step.size)}{there}"
                if line not in lines:
                    lines.append(line)

        def work(cancellation: Cancellation) -> None:
            done = push(
                archive, self._names, tell=tell, cancellation=cancellation, attached=attached
            )
            self._pushed = done.by_digest

        try:
            return in_thread(work)
        except ScratchpressError as error:
            self._errors.append(error)
            return False
        finally:
            sign = "✓" if self._pushed else "✗"
            self._log.folded(f"{sign} Push", [*lines, *map(visible, self._pushed)])

    def _remember(self, record: Record, metadata: Metadata) -> None:
        build = history.build_of(self._job, record.result)
        if build is not None and not self._errors:
            history.record(state_folder(), history.source_of(self._job), build)
            keep(state_folder(), metadata)

    def _annotate(self, record: Record) -> None:
        sources = record.result.sources
        if sources is not None:
            self._log.write(annotate(_diagnostics(record), sources, self._workspace))

    def _tell_run(self, record: Record) -> None:
        outcome, output = record.result.outcome, record.result.output
        if outcome is not None and output is not None:
            self._log.output(f"Output · {outcome.summary}", output)

    def _tell_end(self, record: Record, metadata: Metadata) -> None:
        outcome = record.result.outcome
        if not self._errors and outcome is not None and not outcome.ok and not record.stopped:
            failure = ScratchpressError(f"{outcome.headline}.", explanation=outcome.explanation)
            self._log.failure(failure)
        if record.stopped:
            self._log.write(["Stopped. Nothing is left running."])
        if metadata.size is not None:
            names = ", ".join(map(visible, metadata.tags))
            size = f"{format_size(metadata.size)} ({format_exact(metadata.size)})"
            self._log.write([f"{names} · {size} · {metadata.digest}"])

    def _write(self, record: Record, metadata: Metadata, last_size: int | None) -> None:
        result = record.result
        outcome, program = result.outcome, result.executable
        code = outcome.exit_code if outcome is not None else None
        temporary = self._environment.get("RUNNER_TEMP") or None
        path, sbom = keep_for_later(result, temporary, self._bill)
        metadata = msgspec.structs.replace(metadata, sbom=sbom or None)
        named = metadata.pushed or self._inputs.tags or metadata.tags
        outputs = {
            "image": named[0] if named else "",
            "tags": "\n".join(metadata.tags),
            "image-id": metadata.image_id or "",
            "digest": metadata.digest or "",
            "size": "" if metadata.size is None else str(metadata.size),
            "executable-size": str(program.size) if program else "",
            "executable-path": path,
            "exit-code": "" if code is None else str(code),
            "metadata": to_json(metadata).decode(),
        }
        write_outputs(self._environment.get("GITHUB_OUTPUT", ""), outputs)
        if self._inputs.summary:
            told = Told(
                title=" ".join(self._inputs.paths) or "Scratchpress",
                result=result,
                metadata=metadata,
                diagnostics=_diagnostics(record),
                errors=tuple(self._errors),
                max_size=self._job.recipe.limits.max_size_bytes,
                last_size=last_size,
            )
            write_summary(self._environment.get("GITHUB_STEP_SUMMARY", ""), summary(told))


def _as_arguments(arguments: Arguments, inputs: Inputs) -> Arguments:
    """The inputs as the command line's own arguments, for what both have in common."""
    arguments.paths = inputs.paths or (".",)
    arguments.flags = None if inputs.flags is None else list(inputs.flags)
    arguments.labels = list(inputs.labels.items())
    arguments.platforms = None if inputs.platforms is None else list(inputs.platforms)
    arguments.engine = inputs.engine
    arguments.max_size = inputs.max_size
    arguments.output = inputs.output
    # A runner's standard input is nobody's.
    arguments.interactive = False
    return arguments


def _diagnostics(record: Record) -> tuple[Diagnostic, ...]:
    error = record.error
    failed = error.diagnostics if isinstance(error, CompileFailedError) else ()
    return (*record.diagnostics, *failed)


def _plain(error: ScratchpressError) -> str:
    from scratchpress.github import markdown  # rarely needed

    words = " ".join(filter(None, (error.explanation, error.remedy)))
    return f"**{markdown.text(error.title)}**\n\n{markdown.text(words)}"


def keep_for_later(
    result: BuildResult, temporary: str | None, bill: bytes | None
) -> tuple[str, str]:
    """Copy the programs, and write the bill of materials beside them.

    Args:
        result: what was made.
        temporary: the job's temporary folder; the system's when ``None``.
        bill: the bill of materials, if one was made.

    Returns:
        The path of the program to look at first and that of the bill; empty for what is not.

    Raises:
        StorageError: there is no room.
    """
    if result.executable is None:
        return "", ""
    name = result.image.entrypoint[0].lstrip("/") if result.image else "program"
    several = len(result.executables) > 1
    try:
        folder = Path(tempfile.mkdtemp(prefix="scratchpress-program-", dir=temporary))
        programs = {}
        for one in result.executables:
            path = folder / (f"{name}-{one.platform.architecture}" if several else name)
            shutil.copyfile(one.path, path)
            path.chmod(0o755)
            programs[one.platform] = path
        if bill is not None:
            (folder / BILL).write_bytes(bill)
    except OSError as error:
        raise StorageError(
            Message("The program cannot be kept for later steps: {0}.", reason(error)),
            remedy="Free some disk space on the runner.",
        ) from error
    return str(programs[result.executable.platform]), str(folder / BILL) if bill else ""
