"""The action's inputs: text of a workflow as typed values."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scratchpress.core.errors import UsageError
from scratchpress.core.platforms import Platform
from scratchpress.github.inputs import read_inputs, variable, wants_summary
from scratchpress.recipe.permissions import PermissionKind

ACTION = YAML(typ="safe").load((Path(__file__).parents[3] / "action.yml").read_text())


def read(**given: str) -> object:
    return read_inputs({variable(name.replace("_", "-")): text for name, text in given.items()})


def test_nothing_given_builds_what_the_folder_holds_and_runs_nothing() -> None:
    inputs = read_inputs({})

    assert (inputs.paths, inputs.folder, inputs.engine) == ((), ".", "auto")
    assert (inputs.run, inputs.push, inputs.summary) == (False, False, True)
    assert (inputs.pull, inputs.sbom) == (None, None)
    assert (inputs.flags, inputs.platforms, inputs.expect_output) == (None, None, None)


def test_lists_are_read_as_people_write_them() -> None:
    inputs = read_inputs(
        {
            "INPUT_SOURCE": "main.c\n  my file.c \n\n",
            "INPUT_FLAGS": "-DA='x y'\n-DB=\"$HOME\" `id`",
            "INPUT_TAGS": "ghcr.io/Me/Hello:V1,hello\nhello:latest",
            "INPUT_LABELS": "a=1\nb = c = d",
            "INPUT_PLATFORMS": "linux/arm64, linux/amd64",
            "INPUT_RUN_ARGS": "'a b' c",
        }
    )

    assert inputs.paths == ("main.c", "my file.c")
    assert inputs.flags == ("-DA=x y", "-DB=$HOME", "`id`")
    assert inputs.tags == ("ghcr.io/me/hello:V1", "hello:latest", "hello:latest")
    assert inputs.labels == {"a": "1", "b": "c = d"}
    assert inputs.platforms == (Platform.LINUX_ARM64, Platform.LINUX_AMD64)
    assert inputs.run_args == ("a b", "c")
    assert inputs.run


def test_what_is_allowed_is_read_by_kinds() -> None:
    assert read_inputs({}).allow == frozenset()
    kinds = {PermissionKind.FOLDERS, PermissionKind.USER}
    assert read_inputs({"INPUT_ALLOW": "folders, user\n"}).allow == kinds
    assert read_inputs({"INPUT_ALLOW": "all"}).allow == frozenset(PermissionKind)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("TRUE", True), ("false", False)])
def test_switches_are_yamls(text: str, value: bool) -> None:
    assert read_inputs({"INPUT_PUSH": text}).push is value


def test_a_summary_is_left_out_even_when_other_inputs_are_wrong() -> None:
    environment = {"INPUT_SUMMARY": "False", "INPUT_RUN": "perhaps"}

    assert not wants_summary(environment)
    with pytest.raises(UsageError, match="input run does not take"):
        read_inputs(environment)


def test_text_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(UsageError, match="input run-args"):
        read_inputs({"INPUT_RUN_ARGS": "\udcff"})


def test_the_action_hands_over_every_input_and_no_script_holds_an_expression() -> None:
    steps = ACTION["runs"]["steps"]
    (build,) = (step for step in steps if step.get("id") == "build")
    handed = {name: text for name, text in build["env"].items() if name.startswith("INPUT_")}

    assert handed == {variable(name): f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}
    assert not [step["name"] for step in steps if "${{" in step.get("run", "")]
