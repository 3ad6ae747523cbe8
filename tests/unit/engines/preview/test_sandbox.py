"""What a program gets from us, and what it is never given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scratchpress.core.errors import CannotRunError
from scratchpress.engines.preview.run import environment_for
from scratchpress.engines.preview.sandbox import Tools, check_environment, sandbox_command
from scratchpress.engines.run_request import SandboxLimits

TOOLS = Tools(
    sh="/bin/sh", env="/bin/env", mount="/bin/mount", prlimit="/bin/prlimit",
    setpriv="/bin/setpriv", setsid="/bin/setsid", unshare="/bin/unshare",
)  # fmt: skip


def command(cgroup_file: Path | None = None) -> list[str]:
    return sandbox_command(
        TOOLS,
        ["/hello", "$(reboot)"],
        environment={"A": "1 2"},
        folder="/",
        limits=SandboxLimits(memory=1000000, open_files=7),
        cgroup_file=cgroup_file,
    )


@pytest.mark.parametrize(
    "name",
    ["LD_PRELOAD", "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "GCONV_PATH", "LANGUAGE", "MALLOC_X"],
)
def test_a_variable_that_would_act_on_the_sandbox_is_refused_by_name(name: str) -> None:
    with pytest.raises(CannotRunError, match=f"cannot set the variable {name}") as met:
        check_environment({"FINE": "1", name: "x"})
    assert "Docker" in met.value.remedy


def test_usual_variables_pass() -> None:
    check_environment({"PATH": "/", "HOME": "/", "LANG": "C.UTF-8", "LD": "ld"})


def test_the_request_wins_over_the_image_and_the_image_over_the_defaults() -> None:
    config = json.loads('{"Env": ["PATH=/image", "KIND=a=b", "EMPTY="]}')
    environment = environment_for(config, {"KIND": "request"})
    assert environment == {"PATH": "/image", "HOME": "/", "KIND": "request", "EMPTY": ""}
    assert environment_for({}, {})["PATH"].startswith("/usr/local/sbin:")


def test_the_memory_limit_is_kept_once_by_the_group_or_by_each_process() -> None:
    assert "--data=1000000" in command()
    with_group = command(Path("/group/cgroup.procs"))
    assert "/group/cgroup.procs" in with_group
    assert not any(argument.startswith("--data") for argument in with_group)


def test_what_the_person_gave_is_an_argument_of_its_own_and_never_a_script() -> None:
    arguments = command()
    assert arguments[-2:] == ["/hello", "$(reboot)"]
    assert "A=1 2" in arguments
    assert not any("reboot" in script or "1 2" in script for script in arguments if "\n" in script)
