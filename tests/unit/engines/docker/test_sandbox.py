"""What is asked of the engine for a run; what comes of it is seen from inside elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.platforms import Platform
from scratchpress.engines.docker.sandbox import account_for, create_body
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.image.model import Image
from scratchpress.recipe.sandbox import SandboxOptions, SystemCalls
from scratchpress.running.ports_and_folders import SharedFolder, parse_port

if TYPE_CHECKING:
    import pytest

IMAGE = Image(
    reference="hello:latest",
    platform=Platform.LINUX_AMD64,
    config_digest="sha256:1",
    digest="sha256:2",
    size=1,
    entrypoint=("/hello",),
    command=("default",),
    layers=(),
    archive=Path("hello.tar"),
    config=b"{}",
)


def test_no_arguments_leave_the_images_own() -> None:
    body = create_body(RunRequest("run", IMAGE, "sha256:1"), {}, with_init=True)

    assert "Cmd" not in body
    assert body["Image"] == "sha256:1"


def test_what_is_loosened_and_only_that_is_asked_of_the_engine() -> None:
    sandbox = SandboxOptions(
        writable_root=True,
        user="root",
        capabilities=("CAP_NET_RAW",),
        new_privileges=True,
        system_calls=SystemCalls.UNFILTERED,
        runtime="runsc",
    )
    loose = create_body(RunRequest("r", IMAGE, "i", sandbox=sandbox), {}, with_init=True)
    tight = create_body(RunRequest("r", IMAGE, "i"), {}, with_init=True)

    assert (loose["User"], tight["User"]) == ("0:0", "65532:65532")
    assert loose["HostConfig"]["SecurityOpt"] == ["seccomp=unconfined"]
    assert tight["HostConfig"]["SecurityOpt"] == ["no-new-privileges"]
    assert (loose["HostConfig"]["CapDrop"], loose["HostConfig"]["CapAdd"]) == (["ALL"], ["NET_RAW"])
    assert not loose["HostConfig"]["ReadonlyRootfs"]
    assert loose["HostConfig"]["Runtime"] == "runsc"
    assert tight["HostConfig"]["ReadonlyRootfs"]
    assert not {"CapAdd", "Runtime", "Mounts", "PortBindings"} & set(tight["HostConfig"])
    # What nobody loosened is held as before.
    assert loose["NetworkDisabled"]


def test_a_port_gives_a_network_and_an_address_of_this_computer_alone() -> None:
    ports = (parse_port("8080:80"), parse_port("0.0.0.0:5353:53/udp"))
    body = create_body(RunRequest("r", IMAGE, "i", ports=ports), {}, with_init=True)

    assert (body["NetworkDisabled"], body["HostConfig"]["NetworkMode"]) == (False, "bridge")
    assert body["ExposedPorts"] == {"80/tcp": {}, "53/udp": {}}
    assert body["HostConfig"]["PortBindings"] == {
        "80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}],
        "53/udp": [{"HostIp": "0.0.0.0", "HostPort": "5353"}],
    }


def test_a_program_is_the_owner_of_a_folder_only_where_it_has_to_be(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    owner = f"{tmp_path.stat().st_uid}:{tmp_path.stat().st_gid}"

    def account(*, writable: bool, user: str = "") -> str:
        return account_for(
            RunRequest(
                *("r", IMAGE, "i"),
                folders=(SharedFolder(tmp_path, "/data", writable),),
                sandbox=SandboxOptions(user=user),
            )
        )

    assert account(writable=False) == "65532:65532"
    assert account(writable=True) == owner
    assert account(writable=True, user="5:6") == "5:6"
    tmp_path.chmod(0o700)
    assert account(writable=False) == owner


def test_nobody_lends_a_program_the_rights_of_another_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine could: it is root."""
    about = tmp_path.stat()
    monkeypatch.setattr(os, "getuid", lambda: about.st_uid + 1)
    monkeypatch.setattr(os, "getgid", lambda: about.st_gid + 1)
    groups = [about.st_gid + 1]
    monkeypatch.setattr(os, "getgroups", lambda: groups)
    shared = (SharedFolder(tmp_path, "/data", writable=True),)
    request = RunRequest("r", IMAGE, "i", folders=shared)

    assert account_for(request) == f"{about.st_uid + 1}:{about.st_gid + 1}"
    groups.append(about.st_gid)
    assert account_for(request) == f"{about.st_uid + 1}:{about.st_gid}"


def test_memory_is_limited_without_swap_and_processors_only_when_asked() -> None:
    limits = SandboxLimits(memory=64, cpus=1.5)

    limited = create_body(RunRequest("r", IMAGE, "i", limits=limits), {}, with_init=True)
    plain = create_body(RunRequest("r", IMAGE, "i"), {}, with_init=False)

    assert limited["HostConfig"]["Memory"] == limited["HostConfig"]["MemorySwap"] == 64
    assert limited["HostConfig"]["NanoCpus"] == 1_500_000_000
    assert "NanoCpus" not in plain["HostConfig"]
    assert plain["HostConfig"]["Init"] is False
