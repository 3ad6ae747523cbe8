"""The commands shown as "by hand" work when pasted, and do what the build does."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import uuid
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.platforms import Platform
from scratchpress.gui.choices.command_preview import preview
from scratchpress.image.extras import collect
from scratchpress.recipe.model import (
    CompileOptions,
    Extra,
    FileOptions,
    ImageOptions,
    Recipe,
    ToolchainName,
)
from scratchpress.recipe.run import FolderOptions, RunOptions
from scratchpress.reports.by_hand import by_hand
from scratchpress.sources.reading import read_sources
from scratchpress.system.paths import asset
from scratchpress.toolchains.find import get_toolchain
from tests.support.bases import busybox, forget, load
from tests.support.command_line import environment, report_of, run_command
from tests.support.containers import client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ECHO = (
    "#include <stdio.h>\n#include <stdlib.h>\nint main(int c, char **v) {\n"
    '  for (int i = 0; i < c; i++) printf("[%s]\\n", v[i]);\n'
    '  printf("%s\\n", getenv("GREETING")); for (int c; (c = getchar()) >= 0;) putchar(c); }\n'
)
ARGUMENTS = ("a b", "it's", "!!", "$HOME `id` \\n", "two\nlines", "END", "🐳", '"')


@pytest.fixture
def tag() -> Iterator[str]:
    """An image name of this test's own; its images are removed afterwards."""
    name = f"scratchpress-test-{uuid.uuid4().hex[:12]}"
    yield name
    with client() as api:
        for image in api.images(name=name):
            api.remove_image(image["Id"], force=True)


def text_for(recipe: Recipe, folder: Path) -> str:
    sources = read_sources([folder / name for name in recipe.sources])
    toolchain = get_toolchain(recipe.compile.toolchain)
    return by_hand(recipe, sources, toolchain.commands(sources, recipe.compile))


LOOK = r"""
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(void) {
  char place[99], note[99] = "";
  FILE *file = fopen("note", "r");
  if (file) fgets(note, sizeof note, file);
  file = fopen("made", "w");
  printf("%s: %s, %s\n", getcwd(place, sizeof place), note, file ? "written" : strerror(errno));
}
"""


def paste(text: str, cwd: Path, docker_host: str) -> str:
    """Paste into ``sh`` as into a terminal: it reads the commands from its input."""
    done = subprocess.run(
        ["sh", "-e"],
        input=text,
        cwd=cwd,
        env=environment({"DOCKER_HOST": docker_host, "DOCKER_BUILDKIT": "0"}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.docker
@pytest.mark.parametrize("toolchain", [ToolchainName.ZIG, ToolchainName.GCC])
def test_the_example_pasted_prints_what_our_run_prints(
    toolchain: ToolchainName, tmp_path: Path, tag: str, docker_host: str
) -> None:
    (tmp_path / "hello.cc").write_bytes(asset("examples/hello.cc").read_bytes())
    recipe = Recipe(
        sources=("hello.cc",),
        compile=CompileOptions(toolchain=toolchain),
        image=ImageOptions(name=tag),
    )
    run = run_command(
        *("build", "--run", "--json", "--engine=docker", "--tag", tag),
        *("--toolchain", toolchain, "hello.cc"),
        cwd=tmp_path,
    )
    report = report_of(run.stdout)
    printed = paste(text_for(recipe, tmp_path), tmp_path, docker_host)
    assert printed.endswith(report["run"]["stdout"])
    assert (tmp_path / "hello").stat().st_size == report["executable"]["size"]


@pytest.mark.docker
@pytest.mark.parametrize("toolchain", [ToolchainName.ZIG, ToolchainName.GCC])
@pytest.mark.parametrize(
    "name", ["a b.c", 'it\'s "so" $HOME.c', "🐳.c", "-v.c", "@x.c"], ids=range(5)
)
def test_odd_names_arguments_and_variables_survive_pasting(
    toolchain: ToolchainName, name: str, tmp_path: Path, tag: str, docker_host: str
) -> None:
    folder = tmp_path / "it's my “first” $folder 🐳"
    folder.mkdir()
    (folder / name).write_text(ECHO)
    recipe = Recipe(
        sources=(name,),
        compile=CompileOptions(toolchain=toolchain),
        image=ImageOptions(name=tag),
        run=RunOptions(args=ARGUMENTS, env={"GREETING": "it's `good` $day"}, input="it's\n%d \\n"),
    )
    printed = paste(text_for(recipe, folder), tmp_path, docker_host)
    expected = "".join(f"[{each}]\n" for each in (f"/{tag}", *ARGUMENTS))
    assert printed.endswith(f"{expected}it's `good` $day\nit's\n%d \\n")


@pytest.mark.docker
def test_what_goes_in_besides_the_program_is_the_same_pasted(
    tmp_path: Path, tag: str, docker_host: str
) -> None:
    (tmp_path / "hello.c").write_text(ECHO)
    data = tmp_path / "it's data"
    (data / "deep").mkdir(parents=True)
    (data / "deep" / "note").write_text("a note")
    (data / "run").write_text("x")
    (data / "run").chmod(0o777)
    options = ImageOptions(
        name=tag,
        extras=tuple(Extra),
        files=(
            FileOptions(source=data.name, to="/srv/it's data"),
            FileOptions(source=f"{data.name}/run", to="/opt/", mode="0600"),
        ),
    )
    recipe = Recipe(
        sources=("hello.c",),
        compile=CompileOptions(toolchain=ToolchainName.GCC),
        image=options,
        run=RunOptions(env={"GREETING": "hi"}),
    )
    printed = paste(f"umask 077\n{text_for(recipe, tmp_path)}", tmp_path, docker_host)
    assert printed.endswith("hi\n")
    with client() as api:
        saved = io.BytesIO(b"".join(api.get_image(tag)))
    with tarfile.open(fileobj=saved) as archive:
        manifest = archive.extractfile("manifest.json")
        assert manifest is not None
        (entry,) = json.loads(manifest.read())
        with tarfile.open(fileobj=archive.extractfile(entry["Layers"][0])) as layer:
            pasted = {(f"/{one.name}", one.size, one.mode & 0o7777) for one in layer}
    members = collect(options, tmp_path).members
    assert pasted == {(member.path, member.size, member.mode) for member in members}


@pytest.mark.docker
def test_what_the_program_is_given_is_the_same_pasted(
    tmp_path: Path, tag: str, docker_host: str
) -> None:
    (tmp_path / "look.c").write_text(LOOK)
    data = tmp_path / 'my "own", data'
    data.mkdir()
    data.joinpath("note").write_text("a note")
    folders = (FolderOptions(source=data.name, to="/srv/it's"),)
    recipe = Recipe(
        sources=("look.c",),
        compile=CompileOptions(toolchain=ToolchainName.GCC),
        image=ImageOptions(name=tag),
        run=RunOptions(folders=folders, working_directory="/srv/it's"),
    )
    printed = paste(text_for(recipe, tmp_path), tmp_path, docker_host)
    assert printed.endswith("/srv/it's: a note, Read-only file system\n")


def test_ports_and_a_terminal_are_asked_for_by_hand(tmp_path: Path) -> None:
    (tmp_path / "look.c").write_text(LOOK)
    recipe = Recipe(
        sources=("look.c",),
        run=RunOptions(ports=("8080:80", "[::1]:53:53/udp"), terminal=True),
    )
    text = text_for(recipe, tmp_path)
    ports = "--publish 127.0.0.1:8080:80/tcp --publish '[::1]:53:53/udp'"
    assert f"docker run --rm {ports} --interactive --tty look:latest" in text
    assert "Run it, with a network" in text


@pytest.mark.docker
def test_a_ready_program_is_packaged_without_a_compiler(
    tmp_path: Path, tag: str, docker_host: str
) -> None:
    source = tmp_path / "echo.c"
    source.write_text('#include <stdio.h>\nint main(void) { puts("ready"); }\n')
    built = run_command("build", "--json", "--engine=docker", "--tag", tag, "echo.c", cwd=tmp_path)
    assert built.returncode == 0
    zig = Recipe(sources=("echo.c",), image=ImageOptions(name=tag))
    paste(text_for(zig, tmp_path), tmp_path, docker_host)
    (tmp_path / "echo").chmod(0o644)
    recipe = Recipe(
        sources=("echo",),
        compile=CompileOptions(toolchain=ToolchainName.PREBUILT),
        image=ImageOptions(name=tag),
    )
    assert paste(text_for(recipe, tmp_path), tmp_path, docker_host).endswith("ready\n")


def test_each_step_of_the_tutorial_is_there(tmp_path: Path) -> None:
    (tmp_path / "hello.cc").write_bytes(asset("examples/hello.cc").read_bytes())
    text = text_for(Recipe(sources=("hello.cc",)), tmp_path)
    for line in (
        f"cd {tmp_path}",
        "readelf --dynamic ./hello",
        "FROM scratch",
        "COPY hello /hello",
        'ENTRYPOINT ["/hello"]',
        'docker build --tag hello:latest "$context"',
        "docker images hello:latest",
        "docker run --rm --network none hello:latest",
    ):
        assert line in text.splitlines()


def test_a_go_source_by_another_name_is_copied_under_one_that_go_takes(tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("package main\n\nfunc main() {}\n")
    sources = read_sources([tmp_path / "hello.txt"])
    text = by_hand(Recipe(sources=("hello.txt",)), sources, (("go", "build", "hello.txt"),))
    assert "cp ./hello.txt scratchpress-1.go\ngo build scratchpress-1.go\n" in text


def test_a_docker_context_and_another_platform_are_named(tmp_path: Path) -> None:
    (tmp_path / "hello.cc").write_bytes(asset("examples/hello.cc").read_bytes())
    sources = read_sources([tmp_path / "hello.cc"])
    other = next(
        platform for platform in Platform if platform is not Recipe(sources=("x",)).compile.platform
    )
    recipe = Recipe(sources=("hello.cc",), compile=CompileOptions(platforms=(other,)))
    text = by_hand(recipe, sources, (), context="far away")
    assert f"docker --context 'far away' build --platform {other} --tag hello:latest" in text
    assert f"docker --context 'far away' run --rm --network none --platform {other} hello" in text


@pytest.mark.docker
def test_pasted_commands_put_the_program_on_its_base(
    tmp_path: Path, tag: str, docker_host: str
) -> None:
    name = f"{tag}-base:1"
    load(busybox(), name)
    (tmp_path / "ask.c").write_text(
        "#include <stdlib.h>\nint main() { return system("
        '"cat /data/kept; echo; tail -n 1 /etc/passwd"); }\n'
    )
    recipe = Recipe(
        sources=("ask.c",),
        compile=CompileOptions(toolchain=ToolchainName.GCC),
        image=ImageOptions(name=tag, base=name, extras=(Extra.USER,)),
    )
    sources = read_sources([tmp_path / "ask.c"])
    text = preview(recipe, sources, "", tmp_path).by_hand
    try:
        assert paste(text, tmp_path, docker_host).splitlines()[-2:] == [
            "of the second layer",
            "nonroot:x:65532:65532:nonroot:/:/sbin/nologin",
        ]
    finally:
        forget(name)


@pytest.mark.docker
def test_both_platforms_pasted_make_an_image_for_each(
    tmp_path: Path, tag: str, docker_host: str
) -> None:
    (tmp_path / "my hello.c").write_text('#include <stdio.h>\nint main() { puts("pasted"); }\n')
    recipe = Recipe(
        sources=("my hello.c",),
        compile=CompileOptions(platforms=tuple(Platform)),
        image=ImageOptions(name=tag, extras=(Extra.USER,)),
    )
    # The compiler's libraries are there once a program was made with them.
    both = [word for platform in Platform for word in ("--platform", platform.value)]
    assert run_command("check", *both, "my hello.c", cwd=tmp_path).returncode == 0
    sources = read_sources([tmp_path / "my hello.c"])
    text = preview(recipe, sources, "", tmp_path).by_hand
    assert "docker buildx build --platform linux/amd64,linux/arm64" in text
    assert paste(text, tmp_path, docker_host).splitlines()[-1] == "pasted"
    for platform in Platform:
        assert (tmp_path / f"my hello-{platform.architecture}").exists()
    with client() as api:
        for platform in Platform:
            found = api.inspect_image(f"{tag}:latest-{platform.architecture}")
            assert found["Architecture"] == platform.architecture
            assert found["Config"]["Entrypoint"] == [f"/{tag}"]
        own = api.inspect_image(f"{tag}:latest-{recipe.compile.platform.architecture}")
        assert api.inspect_image(tag)["Id"] == own["Id"]
