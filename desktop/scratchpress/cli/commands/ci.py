"""``scratchpress ci``: the GitHub Action; its inputs come as variables of the environment."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.cli.bill import attached_bill, make_bill
from scratchpress.cli.building import build
from scratchpress.cli.ci_files import keep_bill, keep_programs
from scratchpress.cli.ci_log import CiLog
from scratchpress.cli.ci_permissions import check_permissions
from scratchpress.cli.console import visible
from scratchpress.cli.files import write_file
from scratchpress.cli.jobs import given_by, job_of
from scratchpress.cli.signals import in_thread
from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import (
    CompileFailedError,
    CompileLimitError,
    ScratchpressError,
    UsageError,
    unexpected,
)
from scratchpress.core.sizes import format_exact, format_size
from scratchpress.github.inputs import read_inputs, wants_summary
from scratchpress.github.local_command import local_command
from scratchpress.github.outputs import outputs_of
from scratchpress.github.runner import annotate, write_outputs, write_summary
from scratchpress.github.summary import Earlier, Told, summary
from scratchpress.pipeline.shared_folders import with_folders
from scratchpress.registry.push import check_references, push
from scratchpress.reports.expectations import (
    MAX_OUTPUT_BYTES,
    ExpectedDigest,
    check_digest,
    check_output,
    expected_digest,
    expected_output,
)
from scratchpress.reports.metadata import find_kept, keep, last_kept, metadata_of
from scratchpress.running.output import OutputStream
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.record import Record
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.github.inputs import Inputs
    from scratchpress.pipeline.job import Job
    from scratchpress.registry.push import Progress as Step
    from scratchpress.reports.metadata import Metadata


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
        earlier = tuple(_earlier_builds(self._environment))
        with build(self._job, self._arguments, show=self._log.show) as record:
            self._tell_run(record)
            metadata = self._metadata(record)
            error = record.error or record.result.cannot_run
            self._errors += [error] if error else self._unmet(record, metadata)
            failed = bool(self._errors) or record.exit_code
            if not failed and (self._inputs.sbom or self._inputs.push):
                self._make_bill(record)
            if self._inputs.push and self._bill is not None and not self._errors:
                record.stopped = self._push(record, self._bill)
            metadata = self._metadata(record)
            if not self._errors and metadata.digest is not None:
                keep(state_folder(), metadata)
            self._annotate(record)
            self._tell_end(record, metadata)
            self._write(record, metadata, earlier)
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
        folders = () if expected.ingredients else _state_folders(self._environment).values()
        found = (find_kept(folder, expected.digest) for folder in folders)
        kept = next(filter(None, found), None)
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

    def _make_bill(self, record: Record) -> None:
        self._bill = make_bill(self._job, record)
        if self._bill is None:
            self._errors += [record.error] if record.error else []
        elif self._inputs.sbom:
            try:
                write_file(self._folder / self._inputs.sbom, self._bill, replace=True, remedy="")
            except ScratchpressError as error:
                self._errors.append(error)

    def _push(self, record: Record, bill: bytes) -> bool:
        """Send the image to its registries; whether that was stopped."""
        image = record.result.image
        assert image is not None  # noqa: S101 - the build did not fail
        archive, lines = image.archive, list[str]()
        attached = [attached_bill(bill)]

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

    def _annotate(self, record: Record) -> None:
        """Tell what went wrong, and what the compiler said, as annotations."""
        sources, said = record.result.sources, _diagnostics(record)
        failure = _placed(self._errors) if sources is not None else None
        others = [one for one in self._errors if one is not failure]
        for one in others:
            self._log.failure(one)
        if sources is not None:
            lines = annotate(said, sources, self._workspace, failure=failure, told=len(others))
            self._log.write(lines)

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

    def _write(self, record: Record, metadata: Metadata, earlier: tuple[Earlier, ...]) -> None:
        result, environment, inputs = record.result, self._environment, self._inputs
        programs = keep_programs(result, environment.get("RUNNER_TEMP") or None)
        if self._bill is not None:
            bill = self._folder / inputs.sbom if inputs.sbom else keep_bill(programs, self._bill)
            metadata = msgspec.structs.replace(metadata, sbom=str(bill))
        outputs = outputs_of(result, metadata, tags=inputs.tags, programs=programs)
        write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs)
        if inputs.summary:
            recipe = self._job.recipe
            told = Told(
                title=" ".join(inputs.paths) or "Scratchpress",
                result=result,
                metadata=metadata,
                diagnostics=_diagnostics(record),
                errors=tuple(self._errors),
                max_size=recipe.limits.max_size_bytes,
                earlier=earlier,
                commit=environment.get("GITHUB_SHA", ""),
                commit_url=_commit_url(environment),
                command=local_command(inputs, recipe.compile.all_platforms),
            )
            write_summary(environment.get("GITHUB_STEP_SUMMARY", ""), summary(told))


def _state_folders(environment: Mapping[str, str]) -> dict[str, Path]:
    """What GitHub's cache brought of this branch, and of the default one where that is another."""
    folders = {"the last build": state_folder()}
    if folder := environment.get("DEFAULT_BRANCH_STATE_DIR"):
        folders[environment.get("DEFAULT_BRANCH", "")] = Path(folder)
    return folders


def _earlier_builds(environment: Mapping[str, str]) -> Iterator[Earlier]:
    for name, folder in _state_folders(environment).items():
        if (metadata := last_kept(folder)) is not None:
            yield Earlier(name, {one.platform: one.size for one in metadata.images})


def _commit_url(environment: Mapping[str, str]) -> str:
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environment.get(name) for name in names)
    whole = server and repository and commit
    return f"{server}/{repository}/commit/{commit}" if whole else ""


def _as_arguments(arguments: Arguments, inputs: Inputs) -> Arguments:
    """The inputs as the command line's own arguments, for what both have in common."""
    arguments.paths = inputs.paths or (".",)
    arguments.flags = None if inputs.flags is None else list(inputs.flags)
    arguments.labels = list(inputs.labels.items())
    arguments.platforms = None if inputs.platforms is None else list(inputs.platforms)
    arguments.engine = inputs.engine
    arguments.max_size = inputs.max_size
    arguments.pull = inputs.pull
    arguments.output = inputs.output
    # A runner's standard input is nobody's.
    arguments.interactive = False
    return arguments


def _placed(errors: Iterable[ScratchpressError]) -> CompileFailedError | None:
    """The error that is told where the compiler refused a line."""
    refusals = (
        one
        for one in errors
        if isinstance(one, CompileFailedError) and not isinstance(one, CompileLimitError)
    )
    return next(
        (
            one
            for one in refusals
            if any(said.severity is Severity.ERROR for said in one.diagnostics)
        ),
        None,
    )


def _diagnostics(record: Record) -> tuple[Diagnostic, ...]:
    error = record.error
    failed = error.diagnostics if isinstance(error, CompileFailedError) else ()
    return (*record.diagnostics, *failed)


def _plain(error: ScratchpressError) -> str:
    from scratchpress.github import markdown  # rarely needed

    words = " ".join(filter(None, (error.explanation, error.remedy)))
    return f"**{markdown.text(error.title)}**\n\n{markdown.text(words)}"
