"""What a program gets from us, and what it is never given."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.platforms import Platform
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.image.model import Image
from scratchpress.running.ports_and_folders import SharedFolder, TerminalSize

if TYPE_CHECKING:
    from scratchpress.system.confinement import Confinement

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="previews run on Linux alone")


@pytest.fixture
def request_for_hello(tmp_path: Path) -> RunRequest:
    image = Image(
        reference="hello:latest",
        platform=Platform.LINUX_AMD64,
        config_digest="sha256:0",
        digest="sha256:0",
        size=0,
        entrypoint=("/hello",),
        command=("default",),
        layers=(),
        archive=tmp_path / "image.tar",
        config=b"{}",
    )
    return RunRequest("1", image, "x", arguments=("$(reboot)",))


def sandbox(request: RunRequest, tmp_path: Path, **more: object) -> Confinement:
    from scratchpress.engines.preview.sandbox import sandbox_of

    root = tmp_path / "root"
    root.mkdir(exist_ok=True)
    given = {"environment": {"A": "1 2"}, "folder": "/", "shared": (), "group": None}
    return sandbox_of(request, root, **{**given, **more})  # type: ignore[arg-type]


def test_the_request_wins_over_the_image_and_the_image_over_the_defaults() -> None:
    from scratchpress.engines.preview.run import environment_for

    config = json.loads('{"Env": ["PATH=/image", "KIND=a=b", "EMPTY="]}')
    environment = environment_for(config, {"KIND": "request"})
    assert environment == {"PATH": "/image", "HOME": "/", "KIND": "request", "EMPTY": ""}
    assert environment_for({}, {})["PATH"].startswith("/usr/local/sbin:")


def test_the_memory_limit_is_kept_once_by_the_group_or_by_each_process(
    request_for_hello: RunRequest, tmp_path: Path
) -> None:
    import resource

    from scratchpress.system.memory_group import Manager, Scope

    request = replace(request_for_hello, limits=SandboxLimits(memory=1000000, open_files=7))
    alone = sandbox(request, tmp_path)
    assert alone.limits[resource.RLIMIT_DATA] == 1000000
    assert alone.limits[resource.RLIMIT_FSIZE] == 1000000
    assert alone.limits[resource.RLIMIT_NOFILE] == 7
    scope = Scope(Manager("/bin/systemd-run", "/run/user/1"), 1000000)
    with_group = sandbox(request, tmp_path, group=scope)
    assert with_group.scope == scope.command
    assert resource.RLIMIT_DATA not in with_group.limits
    assert with_group.limits[resource.RLIMIT_FSIZE] == request.limits.file_size


def test_a_file_in_a_shared_folder_may_be_larger_than_the_memory(
    request_for_hello: RunRequest, tmp_path: Path
) -> None:
    import resource

    shared = [(SharedFolder(tmp_path, "/data", writable=True), tmp_path / "root" / "data")]
    held = sandbox(request_for_hello, tmp_path, shared=shared)
    assert held.limits[resource.RLIMIT_FSIZE] == request_for_hello.limits.file_size
    assert ("read-write-real", str(tmp_path), "/data") in held.places


def test_what_the_person_gave_is_an_argument_of_its_own(
    request_for_hello: RunRequest, tmp_path: Path
) -> None:
    held = sandbox(request_for_hello, tmp_path)
    assert held.program == ("/hello", "$(reboot)")
    assert held.environment == {"A": "1 2"}
    assert not held.host_network


def test_only_a_program_with_a_terminal_sees_one(
    request_for_hello: RunRequest, tmp_path: Path
) -> None:
    with_one = replace(request_for_hello, terminal=TerminalSize(80, 24))
    tty = ("device", "tty", "/dev/tty")
    assert tty in sandbox(with_one, tmp_path).places
    assert tty not in sandbox(request_for_hello, tmp_path).places
