"""Images that start from another image: pulled, kept, built on, the same in every engine."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import (
    BaseContentError,
    BaseError,
    RegistryLoginError,
    ScratchpressError,
)
from scratchpress.core.platforms import Platform
from scratchpress.engines.connect import connect_docker
from scratchpress.engines.contexts import resolve_endpoint
from scratchpress.engines.docker.engine import DockerEngine
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.engines.run_request import RunRequest
from scratchpress.image.assemble import assemble
from scratchpress.pipeline.base_fetch import fetch_bases
from scratchpress.recipe.model import ImageOptions
from tests.support.bases import (
    MadeBase,
    busybox,
    digest_of,
    entry,
    forget,
    layer_of,
    load,
    publish,
)
from tests.support.command_line import report_of, run_command
from tests.support.lines import StalledLine
from tests.support.programs import compile_static
from tests.support.registries import NAME, PASSWORD, LocalRegistry, local_registry

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine
    from scratchpress.executable.model import Executable
    from scratchpress.image.bases.model import Base

pytestmark = pytest.mark.docker

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64
# Enough for the daemon to say more than once how far it is.
LARGE = os.urandom(6_000_000)
ASKS_SHELL = """
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(void) {
  char folder[99];
  printf("in %s\\n", getcwd(folder, sizeof folder));
  fflush(stdout);
  return 0 != system("echo $FROM_BASE && cat /data/kept && cat /data/gone");
}
"""
INDEX = "application/vnd.oci.image.index.v1+json"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    with local_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    """A registry that wants a login."""
    with local_registry(tmp_path_factory.mktemp("closed"), password=True) as running:
        yield running


@pytest.fixture(scope="module")
def made() -> MadeBase:
    return busybox(entry("data/large", LARGE))


@pytest.fixture(scope="module")
def published(registry: LocalRegistry, made: MadeBase) -> Iterator[str]:
    name = publish(made, registry, "me/base:1")
    yield name
    forget(name)


@pytest.fixture(params=["docker", "local"])
def engine(request: pytest.FixtureRequest, docker_host: str) -> Iterator[Engine]:
    connected: Engine = connect_docker() if request.param == "docker" else PreviewEngine()
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Executable:
    return compile_static(ASKS_SHELL, tmp_path_factory.mktemp("program"))


@pytest.fixture(autouse=True)
def docker_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docker"
    folder.mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    return folder


class Fetching:
    """Gets bases, and keeps what it was told."""

    def __init__(self, engine: Engine, spare: Path) -> None:
        self.engine = engine
        self.spare = spare
        self.cancellation = Cancellation()
        self.steps: list[tuple[str, int, int]] = []

    def __call__(self, name: str, *platforms: Platform, pull: bool = False) -> dict[Platform, Base]:
        self.steps = []
        return fetch_bases(
            ImageOptions(base=name, pull=pull),
            platforms or (AMD64,),
            self.engine,
            spare=self.spare,
            on_step=lambda *step: self.steps.append(step),
            cancellation=self.cancellation,
        )


@pytest.fixture
def fetch(engine: Engine, empty_cache: Path, tmp_path: Path) -> Fetching:
    return Fetching(engine, tmp_path)


def ids(name: str) -> list[str]:
    """Of the images that the daemon holds under a name."""
    done = subprocess.run(
        ["docker", "image", "inspect", "--format", "{{.Id}}", name],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


def blobs(cache: Path) -> set[str]:
    return {path.name for path in (cache / "bases" / "blobs").glob("*")}


def test_a_base_is_pulled_with_progress_and_kept(
    fetch: Fetching, published: str, made: MadeBase, empty_cache: Path
) -> None:
    forget(published)
    base = fetch(published)[AMD64]
    assert base.digest == made.digest
    assert [layer.path.read_bytes() for layer in base.layers] == list(made.layers)
    assert base.registry_digest.startswith("sha256:")
    assert {item for item, *_ in fetch.steps} == {"base:1"}
    told = [(done, total) for _, done, total in fetch.steps if total]
    assert len(told) > 1
    assert all(0 <= done <= total for done, total in told)
    assert max(done for done, _ in told) > len(LARGE) // 2
    # The second time nothing is asked of anybody.
    assert fetch(published)[AMD64] == base
    assert fetch.steps == []
    assert len(blobs(empty_cache)) == 3


def test_every_engine_and_way_gives_the_same_image(
    published: str, made: MadeBase, program: Executable, empty_cache: Path, tmp_path: Path
) -> None:
    digests = {}
    docker = connect_docker()
    try:
        load(made, "loaded-base:1")
        for way, engine, name in (
            ("pulled by docker", docker, published),
            ("loaded", docker, "loaded-base:1"),
            ("pulled by us", PreviewEngine(), published),
        ):
            # A cache of its own for each, so that none lives on another's work.
            os.environ["SCRATCHPRESS_CACHE_DIR"] = str(empty_cache / way)
            folder = tmp_path / way
            folder.mkdir()
            bases = Fetching(engine, folder)(name)
            image = assemble(
                program,
                reference="me/app:1",
                program="app",
                command=(),
                folder=folder,
                bases=bases,
            )
            digests[way] = image.digest
    finally:
        docker.close()
        forget("loaded-base:1", published)
    assert len(set(digests.values())) == 1, digests


def test_a_program_runs_on_its_base_in_every_engine(
    published: str, tmp_path: Path, made: MadeBase
) -> None:
    (tmp_path / "ask.c").write_text(ASKS_SHELL)
    digests = set()
    for engine in ("docker", "local"):
        done = run_command(
            *("build", "ask.c", "--run", "--json", "--toolchain=gcc", f"--engine={engine}"),
            *(f"--base={published}", f"--tag=bases-test-{os.getpid()}"),
            cwd=tmp_path,
        )
        report = report_of(done.stdout)
        assert report["run"]["stdout"] == "in /work\nyes\nof the second layer"
        assert "/data/gone" in report["run"]["stderr"]
        assert report["run"]["exit_code"] == 1
        image = report["image"]
        digests.add(image["digest"])
        assert image["base"]["digest"] == made.digest
        assert image["base"]["shell"] == "/usr/bin/busybox"
        assert image["base"]["size"] > len(LARGE)
        assert image["size"] == image["base"]["size"] + report["executable"]["size"]
        assert [layer["digest"] for layer in image["layers"]][:-1] == list(
            map(digest_of, made.layers)
        )
        # The base has a shell and /tmp; what scratch would be missed for is not told.
        assert report["forecast"] == []
        assert f"FROM {published}@sha256:" in report["dockerfile"]
    forget(f"bases-test-{os.getpid()}")
    assert len(digests) == 1


def test_a_base_with_a_volume_runs_and_leaves_no_volume(
    engine: Engine, tmp_path: Path, registry: LocalRegistry, empty_cache: Path
) -> None:
    name = publish(busybox(process={"Volumes": {"/data": {}}}), registry, "me/volume:1")
    writes = """
    #include <stdio.h>
    #include <string.h>
    #include <errno.h>
    int main(void) {
      char line[40] = "";
      fgets(line, sizeof line, fopen("/data/kept", "r"));
      FILE *file = fopen("/data/new", "w");
      printf("%s, %s", line, file ? "written" : strerror(errno));
    }
    """
    executable = compile_static(writes, tmp_path / "writes")
    image = assemble(
        executable,
        reference=f"bases-test-{os.getpid()}:volume",
        program="program",
        command=(),
        folder=tmp_path,
        bases=Fetching(engine, tmp_path)(name),
    )
    stored = engine.store(image, Cancellation())
    said: list[bytes] = []
    request = RunRequest("f" * 32, image, stored.id)
    try:
        engine.run(request, lambda _stream, data: said.append(data), Cancellation())
    finally:
        forget(image.reference, name)
    assert b"".join(said).startswith(b"of the second layer, ")
    volumes = subprocess.run(["docker", "volume", "ls", "--quiet"], check=True, capture_output=True)
    assert volumes.stdout == b""


def test_the_bill_of_materials_names_the_base(
    published: str, made: MadeBase, tmp_path: Path
) -> None:
    (tmp_path / "ask.c").write_text(ASKS_SHELL)
    done = run_command(
        *("build", "ask.c", "--toolchain=gcc", "--engine=local", f"--base={published}"),
        "--sbom=bill.json",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr.decode()
    bill = json.loads((tmp_path / "bill.json").read_bytes())
    (base,) = [one for one in bill["components"] if one["bom-ref"] == "base:linux/amd64"]
    assert (base["type"], base["name"], base["version"]) == ("container", published, made.digest)
    properties = {one["name"]: one["value"] for one in bill["metadata"]["properties"]}
    # Its packages are not read one by one, and the bill says so.
    assert properties["scratchpress:complete"] == "false"
    assert properties["scratchpress:unknown"] == "What is in base:1 is not listed one by one."


def test_people_are_told_what_the_base_is_and_how_much_of_the_size_is_its(
    published: str, tmp_path: Path
) -> None:
    (tmp_path / "ask.c").write_text(ASKS_SHELL)
    done = run_command(
        *(
            "build",
            "ask.c",
            "--toolchain=gcc",
            "--engine=local",
            f"--base={published}",
            "--max-size=1MB",
        ),
        cwd=tmp_path,
    )
    assert done.returncode == 18
    assert "its limit is 1,000,000 bytes" in done.stderr.decode()
    done = run_command(
        "build", "ask.c", "--toolchain=gcc", "--engine=local", f"--base={published}", cwd=tmp_path
    )
    lines = done.stdout.decode().splitlines()
    assert "of which 8.0 MB are base:1" in lines[0]
    assert "Test System 1" in lines[1]
    assert "shell /bin/sh (/usr/bin/busybox)" in lines[1]


def write_login(folder: Path, host: str, password: str) -> None:
    packed = base64.b64encode(f"{NAME}:{password}".encode()).decode()
    (folder / "config.json").write_text(json.dumps({"auths": {host: {"auth": packed}}}))


def test_a_base_that_needs_a_login_says_so_and_comes_with_one(
    fetch: Fetching, closed: LocalRegistry, docker_config: Path
) -> None:
    made = busybox()
    name = publish(made, closed, "me/secret:1", password=True)
    forget(name)
    with pytest.raises(RegistryLoginError, match="wants to know who you are") as met:
        fetch(name)
    assert met.value.remedy == f"Log in, then build again: docker login {closed.host}"
    write_login(docker_config, closed.host, "wrong")
    with pytest.raises(RegistryLoginError, match="does not accept the login") as met:
        fetch(name)
    assert "wrong" not in f"{met.value.title}{met.value.remedy}{met.value.details}"
    write_login(docker_config, closed.host, PASSWORD)
    assert fetch(name)[AMD64].digest == made.digest
    forget(name)


def test_a_base_that_does_not_exist_and_one_for_another_platform_are_told(
    fetch: Fetching, registry: LocalRegistry, published: str
) -> None:
    with pytest.raises(BaseError, match=f"There is no {registry.host}/me/base:2"):
        fetch(f"{registry.host}/me/base:2")
    with pytest.raises(BaseError) as met:
        fetch(published, ARM64)
    assert met.value.title == f"{published} is not there for linux/arm64."
    assert "linux/amd64 as the platform" in met.value.remedy


def test_a_registry_that_is_not_there_is_told(fetch: Fetching) -> None:
    with pytest.raises(ScratchpressError) as met:
        fetch("localhost:1/me/base:1")
    assert met.value.exit_code == 30
    assert "localhost:1" in met.value.title
    assert "localhost:1/me/base:1" in met.value.explanation


def test_a_newer_base_is_taken_when_it_is_asked_for(
    fetch: Fetching, registry: LocalRegistry
) -> None:
    first, second = busybox(), busybox(entry("data/new", b"2"))
    name = publish(first, registry, "me/moving:1")
    by_digest = f"{registry.host}/me/moving@{fetch(name)[AMD64].registry_digest}"
    publish(second, registry, "me/moving:1")
    assert fetch(name)[AMD64].digest == first.digest
    assert fetch(name, pull=True)[AMD64].digest == second.digest
    assert fetch(name)[AMD64].digest == second.digest
    # A digest stands for the same bytes for ever.
    assert fetch(by_digest)[AMD64].digest == first.digest
    forget(name, by_digest)


def publish_index(registry: LocalRegistry, name: str, *bases: MadeBase) -> str:
    """One name for several platforms."""
    repository, _, tag = name.partition(":")
    manifests = []
    for base in bases:
        publish(base, registry, f"{repository}:{base.architecture}")
        url = f"http://{registry.host}/v2/{repository}/manifests/{base.architecture}"
        accepted = {"Accept": "application/vnd.docker.distribution.manifest.v2+json"}
        with urllib.request.urlopen(urllib.request.Request(url, headers=accepted)) as answer:
            content, kind = answer.read(), answer.headers["Content-Type"]
        platform = {"os": "linux", "architecture": base.architecture}
        described = {"mediaType": kind, "digest": digest_of(content), "size": len(content)}
        manifests.append(described | {"platform": platform})
    index: dict[str, Any] = {"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}
    request = urllib.request.Request(
        f"http://{registry.host}/v2/{repository}/manifests/{tag}",
        data=json.dumps(index).encode(),
        method="PUT",
        headers={"Content-Type": INDEX},
    )
    urllib.request.urlopen(request).close()
    return f"{registry.host}/{name}"


def test_each_platform_gets_its_own_base_and_the_engine_keeps_its_name(
    fetch: Fetching, registry: LocalRegistry, tmp_path: Path
) -> None:
    foreign = MadeBase((layer_of(entry("arm", b"64")),), architecture="arm64")
    own = busybox(entry("data/own", b"1"))
    name = publish_index(registry, "me/both:1", own, foreign)
    forget(name)
    bases = fetch(name, AMD64, ARM64)
    assert (bases[AMD64].digest, bases[ARM64].digest) == (own.digest, foreign.digest)
    assert bases[AMD64].registry_digest == bases[ARM64].registry_digest
    held = ids(name)
    if fetch.engine.info.endpoint and held == [own.digest]:
        assert ids(foreign.digest) == []
    # Neither the registry nor a pull is needed for the same again.
    assert fetch(name, AMD64, ARM64) == bases
    assert fetch.steps == []
    forget(name)
    assert fetch(name, ARM64)[ARM64] == bases[ARM64]


def test_a_pull_is_stopped_in_the_middle_and_nothing_is_left(
    fetch: Fetching, registry: LocalRegistry, made: MadeBase, published: str, empty_cache: Path
) -> None:
    forget(published)
    with StalledLine(registry, after=2_000_000) as line:
        name = f"{line.host}/me/base:1"
        met: list[BaseException] = []

        def work() -> None:
            try:
                fetch(name)
            except BaseException as error:  # noqa: BLE001 - looked at below
                met.append(error)

        worker = threading.Thread(target=work)
        worker.start()
        assert line.stalled.wait(60)
        fetch.cancellation.cancel()
        worker.join(10)
        assert not worker.is_alive()
    assert [type(error) for error in met] == [CancelledError]
    assert ids(name) == []
    left = {path.name for path in (empty_cache / "bases").rglob("*") if path.is_file()}
    assert left <= {digest_of(layer).removeprefix("sha256:") for layer in made.layers}


def test_what_a_store_has_not_kept_whole_comes_from_the_registry(
    published: str, made: MadeBase, tmp_path: Path, empty_cache: Path
) -> None:
    """A containerd store does not fetch layers that another image has unpacked before."""

    class Incomplete(DockerEngine):
        def export(self, *_arguments: object) -> None:
            raise BaseContentError("The engine holds it, but not whole.")

    engine = Incomplete(resolve_endpoint(None))
    try:
        fetch = Fetching(engine, tmp_path)
        assert fetch(published)[AMD64].digest == made.digest
        assert fetch(published)[AMD64].digest == made.digest
        assert fetch.steps == []
    finally:
        engine.close()


def test_a_check_without_an_engine_says_what_it_cannot_tell(tmp_path: Path) -> None:
    (tmp_path / "ask.c").write_text(ASKS_SHELL)
    done = run_command("check", "ask.c", "--json", "--toolchain=gcc", "--base=alpine", cwd=tmp_path)
    report = report_of(done.stdout)
    assert report["forecast"] is None
    assert "told when the image is built" in report["notices"][0]


def test_clean_forgets_what_was_kept(fetch: Fetching, published: str, empty_cache: Path) -> None:
    fetch(published)
    done = run_command("clean", "--json", cwd=empty_cache.parent)
    assert report_of(done.stdout)["cache_bytes"] > len(LARGE)
    assert not (empty_cache / "bases").exists()


def test_a_base_with_steps_for_builders_is_refused_and_left_to_docker(
    tmp_path: Path, empty_cache: Path
) -> None:
    engine = connect_docker()
    try:
        load(busybox(process={"OnBuild": ["RUN true"]}), "onbuild-base:1")
        with pytest.raises(BaseError, match="steps of its own") as met:
            Fetching(engine, tmp_path)("onbuild-base:1")
        assert 'builder = "dockerfile"' in met.value.remedy
    finally:
        engine.close()
        forget("onbuild-base:1")


def test_a_layer_that_was_changed_on_disk_is_found_and_fetched_anew(
    published: str, program: Executable, empty_cache: Path, tmp_path: Path, made: MadeBase
) -> None:
    def build() -> str:
        bases = Fetching(PreviewEngine(), tmp_path)(published)
        return assemble(
            program, reference="a", program="a", command=(), folder=tmp_path, bases=bases
        ).digest

    digest = build()
    kept = empty_cache / "bases" / "blobs" / digest_of(made.layers[0]).removeprefix("sha256:")
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"BusyBox", b"BusyFox"))
    with pytest.raises(BaseError, match="kept of the image to start from is damaged"):
        build()
    assert not (tmp_path / "image.tar").exists()
    assert build() == digest
