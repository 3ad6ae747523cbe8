"""Images sent to a real registry: the digest there is the digest here."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import (
    RegistryError,
    RegistryLoginError,
    RegistryLostError,
    RegistryUnavailableError,
    StorageError,
)
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.registry.push import Progress, push
from scratchpress.registry.sendable import AttachedFile
from tests.support.command_line import run_command
from tests.support.lines import CutLine
from tests.support.patience import SOON
from tests.support.registries import NAME, PASSWORD, LocalRegistry, local_registry

if TYPE_CHECKING:
    from scratchpress.image.model import Image

# More than two parts of an upload.
LARGE = 20_000_000


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    with local_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(autouse=True)
def docker_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docker"
    folder.mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    return folder


def _image(folder: Path, size: int) -> Image:
    """An image of bytes that no other has."""
    import hashlib

    content = os.urandom(size)
    (folder / "program").write_bytes(content)
    program = Executable(
        folder / "program",
        Platform.LINUX_AMD64,
        Linkage.STATIC,
        size,
        hashlib.sha256(content).hexdigest(),
        stripped=True,
    )
    return assemble(program, reference="big", program="big", command=(), folder=folder)


def _docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout


def _push(image: Image, *names: str) -> list[Progress]:
    steps: list[Progress] = []
    pushed = push(image.archive, names, tell=steps.append, cancellation=Cancellation())
    assert pushed.digest == image.digest
    return steps


def _inspect(name: str, *options: str) -> str:
    done = subprocess.run(
        ["skopeo", "inspect", "--tls-verify=false", *options, f"docker://{name}"],
        check=True,
        capture_output=True,
    )
    digest: str = json.loads(done.stdout)["Digest"]
    return digest


@pytest.mark.docker
def test_a_program_is_built_pushed_and_pulled_with_one_digest(
    registry: LocalRegistry, tmp_path: Path, docker_host: str
) -> None:
    (tmp_path / "hello.c").write_text('#include <stdio.h>\nint main() { puts("hello"); }\n')
    names = [f"{registry.host}/me/hello:{tag}" for tag in ("1", "1.0")]
    done = run_command(
        "push", "hello.c", "--engine=local", *(f"--to={name}" for name in names), cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().split()
    digest = lines[0].partition("@")[2]
    assert lines == [f"{name}@{digest}" for name in names]
    assert [_inspect(name) for name in names] == [digest] * 2
    try:
        _docker("pull", "--quiet", names[0])
        held = json.loads(_docker("image", "inspect", names[0]))[0]
        assert held["RepoDigests"] == [f"{registry.host}/me/hello@{digest}"]
        assert _docker("run", "--rm", "--network=none", names[0]) == "hello\n"
    finally:
        _docker("image", "rm", "--force", names[0])


def test_a_saved_image_is_pushed_and_what_is_there_is_not_sent_again(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, 3_000_000)
    first = run_command(
        "push", image.archive, f"--to={registry.host}/a/one", "--json", cwd=tmp_path
    )
    before = registry.requests("PATCH")
    again = run_command(
        "push", image.archive, f"--to={registry.host}/a/one:2", "--json", cwd=tmp_path
    )

    reports = [json.loads(done.stdout) for done in (first, again)]
    assert [report["ok"] for report in reports] == [True, True]
    assert [report["digest"] for report in reports] == [image.digest] * 2
    assert [report["present"] for report in reports] == [0, 2]
    assert reports[0]["sent"] > 3_000_000
    assert reports[1]["sent"] == 0
    assert registry.requests("PATCH") == before
    assert reports[1]["references"] == [f"{registry.host}/a/one:2"]


def test_a_connection_that_breaks_in_the_middle_is_taken_up(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, LARGE)
    with CutLine(registry, after=12_000_000) as line:
        steps = _push(image, f"{line.host}/b/big")

        assert line.cuts == 1
    assert steps[-1].done == steps[-1].total
    assert _inspect(f"{registry.host}/b/big") == image.digest


def test_parts_that_have_arrived_are_not_sent_again(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, LARGE)
    # Cut when the second part begins: the registry confirmed the first.
    with CutLine(registry, after=8 * 1024 * 1024 + 5_000) as line:
        _push(image, f"{line.host}/b/parts")

        assert line.cuts == 1
        assert line.passed < LARGE + 8 * 1024 * 1024
    assert _inspect(f"{registry.host}/b/parts") == image.digest


def test_a_registry_that_always_breaks_off_is_given_up(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, 3_000_000)
    with (
        CutLine(registry, after=1_000_000, times=100) as line,
        pytest.raises(RegistryLostError, match="breaks off"),
    ):
        _push(image, f"{line.host}/b/never")


def test_a_password_is_asked_for_and_taken_from_dockers_settings(
    tmp_path: Path, docker_config: Path
) -> None:
    (tmp_path / "registry").mkdir()
    image = _image(tmp_path, 100_000)
    with local_registry(tmp_path / "registry", password=True) as running:
        name = f"{running.host}/c/secret"
        with pytest.raises(RegistryLoginError) as missing:
            _push(image, name)
        assert f"docker login {running.host}" in missing.value.remedy

        def keep(password: str) -> None:
            packed = base64.b64encode(f"{NAME}:{password}".encode()).decode()
            settings = {"auths": {running.host: {"auth": packed}}}
            (docker_config / "config.json").write_text(json.dumps(settings))

        keep("wrong")
        with pytest.raises(RegistryLoginError, match="does not accept"):
            _push(image, name)

        keep(PASSWORD)
        done = run_command("push", image.archive, f"--to={name}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        assert PASSWORD.encode() not in done.stdout + done.stderr
        assert _inspect(name, f"--creds={NAME}:{PASSWORD}") == image.digest


def test_a_registry_that_is_not_there_is_said_to_be_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(RegistryUnavailableError, match=f"localhost:{port}"):
        _push(_image(tmp_path, 100), f"localhost:{port}/d/gone")


def test_a_push_to_a_silent_registry_is_stopped_at_once(tmp_path: Path) -> None:
    image = _image(tmp_path, 100)
    cancellation = Cancellation()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        name = f"localhost:{silent.getsockname()[1]}/d/silent"
        timer = threading.Timer(0.5, cancellation.cancel)
        timer.start()
        began = time.monotonic()
        with pytest.raises(CancelledError):
            push(image.archive, [name], tell=lambda _step: None, cancellation=cancellation)
        timer.join()

    # Without the stop it is waited for two minutes.
    assert time.monotonic() - began < 2 * SOON


def test_an_image_file_that_vanishes_is_told(registry: LocalRegistry, tmp_path: Path) -> None:
    image = _image(tmp_path, LARGE)

    def empty(step: Progress) -> None:
        if step.sent:
            image.archive.write_bytes(b"")

    with pytest.raises(StorageError, match="cannot be read any more"):
        push(
            image.archive,
            [f"{registry.host}/d/vanished"],
            tell=empty,
            cancellation=Cancellation(),
        )


def test_a_document_that_is_attached_is_found_from_the_image(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, 1_000)
    name = f"{registry.host}/e/attached"
    kind = "application/vnd.cyclonedx+json"
    files = [AttachedFile(kind, f"{number}.json", b'{"n":%d}' % number) for number in (1, 2)]
    for _ in range(2):
        push(
            image.archive,
            [name],
            tell=lambda _step: None,
            cancellation=Cancellation(),
            attached=files,
        )

    assert _inspect(name) == image.digest
    # Debian's registry keeps no list of its own; then this is where clients look.
    listing = _manifest(f"{name}:{image.digest.replace(':', '-')}")
    assert [entry["artifactType"] for entry in listing["manifests"]] == [kind, kind]
    for entry, document in zip(listing["manifests"], files, strict=True):
        artifact = _manifest(f"{name}@{entry['digest']}")
        assert artifact["subject"]["digest"] == image.digest
        layer = artifact["layers"][0]
        assert layer["annotations"] == {"org.opencontainers.image.title": document.name}
        url = f"http://{registry.host}/v2/e/attached/blobs/{layer['digest']}"
        with urllib.request.urlopen(url) as answer:
            assert answer.read() == document.content


def test_a_list_of_referrers_that_is_none_is_not_overwritten(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    image = _image(tmp_path, 1_000)
    name = f"{registry.host}/e/odd"
    tag = image.digest.replace(":", "-")
    _push(image, f"{name}:{tag}")

    with pytest.raises(RegistryError, match="is no list of referrers"):
        push(
            image.archive,
            [name],
            tell=lambda _step: None,
            cancellation=Cancellation(),
            attached=[AttachedFile("application/json", "a.json", b"{}")],
        )
    assert _inspect(f"{name}:{tag}") == image.digest


def _manifest(name: str) -> dict[str, Any]:
    done = subprocess.run(
        ["skopeo", "inspect", "--raw", "--tls-verify=false", f"docker://{name}"],
        check=True,
        capture_output=True,
    )
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_an_image_for_both_platforms_arrives_as_one_index(
    registry: LocalRegistry, tmp_path: Path
) -> None:
    (tmp_path / "hello.c").write_text('#include <stdio.h>\nint main() { puts("hello"); }\n')
    name = f"{registry.host}/f/both"
    platforms = ("linux/amd64", "linux/arm64")
    done = run_command(
        *("push", "hello.c", "--json", "--engine=local", f"--to={name}"),
        *(f"--platform={one}" for one in platforms),
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    index = _manifest(f"{name}@{report['digest']}")
    found = [f"{one['platform']['os']}/{one['platform']['architecture']}"
             for one in index["manifests"]]  # fmt: skip
    assert found == list(platforms)
    for one in platforms:
        _, _, architecture = one.partition("/")
        own = _inspect(name, f"--override-arch={architecture}", "--override-os=linux")
        assert own == report["digest"]
    listing = _manifest(f"{name}:{report['digest'].replace(':', '-')}")
    assert [one["digest"] for one in listing["manifests"]] == report["attached"]
