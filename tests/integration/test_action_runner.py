"""The runner that the action is tested with does what GitHub's documents say."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.action.caches import Caches
from tests.action.commands import FileCommandError, Listener, read_pairs
from tests.action.expressions import (
    ExpressionError,
    Status,
    evaluate,
    holds,
    interpolate,
)
from tests.action.runner import ActionResult, Job, RefusedError

CONTEXTS: dict[str, Any] = {
    "inputs": {"a-b": "X", "empty": ""},
    "steps": {"one": {"outputs": {"n": "3"}}},
    "list": ["a", "b"],
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.a-b", "X"),
        ("INPUTS['A-B']", "X"),
        ("inputs.none", None),
        ("steps.one.outputs.n == 3", True),
        ("inputs.a-b == 'x'", True),
        ("inputs.empty || 'it''s'", "it's"),
        ("inputs.a-b && true", True),
        ("!inputs.empty && (1 < 2)", True),
        ("list[1]", "b"),
        ("contains(list, 'B')", True),
        ("contains('Hello', 'ell')", True),
        ("startsWith('Hello', 'he') && endsWith('Hello', 'LO')", True),
        ("format('{0}-{{{1}}}', 1, 'b')", "1-{b}"),
        ("join(list, '/')", "a/b"),
        ("fromJSON('[1, 2]')[0]", 1),
        ("null == 0", True),
        ("'' == 0", True),
    ],
)
def test_an_expression_has_the_value_that_github_gives_it(expression: str, value: object) -> None:
    assert evaluate(expression, CONTEXTS) == value


@pytest.mark.parametrize(
    "text", ["nothing.here", "inputs.", "(1", "1 2", "fail()", "success()", "&"]
)
def test_what_github_refuses_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, CONTEXTS)


def test_text_is_put_in_place_once() -> None:
    contexts = {"inputs": {"a": "${{ inputs.b }}", "b": "!"}}

    assert interpolate("<${{ inputs.a }}> ${{ 1 }} $x", contexts) == "<${{ inputs.b }}> 1 $x"


@pytest.mark.parametrize(
    ("condition", "after_success", "after_failure"),
    [
        ("", True, False),
        ("inputs.a-b == 'X'", True, False),
        ("always()", True, True),
        ("${{ failure() }}", False, True),
        ("failure() || true", True, True),
        ("inputs.empty", False, False),
        ("!cancelled()", True, True),
    ],
)
def test_a_step_runs_after_a_failure_only_when_it_asks(
    condition: str, after_success: bool, after_failure: bool
) -> None:
    assert holds(condition, CONTEXTS, Status()) is after_success
    assert holds(condition, CONTEXTS, Status(ok=False)) is after_failure


def test_files_of_pairs_are_read_in_both_forms() -> None:
    text = "a=1=2\n\nb<<END\none\n\ntwo=2\nEND\nc=\n"

    assert read_pairs(text) == {"a": "1=2", "b": "one\n\ntwo=2", "c": ""}
    for wrong in ("a", "a<<END\nx", "<<END\nEND"):
        with pytest.raises(FileCommandError):
            read_pairs(wrong)


def test_commands_are_obeyed_in_both_forms_until_they_are_stopped() -> None:
    listener = Listener()
    for line in (
        "  ::set-output name=a::1%0A2",
        "text ##[set-output name=b;]%5D",
        "::unknown::x",
        "::stop-commands::token",
        "::set-output name=a::evil",
        "##[error]evil",
        "::token::",
        "::error file=a%2Cb,line=3::m",
    ):
        listener.hear(line)

    assert listener.outputs == {"a": "1\n2", "b": "]"}
    assert listener.commands[-1].properties == {"file": "a,b", "line": "3"}


ACTION = """
    inputs:
      wanted: {required: true}
      other: {default: d}
    outputs:
      said: {value: "${{ steps.say.outputs.said }}"}
    runs:
      using: composite
      steps:
        - shell: bash
          run: |
            echo "NAME=value" >> "$GITHUB_ENV"
            echo "$GITHUB_ACTION_PATH" >> "$GITHUB_PATH"
        - id: say
          shell: bash
          env: {WANTED: "${{ inputs.wanted }}"}
          run: |
            echo "said=$WANTED $NAME ${{ inputs.other }}" >> "$GITHUB_OUTPUT"
            echo "# $RUNNER_OS" >> "$GITHUB_STEP_SUMMARY"
            [[ ":$PATH:" == *":$GITHUB_ACTION_PATH:"* ]]
            false | cat
            echo not reached
        - {name: skipped, shell: bash, run: "exit 0"}
        - {name: always, if: always(), shell: bash, run: "echo ${{ steps.say.outcome }}"}
        - uses: actions/cache/save@27d5ce7f107fe9357f9df03efb73ab90386fccae
          if: failure()
          with: {path: "${{ runner.temp }}/kept", key: k}
"""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "action").mkdir()
    (tmp_path / "action/action.yml").write_text(textwrap.dedent(ACTION))
    (tmp_path / "work").mkdir()
    return Job(tmp_path, tmp_path / "work", Caches(tmp_path / "caches"))


def use(job: Job, **inputs: str) -> ActionResult:
    return job.use(job.folder / "action", inputs)


def test_an_action_runs_step_by_step_and_its_outputs_come_out_after_a_failure(job: Job) -> None:
    (job.temp / "kept").mkdir()
    result = use(job, wanted="$(id)")

    assert [step.outcome for step in result.steps] == [
        "success",
        "failure",
        "skipped",
        "success",
        "success",
    ]
    assert result.outcome == "failure"
    assert result.outputs == {"said": "$(id) value d"}
    assert result.summary == "# Linux\n"
    assert result.steps[3].log == "failure\n"
    assert "not reached" not in result.log
    assert job.caches.keys == ["k"]
    assert use(job, wanted="x").outcome == "skipped"
    assert job.use(job.folder / "action", {"wanted": "x"}, condition="always()").outputs


def test_inputs_that_are_unknown_or_missing_are_refused(job: Job) -> None:
    for inputs in ({}, {"wanted": ""}, {"wanted": "x", "more": "y"}):
        with pytest.raises(RefusedError):
            use(job, **inputs)


def test_a_cache_gives_back_what_was_kept_and_the_newest_of_a_beginning(tmp_path: Path) -> None:
    caches = Caches(tmp_path / "caches")
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in "12":
        (folder / "file").write_text(number)
        assert caches.save([str(folder)], f"key-{number}")
    assert not caches.save([str(folder)], "key-1")
    (folder / "file").unlink()

    assert caches.restore([str(folder)], "key-1", []) == "key-1"
    assert (folder / "file").read_text() == "1"
    assert caches.restore([str(folder)], "key-3", ["key-"]) == "key-2"
    assert (folder / "file").read_text() == "2"
    assert caches.restore([str(tmp_path)], "key-1", ["key-"]) == ""
