"""The GitHub Action itself: ``action.yml`` run as GitHub runs it, with real programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from scratchpress.reports.metadata import Metadata
from scratchpress.system.paths import asset
from tests.action.caches import Caches
from tests.action.commands import read_pairs
from tests.action.expressions import as_text
from tests.action.runner import ActionResult, Job, RefusedError
from tests.support.bases import MadeBase, entry, layer_of, publish
from tests.support.command_line import report_of, run_command
from tests.support.lines import CutLine
from tests.support.registries import LocalRegistry, local_registry

CHECKOUT = Path(__file__).parents[2]
HELLO = "Hello! This message is coming from a container"


class Host:
    """A runner: one job after the other, with the compiler that the first one installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.caches = Caches(folder / "caches")
        self.workspace = folder / "work" / "my repo"
        self.workspace.mkdir(parents=True)
        shutil.copy(asset("examples/hello.cc"), self.workspace)
        self.number = 0

    def job(self, env: Mapping[str, str] | None = None, **other: Any) -> Job:
        self.number += 1
        own = {"DOCKER_CONFIG": str(self.folder / "docker")}
        docker = {name: value for name, value in os.environ.items() if name == "DOCKER_HOST"}
        return Job(
            self.folder,
            self.workspace,
            self.caches,
            env={**docker, **own, **(env or {})},
            run_id=str(self.number),
            **other,
        )

    def use(self, *, ref: str = "refs/heads/main", **inputs: str) -> ActionResult:
        with self.job(ref=ref) as job:
            return job.use(
                CHECKOUT, {name.replace("_", "-"): text for name, text in inputs.items()}
            )

    def renew(self) -> None:
        """Go on as another runner, which has nothing but what GitHub keeps."""
        shutil.rmtree(self.folder / "_temp")

    def write(self, name: str, text: str) -> Path:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    return Host(tmp_path_factory.mktemp("host"))


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    with local_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(scope="module")
def moving(host: Host, registry: LocalRegistry) -> str:
    """A recipe that starts from an image whose tag is moved later."""
    host.write("moving.c", "int main(void) { return 0; }\n")
    publish(MadeBase([layer_of(entry("which", b"the old one"))]), registry, "base:1")
    host.write(
        "moving.toml",
        f'version = 1\nsources = ["moving.c"]\n[image]\nbase = "{registry.host}/base:1"\n',
    )
    return "moving.toml"


@pytest.fixture(scope="module")
def first_job(host: Host, moving: str) -> tuple[ActionResult, ActionResult]:
    """The first job on a new runner, which installs the compiler; what it made of two things."""
    with host.job() as job:
        hello = job.use(CHECKOUT, {"source": "hello.cc", "engine": "local", "expect-output": HELLO})
        assert hello.ok, hello.log
        based = job.use(CHECKOUT, {"recipe": moving, "engine": "local"})
        assert based.ok, based.log
    return hello, based


@pytest.fixture(scope="module")
def first(first_job: tuple[ActionResult, ActionResult]) -> ActionResult:
    return first_job[0]


def told(result: ActionResult) -> tuple[str, str]:
    """The annotation that says why a use failed: its title and its words."""
    assert not result.ok, result.log
    error = next(one for one in result.annotations("error") if "file" not in one.properties)
    return error.properties["title"], error.message


def inspected(name: str) -> str:
    """What skopeo calls the digest of an image in a registry."""
    done = subprocess.run(
        ["skopeo", "inspect", "--tls-verify=false", f"docker://{name}"],
        check=True,
        capture_output=True,
    )
    return str(json.loads(done.stdout)["Digest"])


def docker(*arguments: str) -> str:
    return subprocess.run(
        ["docker", *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_first_use_installs_and_the_next_job_restores(host: Host, first: ActionResult) -> None:
    assert first.outputs["exit-code"] == "0"
    assert int(first.outputs["size"]) == int(first.outputs["executable-size"]) > 100_000
    program = Path(first.outputs["executable-path"])
    assert subprocess.run([program], capture_output=True, check=True).stdout.startswith(b"Hello!")
    metadata = msgspec.json.decode(first.outputs["metadata"], type=Metadata)
    assert metadata.digest == first.outputs["digest"]
    assert "::group::Install the compiler" in first.log
    assert host.caches.keys[0].startswith("scratchpress-X64-image-")
    assert first.outputs["cache-hit"] == "false"

    host.renew()
    again = host.use(source="hello.cc", engine="local", expect_output=HELLO)

    assert again.ok, again.log
    assert "Install the compiler" not in again.log
    assert again.outputs["cache-hit"] == "true"
    assert again.outputs["digest"] == first.outputs["digest"]
    assert "last build" not in first.summary
    assert "as large as the last build" in again.summary
    # Not with the sizes of main: a branch has a history of its own.
    branch = host.use(source="hello.cc", engine="local", ref="refs/heads/other")
    assert "as large as main" in branch.summary
    assert "last build" not in branch.summary


def test_a_tag_that_moved_is_seen_by_the_next_job(
    host: Host, first_job: tuple[ActionResult, ActionResult], moving: str, registry: LocalRegistry
) -> None:
    publish(MadeBase([layer_of(entry("which", b"the new one"))]), registry, "base:1")
    host.renew()
    new = host.use(recipe=moving, engine="local")

    assert new.ok, new.log
    assert new.outputs["cache-hit"] == "true"
    assert new.outputs["digest"] != first_job[1].outputs["digest"]
    # In one job it stays the same, unless it is asked for.
    publish(MadeBase([layer_of(entry("which", b"the newest one"))]), registry, "base:1")
    assert host.use(recipe=moving, engine="local").outputs["digest"] == new.outputs["digest"]
    pulled = host.use(recipe=moving, engine="local", pull="true")
    assert pulled.outputs["digest"] != new.outputs["digest"]


def test_nothing_is_kept_for_other_jobs_that_a_source_had_a_hand_in(
    host: Host, first: ActionResult
) -> None:
    steps = [step.name for step in first.steps if step.outcome == "success"]
    kept = host.caches.listing(host.caches.keys[0])
    cache = f"{host.folder}/_temp/scratchpress/cache/"
    folders = {path[len(cache) :].partition("/")[0] for path in kept if path.startswith(cache)}

    assert steps.index("Keep the compiler for later jobs") < steps.index("Build")
    assert folders == {"headers", "sysroots"}
    assert [path for path in kept if path.endswith(".pch")]


def named(**changed: str) -> dict[str, str]:
    """What the step that names what is kept says on a runner."""
    steps = YAML(typ="safe").load((CHECKOUT / "action.yml").read_text())["runs"]["steps"]
    (script,) = (step["run"] for step in steps if step.get("id") == "names")
    with tempfile.NamedTemporaryFile("r") as output:
        variables = {
            "GITHUB_OUTPUT": output.name,
            "GITHUB_ACTION_PATH": str(CHECKOUT),
            "GITHUB_WORKFLOW_REF": "me/it/a.yml@refs/heads/main",
            "GITHUB_JOB": "image",
            "RUNNER_ARCH": "X64",
            "RUNNER_TEMP": "/tmp",
            "PATH": os.environ["PATH"],
            "GITHUB_REF": "refs/heads/main",
            "DEFAULT_BRANCH": "main",
            "SUBJECT": "a.c",
            "FOUND": sys.executable,
            "SET_UP": "",
        }
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        subprocess.run(command, env=variables | changed, check=True)
        return read_pairs(output.read())


@pytest.mark.parametrize(
    "other",
    [
        {"GITHUB_JOB": "tests"},
        {"RUNNER_ARCH": "ARM64"},
        {"GITHUB_WORKFLOW_REF": "me/it/b.yml@refs/heads/main"},
    ],
)
def test_no_job_takes_what_another_one_kept(other: dict[str, str]) -> None:
    ours, theirs = named(), named(**other)

    assert ours["compiler-key"] != theirs["compiler-key"]
    assert ours["sizes-key"] != theirs["sizes-key"]


def test_a_branch_takes_its_own_sizes_and_those_of_the_default_one() -> None:
    ref = "refs/pull/1/merge"
    main, branch = named(), named(GITHUB_REF=ref, GITHUB_WORKFLOW_REF=f"me/it/a.yml@{ref}")

    assert "default-sizes-key" not in main
    assert branch["default-sizes-key"] == main["sizes-key"] != branch["sizes-key"]
    assert branch["default-sizes"] == main["sizes"] != branch["sizes"]
    assert branch["compiler-key"] == main["compiler-key"]
    assert "default-sizes" not in named(GITHUB_REF=ref, DEFAULT_BRANCH="")


def test_without_the_cache_nothing_is_restored_or_kept(host: Host, first: ActionResult) -> None:
    before = list(host.caches.keys)
    result = host.use(source="hello.cc", engine="local", cache="false")

    assert result.ok, result.log
    assert host.caches.keys == before
    used = {step.name for step in result.steps if step.outcome != "skipped"}
    assert not [name for name in used if name.startswith(("Restore", "Keep"))]


def test_a_bill_of_materials_is_saved_where_it_is_wanted(host: Host, first: ActionResult) -> None:
    result = host.use(source="hello.cc", engine="local", sbom="bill.json")

    path = Path(json.loads(result.outputs["metadata"])["sbom"])
    assert path == host.workspace / "bill.json"
    assert json.loads(path.read_bytes())["bomFormat"] == "CycloneDX"
    assert str(path) in result.summary
    refused = host.use(source="hello.cc", engine="local", sbom="no/bill.json")
    assert "bill.json cannot be written" in told(refused)[0]


@pytest.mark.docker
def test_one_digest_on_the_command_line_in_the_action_in_a_registry_and_after_a_pull(
    host: Host, first: ActionResult, registry: LocalRegistry, tmp_path: Path
) -> None:
    names = [f"{registry.host}/me/hello:{tag}" for tag in ("1", "1.0")]
    pushed = host.use(
        source="hello.cc", tags="\n".join(names), push="true", expect_output=HELLO, output="a.tar"
    )

    assert pushed.ok, pushed.log
    digest = pushed.outputs["digest"]
    assert pushed.outputs["image"] == f"{names[0]}@{digest}"
    assert pushed.outputs["tags"].split() == ["hello:latest", *names]
    sbom = json.loads(Path(json.loads(pushed.outputs["metadata"])["sbom"]).read_bytes())
    assert sbom["bomFormat"] == "CycloneDX"
    try:
        assert {docker("inspect", "--format={{.Id}}", name) for name in names} == {
            pushed.outputs["image-id"]
        }
        shutil.copy(host.workspace / "hello.cc", tmp_path)
        typed = run_command("build", "hello.cc", "--json", "--engine=local", cwd=tmp_path)
        assert report_of(typed.stdout)["image"]["digest"] == digest == first.outputs["digest"]
        assert [inspected(name) for name in names] == [digest] * 2
        assert (
            run_command("push", host.workspace / "a.tar", f"--to={names[0]}", cwd=tmp_path)
            .stdout.decode()
            .strip()
            == f"{names[0]}@{digest}"
        )
        docker("rmi", "--force", pushed.outputs["image-id"])
        docker("pull", "--quiet", pushed.outputs["image"])
        assert docker("inspect", "--format={{.RepoDigests}}", pushed.outputs["image"]) == (
            f"[{registry.host}/me/hello@{digest}]"
        )
        assert docker("run", "--rm", "--network=none", pushed.outputs["image"]) == HELLO
    finally:
        subprocess.run(["docker", "rmi", "--force", pushed.outputs["image-id"]], check=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can always become somebody else")
def test_neither_folder_nor_account_nor_surroundings_change_the_digest(
    host: Host, first: ActionResult, tmp_path: Path
) -> None:
    other = Host(tmp_path / "Olá 😀")
    own = other.folder / "_temp/scratchpress"
    own.mkdir(parents=True)
    (own / "environment").symlink_to(host.folder / "_temp/scratchpress/environment")
    (tmp_path / "home").mkdir()
    surroundings = {
        "HOME": str(tmp_path / "home"),
        "USER": "somebody",
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "POSIX",
        "XDG_CACHE_HOME": str(tmp_path / "elsewhere"),
    }
    somebody = ("unshare", "--user", "--map-user=4321", "--map-group=4321")
    umask = ("sh", "-c", 'umask 077; exec "$@"', "sh")
    with other.job(surroundings, before=(*somebody, *umask)) as job:
        result = job.use(CHECKOUT, {"source": "hello.cc", "engine": "local"})

    assert result.ok, result.log
    assert "Install the compiler" not in result.log
    assert result.outputs["digest"] == first.outputs["digest"]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_gives_the_same_digest(
    host: Host, first: ActionResult, tmp_path: Path, version: str
) -> None:
    python = shutil.which(f"python{version}")
    if python is None:
        pytest.skip(f"there is no Python {version} on this computer")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").write_text(f'#!/bin/sh\nexec {python} "$@"\n')
    (tmp_path / "bin/python3").chmod(0o755)
    (tmp_path / "work").mkdir()
    shutil.copy(host.workspace / "hello.cc", tmp_path / "work")
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    with Job(tmp_path, tmp_path / "work", Caches(tmp_path / "c"), env={"PATH": path}) as job:
        result = job.use(CHECKOUT, {"source": "hello.cc", "engine": "local"})

    assert result.ok, result.log
    assert (tmp_path / f"_temp/scratchpress/environment/lib/python{version}").is_dir()
    assert result.outputs["digest"] == first.outputs["digest"]


def test_the_workflow_of_this_repository_expects_what_comes_out(
    host: Host, first: ActionResult
) -> None:
    workflow = YAML(typ="safe").load((CHECKOUT / ".github/workflows/ci.yml").read_text())
    for step in workflow["jobs"]["action"]["steps"]:
        if step.get("uses") == "./":
            inputs = {name: as_text(value) for name, value in step["with"].items()}
            inputs |= {"source": "hello.cc", "engine": "local"}
            with host.job() as job:
                result = job.use(CHECKOUT, inputs)
            assert result.ok, result.log


def test_what_the_action_leaves_out_of_the_compiler_no_program_needs(
    host: Host, first: ActionResult
) -> None:
    source = CHECKOUT / "tests/corpus/zig/lists.zig"
    shutil.copy(source, host.workspace)
    printed = source.with_suffix(".out").read_text()
    result = host.use(source=source.name, engine="local", expect_output=printed)

    assert result.ok, result.log


@pytest.mark.parametrize(
    ("inputs", "title", "words"),
    [
        ({"recipe": "no.toml"}, "no.toml cannot be read", "Check that the file exists"),
        ({"source": "gone.c"}, "gone.c", ""),
        ({"recipe": "a.toml", "source": "a.c"}, "recipe and source were both given", "or the"),
        ({"working-directory": "nowhere"}, "working-directory names no folder", "checkout"),
        ({"platforms": "linux/mips"}, "platforms does not take", "linux/amd64, linux/arm64"),
        ({"run": "perhaps"}, "run does not take", "true or false"),
        ({"flags": "'"}, "flags does not take", "as a shell reads them"),
        ({"labels": "a b"}, "labels does not take", "NAME=TEXT"),
        ({"max-size": "big"}, "max-size does not take", "500 kB"),
        ({"tags": "me//hello"}, "image name", "small letters"),
        ({"expect-digest": "sha256:12"}, "is no digest", "64 digits"),
        ({"expect-output": "@none.out"}, "cannot be read from none.out", "follows the @"),
        ({"source": "hello.cc", "push": "true"}, "no name says where to", "input tags"),
        ({"source": "hello.cc", "push": "true", "tags": "a"}, "does not say where", "ghcr.io/"),
        ({"source": "hello.cc", "max-size": "1kB"}, "its limit is 1,000 bytes", "raise max-size"),
    ],
)
def test_what_cannot_be_done_is_said_by_an_annotation(
    host: Host, first: ActionResult, inputs: dict[str, str], title: str, words: str
) -> None:
    result = host.use(**{"source": "", "engine": "local", **inputs})

    said, why = told(result)
    assert title in said
    assert words in why
    assert said.split(".")[0] in result.summary.replace("\\", "").replace("`", "")


def test_other_output_than_expected_is_shown_as_a_difference_and_not_pushed(
    host: Host, first: ActionResult, registry: LocalRegistry
) -> None:
    name = f"{registry.host}/never/pushed:1"
    result = host.use(
        source="hello.cc", engine="local", expect_output="Hello?\n", tags=name, push="true"
    )

    assert "printed something else" in told(result)[0]
    assert f"-Hello?\n+{HELLO}" in result.log
    assert f"```diff\n--- expected\n+++ printed\n@@ -1 +1 @@\n-Hello?\n+{HELLO}" in result.summary
    assert result.outputs["exit-code"] == "0"
    with pytest.raises(subprocess.CalledProcessError):
        inspected(name)


def test_another_digest_than_expected_is_told_by_its_cause(host: Host, first: ActionResult) -> None:
    host.write("greet.c", "#include <stdio.h>\nint main(void) { puts(GREETING); }\n")
    given = {"source": "greet.c", "engine": "local", "flags": "-DGREETING=__FILE__"}
    made = host.use(**given).outputs
    right = made["digest"]
    host.write("right.json", made["metadata"])
    assert host.use(**given, expect_digest=right).ok
    for expected in ("right.json", right):
        # By what a file holds, and by what an earlier build left.
        title, words = told(host.use(**{**given, "expect-digest": expected, "labels": "a=1"}))
        assert title == "The image is another one than expected."
        assert f"{right} was expected" in words
        assert "What differs: labels." in words
    changed = {**given, "flags": "-DGREETING=__DATE__", "expect-digest": "right.json"}
    host.write("greet.c", '#include <stdio.h>\nint main(void) { puts("a" GREETING); }\n')
    result = host.use(**changed)
    assert "What differs: flags and source greet.c." in told(result)[1]
    assert 'it is {"flags": ["-DGREETING=__DATE__"]}' in result.log
    assert "source greet.c: sha256:" in result.summary


def test_a_program_that_fails_fails_the_step_and_its_code_comes_out(
    host: Host, first: ActionResult
) -> None:
    host.write("three.c", "int main(void) { return 3; }\n")
    result = host.use(source="three.c", engine="local", run="true")

    assert told(result)[0] == "Ended with exit code 3."
    assert result.outputs["exit-code"] == "3"
    assert result.outputs["digest"].startswith("sha256:")
    assert "Keep the sizes for the next time" in [
        step.name for step in result.steps if step.outcome == "skipped"
    ]


def test_the_compilers_messages_are_annotations_on_the_right_lines(
    host: Host, first: ActionResult
) -> None:
    host.write("app/src/part.c", '#include "part.h"\nint f(void) { return g; }\n')
    host.write("app/src/part.h", "int é = h;\n")
    host.write("app/main.c", "int main(void) {\n  int unused;\n  return 0;\n}\n")
    result = host.use(
        source=".", working_directory="app", engine="local", flags="-Wall -fno-color-diagnostics"
    )

    places = {
        (one.name, *(one.properties.get(key) for key in ("file", "line", "col")))
        for one in result.annotations()
        if "file" in one.properties
    }
    assert ("error", "app/src/part.c", "2", "22") in places
    assert ("error", "app/src/part.h", "1", "9") in places
    assert "app/src/part.c" not in result.summary.partition("What the compiler said")[0]


def test_arguments_are_for_this_run_alone(host: Host, first: ActionResult) -> None:
    host.write(
        "say.c", "#include <stdio.h>\nint main(int n, char **a) { while (*++a) puts(*a); }\n"
    )
    plain = host.use(source="say.c", engine="local")
    result = host.use(
        source="say.c", engine="local", run_args="one 'two three'", expect_output="one\ntwo three"
    )

    assert result.ok, result.log
    assert result.outputs["digest"] == plain.outputs["digest"]


def test_both_platforms_come_out_and_each_program_is_kept(host: Host, first: ActionResult) -> None:
    host.write("two.c", "int main(void) { return 0; }\n")
    result = host.use(source="two.c", engine="local", platforms="linux/amd64,linux/arm64")

    assert result.ok, result.log
    metadata = json.loads(result.outputs["metadata"])
    assert [one["platform"] for one in metadata["images"]] == ["linux/amd64", "linux/arm64"]
    folder = Path(result.outputs["executable-path"]).parent
    assert {path.name for path in folder.iterdir()} == {"two-amd64", "two-arm64"}
    assert "- linux/arm64 · **" in result.summary
    for architecture in ("amd64", "arm64"):
        program = folder / f"two-{architecture}"
        assert result.outputs[f"executable-path-{architecture}"] == str(program)
        assert result.outputs[f"executable-size-{architecture}"] == str(program.stat().st_size)


def test_a_registry_that_wants_a_login_or_breaks_off_fails_the_step(
    host: Host, first: ActionResult, registry: LocalRegistry, tmp_path: Path
) -> None:
    (tmp_path / "closed").mkdir()
    with local_registry(tmp_path / "closed", password=True) as closed:
        refused = host.use(
            source="hello.cc", engine="local", push="true", tags=f"{closed.host}/me/hello:1"
        )
    with CutLine(registry, after=100_000, times=100) as line:
        broken = host.use(
            source="hello.cc", engine="local", push="true", tags=f"{line.host}/broken/hello:1"
        )

    assert "docker login" in told(refused)[1]
    assert "breaks off in the middle" in told(broken)[0]
    assert broken.outputs["digest"] == first.outputs["digest"]
    assert json.loads(broken.outputs["metadata"])["pushed"] == []


EVIL = """\
$(touch evil) `touch evil`; touch evil #' " | touch evil
::set-output name=digest::evil
%0A::error::evil
##[set-output name=digest;]evil
digest=evil
end<<evil
${{ github.token }}"""


@pytest.mark.parametrize("name", [*YAML(typ="safe").load(CHECKOUT / "action.yml")["inputs"]])
def test_nothing_in_an_input_is_obeyed(host: Host, first: ActionResult, name: str) -> None:
    before = {path.name for path in host.workspace.rglob("*")}
    result = host.use(
        **{"source": "" if name == "recipe" else "hello.cc", "engine": "local", name: EVIL}
    )

    assert {path.name for path in host.workspace.rglob("*")} - before <= {EVIL}
    assert {one.name for one in result.commands} <= {"error", "group", "endgroup"}
    assert not any(one.message == "evil" for one in result.commands)
    assert result.outputs["digest"] in {"", first.outputs["digest"]} or name == "labels"
    assert "ghs_secret" not in result.log + result.summary


def test_nothing_that_a_program_prints_or_a_compiler_says_is_obeyed(
    host: Host, first: ActionResult
) -> None:
    host.write(
        "evil.c",
        """\
#include <stdio.h>
#warning ::error::evil
#warning ##[error]evil
int main(void) {
  puts("::set-output name=digest::evil\\n##[set-output name=digest;]evil\\r::error::evil");
  puts("```\\n# evil\\n</details><script>");
  fputs("::endgroup::\\n::stop-commands::x", stderr);
}
""",
    )
    result = host.use(source="evil.c", engine="local", run="true")

    assert result.ok, result.log
    assert {one.name for one in result.commands} == {"group", "endgroup", "warning"}
    assert result.outputs["digest"].startswith("sha256:")
    assert len(result.commands) == result.log.count("::group::") * 2 + 2
    assert "````text\n::set-output" in result.summary


def test_what_a_pull_requests_recipe_asks_for_is_refused_unless_it_is_allowed(
    host: Host, first: ActionResult
) -> None:
    host.write("theirs/hello.c", "int main(void) { return 0; }\n")
    host.write(
        "theirs/scratchpress.toml",
        'version = 1\nsources = ["hello.c"]\n[run]\nmemory = "2GiB"\n',
    )
    inputs = {"recipe": "theirs/scratchpress.toml", "engine": "local", "run": "true"}
    with host.job({"GITHUB_EVENT_NAME": "pull_request"}) as job:
        refused = job.use(CHECKOUT, inputs)
    with host.job({"GITHUB_EVENT_NAME": "pull_request"}) as job:
        allowed = job.use(CHECKOUT, {**inputs, "allow": "limits"})

    title, words = told(refused)
    assert title == "scratchpress.toml asks for more than the base branch's recipe."
    assert "limits: At most 2.1 GB of memory." in words
    assert "allow: limits" in words
    assert refused.outputs["executable-size"] == ""
    assert allowed.ok, allowed.log
    assert host.use(**inputs).ok


def test_an_unknown_input_is_refused(host: Host) -> None:
    with pytest.raises(RefusedError, match="sorce"):
        host.use(sorce="hello.cc")


@pytest.mark.parametrize(
    ("os_name", "arch"), [("macOS", "ARM64"), ("Windows", "X64"), ("Linux", "ARM")]
)
def test_other_runners_are_refused_before_anything_is_installed(
    host: Host, os_name: str, arch: str
) -> None:
    with host.job(os=os_name, arch=arch) as job:
        result = job.use(CHECKOUT, {"source": "hello.cc"})

    title, words = told(result)
    assert title == f"Scratchpress does not run on {os_name} {arch}"
    assert "Linux runner" in words
    assert [step.outcome for step in result.steps] == ["failure", *["skipped"] * 9]


def test_a_runner_without_a_fitting_python_gets_one(
    host: Host, first: ActionResult, tmp_path: Path
) -> None:
    # Nothing but the shell's own tools.
    for name in ("bash", "sha256sum", "cat", "cut"):
        found = shutil.which(name)
        assert found is not None
        (tmp_path / name).symlink_to(found)
    python = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    with host.job({"PATH": str(tmp_path)}, python=str(python)) as job:
        result = job.use(CHECKOUT, {"source": "hello.cc", "engine": "local"})

    assert result.ok, result.log
    outcomes = {step.name: step.outcome for step in result.steps}
    assert outcomes["Get a Python where there is none"] == "success"
    there = host.use(source="hello.cc", engine="local")
    assert {step.name: step.outcome for step in there.steps} != outcomes
    assert result.outputs["digest"] == there.outputs["digest"]
