"""Executes a composite action as GitHub's runner does: ``action.yml`` is read, not imitated.

Left out is what this action has no use for: containers, other shells, nested actions other
than actions/cache and actions/setup-python.
"""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ruamel.yaml import YAML

from tests.action.commands import Command, FileCommandError, Listener, read_pairs
from tests.action.expressions import Contexts, Status, as_text, evaluate, holds, interpolate

if TYPE_CHECKING:
    from tests.action.caches import Caches

_FILES = ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY", "STATE")
# The action itself, in a checkout and as it is published.
ACTION_REFERENCE = re.compile(r"\./|scratchpress/scratchpress@.+")
_CACHE = re.compile(r"actions/cache(?:/(?P<part>restore|save))?@[0-9a-f]{40}")
_SETUP_PYTHON = re.compile(r"actions/setup-python@[0-9a-f]{40}")
# What the runner hands on of its own variables; all else a job has to set.
_INHERITED = ("HOME", "LANG", "TMPDIR", "USER")


class RefusedError(Exception):
    """The runner refuses the action or what it was given."""


@dataclass
class StepRecord:
    """One step inside the action."""

    name: str
    outcome: str
    log: str = ""


@dataclass
class ActionResult:
    """What a use of the action came to."""

    outcome: str
    outputs: dict[str, str]
    steps: list[StepRecord]
    commands: list[Command]
    summary: str

    @property
    def ok(self) -> bool:
        return self.outcome == "success"

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps)

    def annotations(self, *kinds: str) -> list[Command]:
        return [one for one in self.commands if one.name in (kinds or ("error", "warning"))]


@dataclass
class Job:
    """One job on one runner; used as a context, whose end runs what actions left for it.

    ``python`` is what actions/setup-python finds.
    """

    folder: Path
    workspace: Path
    caches: Caches
    os: str = "Linux"
    arch: str = "X64"
    env: dict[str, str] = field(default_factory=dict)
    run_id: str = "1"
    name: str = "image"
    ref: str = "refs/heads/main"
    python: str = ""
    before: tuple[str, ...] = ()
    status: Status = field(default_factory=Status)
    _posts: list[Callable[[], None]] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _set: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.temp = self.folder / "_temp"
        self.temp.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        # The last one first, as the runner does it.
        while self._posts:
            self._posts.pop()()

    def use(
        self, action: Path, inputs: Mapping[str, str] | None = None, *, condition: str = ""
    ) -> ActionResult:
        """Run a step with ``uses``.

        Raises:
            RefusedError: an input is not known, or a required one is missing.
        """
        if not holds(condition, {"github": {}}, self.status):
            return ActionResult("skipped", {}, [], [], "")
        manifest = YAML(typ="safe").load((action / "action.yml").read_text(encoding="utf-8"))
        given = _given(manifest, dict(inputs or {}))
        result = _Composite(self, action, manifest, given).run()
        self.status.ok = self.status.ok and result.ok
        return result

    def variables(self) -> dict[str, str]:
        """The environment that every step gets."""
        path = os.pathsep.join([*reversed(self._path), os.environ["PATH"]])
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {
            **inherited,
            "PATH": path,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "me/it",
            "GITHUB_REF": self.ref,
            "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567",
            "GITHUB_WORKFLOW_REF": f"me/it/.github/workflows/image.yml@{self.ref}",
            "GITHUB_JOB": self.name,
            "GITHUB_RUN_ID": self.run_id,
            "GITHUB_RUN_ATTEMPT": "1",
            "RUNNER_OS": self.os,
            "RUNNER_ARCH": self.arch,
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_TOOL_CACHE": str(self.folder / "_tool"),
            **self.env,
            **self._set,
        }

    def at_end(self, act: Callable[[], None]) -> None:
        self._posts.append(act)

    def learn(self, files: Mapping[str, Path]) -> None:
        """Take what a step wrote for the steps after it."""
        pairs = read_pairs(files["ENV"].read_text(encoding="utf-8"))
        self._set |= {name: value for name, value in pairs.items() if name != "NODE_OPTIONS"}
        self._path += files["PATH"].read_text(encoding="utf-8").split()


def _given(manifest: Mapping[str, Any], inputs: dict[str, str]) -> dict[str, str]:
    known = manifest.get("inputs") or {}
    unknown = inputs.keys() - known.keys()
    if unknown:
        raise RefusedError(f"Unexpected input(s) {sorted(unknown)}, valid inputs are {[*known]}")
    for name, about in known.items():
        if about.get("required") and not inputs.get(name) and "default" not in about:
            raise RefusedError(f"Input required and not supplied: {name}")
    return {name: inputs.get(name, as_text(about.get("default"))) for name, about in known.items()}


class _Composite:
    """One run of an action's steps."""

    def __init__(
        self, job: Job, action: Path, manifest: Mapping[str, Any], inputs: Mapping[str, str]
    ) -> None:
        if manifest["runs"]["using"] != "composite":
            raise RefusedError("only composite actions are understood here")
        self._job = job
        self._action = action
        self._manifest = manifest
        self._inputs = inputs
        self._steps: dict[str, Any] = {}
        self._status = Status()
        self._records: list[StepRecord] = []
        self._commands: list[Command] = []
        self._summary = ""

    def run(self) -> ActionResult:
        for number, step in enumerate(self._manifest["runs"]["steps"]):
            self._step(step, str(step.get("id") or f"__{number}"))
        contexts = self._contexts({})
        outputs = {
            name: interpolate(str(about["value"]), contexts)
            for name, about in (self._manifest.get("outputs") or {}).items()
        }
        outcome = "success" if self._status.ok else "failure"
        return ActionResult(outcome, outputs, self._records, self._commands, self._summary)

    def _contexts(self, env: Mapping[str, str]) -> Contexts:
        variables = self._job.variables()
        return {
            "inputs": self._inputs,
            "steps": self._steps,
            "env": {**variables, **env},
            "runner": {
                "os": self._job.os,
                "arch": self._job.arch,
                "temp": str(self._job.temp),
                "tool_cache": variables["RUNNER_TOOL_CACHE"],
            },
            "github": {
                "action_path": str(self._action),
                "workspace": str(self._job.workspace),
                "run_id": self._job.run_id,
                "run_attempt": "1",
                "event": {"repository": {"default_branch": "main"}},
                "token": "ghs_secret",
            },
        }

    def _step(self, step: Mapping[str, Any], identifier: str) -> None:
        env = {
            name: interpolate(as_text(value), self._contexts({}))
            for name, value in (step.get("env") or {}).items()
        }
        contexts = self._contexts(env)
        name = str(step.get("name") or step.get("uses") or identifier)
        if not holds(str(step.get("if", "")), contexts, self._status):
            self._end(identifier, StepRecord(name, "skipped"), {})
            return
        if "uses" in step:
            outputs = self._use(str(step["uses"]), step.get("with") or {}, contexts)
            self._end(identifier, StepRecord(name, "success"), outputs)
        else:
            ok, log, outputs = self._run(step, env, contexts)
            goes_on = truthy(step.get("continue-on-error"), contexts)
            if not ok and not goes_on:
                self._status.ok = False
            self._end(identifier, StepRecord(name, "success" if ok else "failure", log), outputs)

    def _end(self, identifier: str, record: StepRecord, outputs: Mapping[str, str]) -> None:
        self._records.append(record)
        self._steps[identifier] = {"outputs": outputs, "outcome": record.outcome}

    def _run(
        self, step: Mapping[str, Any], env: Mapping[str, str], contexts: Contexts
    ) -> tuple[bool, str, dict[str, str]]:
        if step.get("shell") != "bash":
            raise RefusedError("a step with run needs a shell, and here it is bash")
        mark = uuid.uuid4().hex
        files = {name: self._job.temp / f"{name.lower()}_{mark}" for name in _FILES}
        for path in files.values():
            path.touch()
        script = self._job.temp / f"{mark}.sh"
        script.write_text(interpolate(str(step["run"]), contexts), encoding="utf-8")
        folder = interpolate(str(step.get("working-directory", "")), contexts)
        # As docs.github.com says of jobs.<job_id>.steps[*].shell.
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        done = subprocess.run(
            [*self._job.before, *command],
            cwd=self._job.workspace / folder,
            env={
                **self._job.variables(),
                "GITHUB_ACTION_PATH": str(self._action),
                **env,
                **{f"GITHUB_{name}": str(path) for name, path in files.items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log = done.stdout.decode(errors="replace")
        listener = Listener()
        for line in re.split(r"\r\n|\n|\r", log):
            listener.hear(line)
        self._commands += listener.commands
        try:
            self._job.learn(files)
            outputs = read_pairs(files["OUTPUT"].read_text(encoding="utf-8"))
        except FileCommandError as error:
            return False, f"{log}{error}\n", {}
        self._summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")
        return done.returncode == 0, log, listener.outputs | outputs

    def _use(self, uses: str, given: Mapping[str, Any], contexts: Contexts) -> dict[str, str]:
        inputs = {name: interpolate(as_text(value), contexts) for name, value in given.items()}
        if _SETUP_PYTHON.fullmatch(uses):
            assert inputs["update-environment"] == "false"
            return {"python-path": self._job.python}
        found = _CACHE.fullmatch(uses)
        if found is None:
            raise RefusedError(f"{uses} is no action that is known here, under a full commit")
        paths, key = inputs["path"].split("\n"), inputs["key"]
        paths = [path.strip() for path in paths if path.strip()]
        caches = self._job.caches
        if found["part"] == "save":
            caches.save(paths, key)
            return {}
        others = inputs.get("restore-keys", "").split()
        hit = caches.restore(paths, key, others)
        if found["part"] is None and hit != key:

            def save() -> None:
                if self._job.status.ok:
                    caches.save(paths, key)

            self._job.at_end(save)
        outputs = {"cache-hit": "true" if hit == key else "false" if hit else ""}
        return outputs | ({"cache-matched-key": hit} if found["part"] == "restore" else {})


def truthy(value: Any, contexts: Contexts) -> bool:
    """A switch of a step, ``true`` or an expression."""
    text = as_text(value).strip()
    if text.startswith("${{"):
        return bool(evaluate(text[3:-2], contexts))
    return text == "true"
