"""One image for both platforms, from the command line to engines and other tools."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import uuid
from typing import TYPE_CHECKING, Any

import docker
import pytest

from scratchpress.core.errors import CannotRunError, RecipeError, SourceError, ToolchainMissingError
from scratchpress.core.platforms import Platform, host_platform
from tests.support.command_line import report_of, run_command
from tests.support.compiling import compile_with_zig, write
from tests.support.containers import client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELLO = '#include <stdio.h>\nint main(void) { puts("both"); }\n'
OWN = host_platform()
OTHER = next(one for one in Platform if one is not OWN)
DOCKER = ("--engine", "docker")
BOTH = ("--platform", OTHER.value, "--platform", OWN.value)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "source", "hello.c", HELLO)


@pytest.fixture
def name() -> Iterator[str]:
    """An image name of this test's own; whatever carries it afterwards is removed."""
    made = f"scratchpress-test-{uuid.uuid4().hex[:12]}"
    yield made
    for identifier in set(held(made).values()):
        with client() as api:
            api.remove_image(identifier, force=True)


def build(source: Path, *arguments: str | Path, code: int = 0) -> Any:
    done = run_command("build", "--json", *arguments, source, cwd=source.parent)
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
    return report_of(done.stdout)


def skopeo(*arguments: str | Path) -> bytes:
    return subprocess.run(
        ["skopeo", "--insecure-policy", *arguments], check=True, capture_output=True
    ).stdout


def held(name: str) -> dict[str, str]:
    """The IDs of all images of a name, by tag."""
    with client() as api:
        return {
            tag.rpartition(":")[2]: image["Id"]
            for image in api.images()
            for tag in image["RepoTags"] or ()
            # Podman lists names in full, and those it loaded as this computer's.
            if tag.rpartition(":")[0] in {name, f"docker.io/library/{name}", f"localhost/{name}"}
        }


def holds_index(report: Any, name: str) -> bool:
    """Whether the engine keeps both under one name, as a containerd store does."""
    with client() as api:
        return bool(api.inspect_image(name)["Id"] == report["image"]["digest"])


def saved_blobs(name: str) -> set[str]:
    """The digests of all that the engine has under a name."""
    with client() as api:
        saved = io.BytesIO(b"".join(api.get_image(name)))
    with tarfile.open(fileobj=saved) as archive:
        blobs = (path.rpartition("/") for path in archive.getnames() if "blobs/sha256/" in path)
        return {f"sha256:{digest}" for _, _, digest in blobs}


@pytest.mark.docker
def test_the_daemon_holds_each_and_runs_its_own(source: Path, name: str, docker_host: str) -> None:
    report = build(source, *DOCKER, "--run", "--tag", name, *BOTH)
    assert report["run"]["stdout"] == "both\n"
    amd64, arm64 = report["image"]["images"]
    assert (amd64["platform"], arm64["platform"]) == tuple(Platform)
    assert [one["platform"] for one in report["executables"]] == [OTHER, OWN]
    assert report["executable"]["platform"] == report["image"]["platform"] == OWN
    own = amd64 if OWN is Platform.LINUX_AMD64 else arm64
    assert report["image"]["size"] == own["size"] == report["executable"]["size"]
    if holds_index(report, name):
        assert report["image"]["id"] == report["image"]["digest"]
        assert set(held(name)) == {"latest"}
        assert {one["config_digest"] for one in (amd64, arm64)} <= saved_blobs(name)
    else:
        with client() as api:
            for one in (amd64, arm64):
                found = api.inspect_image(one["reference"])
                assert f"{found['Os']}/{found['Architecture']}" == one["platform"]
                assert found["Id"] == one["config_digest"]
            assert api.inspect_image(name)["Id"] == own["config_digest"] == report["image"]["id"]
    assert report["image"]["loaded"] is True
    assert build(source, *DOCKER, "--tag", name, *BOTH)["image"]["loaded"] is False


@pytest.mark.docker
def test_an_edit_leaves_no_image_of_either_platform_without_a_name(
    source: Path, name: str, docker_host: str
) -> None:
    image = build(source, *DOCKER, "--tag", name, *BOTH)["image"]
    before = {image["digest"], *(one["config_digest"] for one in image["images"])}
    source.write_text(HELLO.replace("both", "again"))
    report = build(source, *DOCKER, "--tag", name, *BOTH)
    names = {"latest"} if holds_index(report, name) else {"latest", "latest-amd64", "latest-arm64"}
    assert set(held(name)) == names
    with client() as api:
        for identifier in before:
            with pytest.raises(docker.errors.NotFound):
                api.inspect_image(identifier)


@pytest.mark.docker
@pytest.mark.parametrize("platform", [OWN, OTHER])
def test_one_platform_after_both_leaves_no_name_of_the_others(
    source: Path, name: str, docker_host: str, platform: Platform
) -> None:
    build(source, "--engine", "docker", "--tag", name, *BOTH)
    build(source, "--engine", "docker", "--tag", name, "--platform", platform.value)
    assert set(held(name)) == {"latest"}


@pytest.mark.docker
def test_a_name_that_looks_like_a_platforms_is_left_alone(
    source: Path, name: str, docker_host: str
) -> None:
    build(
        source,
        "--engine",
        "docker",
        "--tag",
        f"{name}:latest-{OWN.architecture}",
        "--platform",
        OWN.value,
    )
    build(source, "--engine", "docker", "--tag", name, "--platform", OWN.value)
    build(source, "--engine", "docker", "--tag", name, "--platform", OTHER.value)
    assert set(held(name)) == {"latest", f"latest-{OWN.architecture}"}


@pytest.mark.docker
def test_docker_load_takes_each_platform(
    source: Path, name: str, tmp_path: Path, docker_host: str
) -> None:
    archive = tmp_path / "both.tar"
    report = build(source, "--engine", "local", "--tag", name, "--output", archive, *BOTH)
    with client() as api, archive.open("rb") as file:
        list(api.load_image(file))
    if holds_index(report, name):
        assert {one["config_digest"] for one in report["image"]["images"]} <= saved_blobs(name)
        return
    with client() as api:
        if "podman" in str(api.version()["Components"]).lower():
            # It reads the index first, and takes its own platform.
            assert api.inspect_image(name)["Architecture"] == OWN.architecture
            return
        for one in report["image"]["images"]:
            assert api.inspect_image(one["reference"])["Architecture"] == one["platform"][6:]


def test_skopeo_copies_both_with_their_digests(source: Path, tmp_path: Path) -> None:
    archive, layout = tmp_path / "both.tar", tmp_path / "layout"
    report = build(source, "--engine", "local", "--output", archive, *BOTH)
    image = report["image"]
    oci = f"oci-archive:{archive}"
    skopeo("copy", "--all", "--preserve-digests", oci, f"oci:{layout}:copied")
    (entry,) = json.loads((layout / "index.json").read_bytes())["manifests"]
    assert entry["digest"] == image["digest"]
    index = json.loads(skopeo("inspect", "--raw", oci))
    assert [one["digest"] for one in index["manifests"]] == [
        one["digest"] for one in image["images"]
    ]
    for one in image["images"]:
        architecture = one["platform"].partition("/")[2]
        chosen = json.loads(skopeo("inspect", "--override-arch", architecture, oci))
        assert chosen["Architecture"] == architecture
        assert chosen["Layers"] == [layer["digest"] for layer in one["layers"]]
        alone = f"docker-archive:{archive}:{one['reference']}"
        assert json.loads(skopeo("inspect", alone))["Architecture"] == architecture


def test_the_digest_is_the_same_in_whatever_order_platforms_are_named(source: Path) -> None:
    first = build(source, "--engine", "local", *BOTH)["image"]
    backwards = ("--platform", OWN.value, "--platform", OTHER.value)
    second = build(source, "--engine", "local", *backwards)["image"]
    assert first == second | {"loaded": first["loaded"]}
    alone = build(source, "--engine", "local", "--platform", OTHER.value)["image"]
    assert alone["digest"] in {one["digest"] for one in first["images"]}
    assert alone["digest"] != first["digest"]


def test_both_programs_are_kept_apart_and_shown(source: Path) -> None:
    # Nothing that was compiled before is the same.
    source.write_text(HELLO.replace("both", uuid.uuid4().hex))
    for cached in (False, True):
        done = run_command("check", "--json", *BOTH, source, cwd=source.parent)
        report = report_of(done.stdout)
        assert report["cached"] is cached
        assert [one["platform"] for one in report["executables"]] == [OTHER, OWN]
    shown = run_command("check", *BOTH, source, cwd=source.parent).stdout.decode()
    assert [line.split(" · ")[1] for line in shown.splitlines() if "Program" in line] == [
        OTHER.value,
        OWN.value,
    ]
    made = run_command("build", "--engine", "local", *BOTH, source, cwd=source.parent)
    sizes = [line for line in made.stdout.decode().splitlines() if line.startswith("Size")]
    assert [line.rpartition(" · ")[2] for line in sizes] == list(Platform)


def test_a_warning_for_both_is_told_once(source: Path) -> None:
    source.write_text("int main(void) { int unused; }\n")
    done = run_command("check", "--json", "--warnings", *BOTH, source, cwd=source.parent)
    (warning,) = report_of(done.stdout)["diagnostics"]
    assert "unused" in warning["text"]


def test_a_compiler_of_one_platform_says_so_before_it_compiles(source: Path) -> None:
    report = build(source, "--toolchain", "gcc", *BOTH, code=ToolchainMissingError.exit_code)
    assert f"does not make programs for {OTHER}" in report["error"]["title"]
    assert "built-in compiler" in report["error"]["remedy"]
    assert report["commands"] == []


def test_the_dockerfile_builder_is_refused_for_both(source: Path) -> None:
    report = build(source, "--builder", "dockerfile", *BOTH, code=RecipeError.exit_code)
    assert "one platform at a time" in report["error"]["title"]
    assert "archive builder" in report["error"]["remedy"]
    assert report["commands"] == []


def test_a_ready_program_is_for_one_platform(source: Path, tmp_path: Path) -> None:
    ready = compile_with_zig(source, work=tmp_path / "work").path.rename(tmp_path / "ready")
    report = build(ready, *BOTH, code=SourceError.exit_code)
    assert report["error"]["title"] == "ready is a program that is ready, for one platform."


@pytest.mark.docker
def test_a_foreign_platform_alone_says_what_is_needed(
    source: Path, name: str, docker_host: str
) -> None:
    done = run_command(
        *("build", "--json", *DOCKER, "--run", "--tag", name, "--platform", OTHER.value, source),
        cwd=source.parent,
    )
    report = report_of(done.stdout)
    if done.returncode == 0:
        # The daemon's kernel has an emulator.
        assert report["run"]["stdout"] == "both\n"
        return
    assert done.returncode == CannotRunError.exit_code
    error = report["error"]
    assert error["title"] == f"{name}:latest is built for {OTHER}, and this engine runs {OWN}."
    assert "emulator" in error["explanation"]
    assert (
        f"docker run --privileged --rm tonistiigi/binfmt --install {OTHER.architecture}"
        in error["remedy"]
    )
    assert report["image"]["platform"] == OTHER


def test_the_preview_runs_its_own_platform(source: Path) -> None:
    done = run_command("run", "--engine", "local", *BOTH, source, cwd=source.parent)
    assert done.stdout.decode() == "both\n", done.stderr.decode()


def test_sizes_says_which_program_it_shows(source: Path) -> None:
    done = run_command("sizes", "--json", *BOTH, source, cwd=source.parent)
    report = report_of(done.stdout)
    assert report["notice"] == f"This is the program for {OWN}."
    check = run_command("check", "--json", source, cwd=source.parent)
    assert report["size"] == report_of(check.stdout)["executable"]["size"]


def test_shrink_looks_for_what_makes_both_smaller(source: Path) -> None:
    done = run_command(*("shrink", "--json", "--engine", "local", *BOTH, source), cwd=source.parent)
    report = report_of(done.stdout)
    now, *others = report["attempts"]
    assert now["sentence"] == f"What the recipe says, for {OWN}."
    assert now["same"] is True
    assert others
    for one in others:
        assert one["compile"].get("toolchain", "zig") == "zig"
        assert set(one["compile"]["platforms"]) == set(Platform)
