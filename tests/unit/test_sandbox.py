"""What is asked of the engine for a run; what comes of it is seen from inside elsewhere."""

from __future__ import annotations

from pathlib import Path

from scratchpress.engines.sandbox import create_body
from scratchpress.platforms import Platform
from scratchpress.values import Image, RunRequest, SandboxLimits

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


def test_memory_is_limited_without_swap_and_processors_only_when_asked() -> None:
    limits = SandboxLimits(memory=64, cpus=1.5)

    limited = create_body(RunRequest("r", IMAGE, "i", limits=limits), {}, with_init=True)
    plain = create_body(RunRequest("r", IMAGE, "i"), {}, with_init=False)

    assert limited["HostConfig"]["Memory"] == limited["HostConfig"]["MemorySwap"] == 64
    assert limited["HostConfig"]["NanoCpus"] == 1_500_000_000
    assert "NanoCpus" not in plain["HostConfig"]
    assert plain["HostConfig"]["Init"] is False
