"""The action, the workflows and the examples for others hold against GitHub's own rules."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from release.action_docs import page
from release.lock import LOCKS, Lock
from scratchpress import __version__
from scratchpress.github.workflow_file import Build, Registry, workflow
from setup.commands import FREEZE_LOCK
from setup.environment import FREEZE_GROUP, WINDOW_EXTRA, read_project
from tests.action.runner import ACTION_REFERENCE

CHECKOUT = Path(__file__).parents[2]
WORKFLOWS = sorted((CHECKOUT / ".github/workflows").glob("*.yml"))
PAGE = (CHECKOUT / "docs/action.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
DIGEST = f"sha256:{'0' * 64}"
# What jobs may do beside reading the sources.
RIGHTS = {
    "draft": {"contents": "write", "id-token": "write", "attestations": "write"},
    "publish": {"contents": "write", "attestations": "read"},
}
GENERATED = {
    "one": workflow([Build("scratchpress.toml", "hello", DIGEST)], registry=Registry()),
    "unpushed": workflow([Build("app/scratchpress.toml", "app")]),
    "several": workflow(
        [
            Build("a/scratchpress.toml", "a", DIGEST),
            Build("Olá 😀/'b': ${{ github.token }}\x1b.toml", "b:1.0"),
        ],
        registry=Registry("registry.example.org:5000", "me"),
        branch="true",
    ),
}


def load(text: str) -> Any:
    return YAML(typ="safe").load(text)


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def holds(schema: str, *paths: Path) -> None:
    done = subprocess.run(
        [program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def safe(folder: Path, *options: str) -> None:
    """No finding of zizmor, at its most thorough."""
    done = subprocess.run(
        [program("zizmor"), "--offline", "--pedantic", "--quiet", *options, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def scripts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (CHECKOUT / "action.yml", *WORKFLOWS):
        document = load(path.read_text(encoding="utf-8"))
        jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
        steps = [step for job in jobs for step in job["steps"]]
        found |= {f"{path.name}: {step['name']}": step["run"] for step in steps if "run" in step}
    return found


def test_the_action_and_the_workflows_are_as_github_takes_them() -> None:
    holds("github-actions", CHECKOUT / "action.yml")
    holds("github-workflows", *WORKFLOWS)
    holds("dependabot", CHECKOUT / ".github/dependabot.yml")


def test_the_action_and_the_workflows_have_no_known_weakness() -> None:
    safe(CHECKOUT)


def test_the_marketplace_takes_the_description() -> None:
    assert len(load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))["description"]) < 125


def test_every_finding_that_is_left_has_its_reason() -> None:
    text = (CHECKOUT / ".github/zizmor.yml").read_text()
    rules = load(text)["rules"]

    for name in rules:
        body = text.partition(f"\n  {name}:\n")[2].partition("\n  ")[2]
        assert body.lstrip().startswith("#"), name


@pytest.mark.parametrize("name", scripts())
def test_every_script_is_sound(name: str) -> None:
    done = subprocess.run(
        [program("shellcheck"), "--shell=bash", "-"],
        input=f"set -e -o pipefail\n{scripts()[name]}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_what_is_used_of_others_is_pinned_to_a_commit_and_its_version_is_said() -> None:
    for path in (CHECKOUT / "action.yml", *WORKFLOWS):
        for line in path.read_text(encoding="utf-8").splitlines():
            used = line.partition("uses: ")[2]
            if used and used != "./":
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), line


def test_no_job_has_rights_that_it_was_not_given_one_by_one() -> None:
    for path in WORKFLOWS:
        document = load(path.read_text(encoding="utf-8"))
        assert document["permissions"] == {}
        for name, job in document["jobs"].items():
            assert job["permissions"] == RIGHTS.get(name, {"contents": "read"})
            for step in job["steps"]:
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False


def test_a_tag_that_moves_releases_nothing() -> None:
    release = load((CHECKOUT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    (pattern,) = release["on"]["push"]["tags"]

    assert fnmatch(f"v{__version__}", pattern)
    assert not fnmatch("v1", pattern)


def test_every_job_ends_in_time_and_gives_way_to_a_newer_commit() -> None:
    for path in WORKFLOWS:
        document = load(path.read_text(encoding="utf-8"))
        assert document["concurrency"]["group"].startswith("${{ github.workflow }}")
        for name, job in document["jobs"].items():
            assert 0 < job["timeout-minutes"] <= 120, f"{path.name}: {name}"


def test_where_programs_are_confined_in_tests_ubuntu_allows_it_and_nowhere_else() -> None:
    tries = re.compile(r"dev\.py (test|packaged)\b")
    for path in WORKFLOWS:
        for name, job in load(path.read_text(encoding="utf-8"))["jobs"].items():
            runs = [step.get("run", "") for step in job["steps"]]
            tried = [number for number, run in enumerate(runs) if tries.search(run)]
            allowed = [number for number, run in enumerate(runs) if "restrict_unpriv" in run]
            assert len(tried) == len(allowed), f"{path.name}: {name}"
            assert not tried or allowed[0] < tried[0], f"{path.name}: {name}"


def test_only_a_tag_is_published_and_only_what_was_tried_and_allowed() -> None:
    jobs = load((CHECKOUT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    tried = {name for name in jobs if name.startswith("try-")}
    waits: dict[str, set[str]] = {}
    for name, job in jobs.items():
        needs = job.get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        waits[name] = direct.union(*(waits[one] for one in direct))

    assert jobs["draft"]["if"] == "github.ref_type == 'tag'"
    assert waits["publish"] == jobs.keys() - {"publish"}
    assert len(tried) == 4
    assert waits["draft"] >= tried | {"tag", "linux", "windows", "installer", "macos"}
    assert jobs["publish"]["environment"] == "release"
    for name, job in jobs.items():
        writes = "write" in job["permissions"].values()
        assert not writes or name in {"draft", "publish"}
        uses_secrets = "secrets." in str(job)
        assert not uses_secrets or "signing" in job["environment"], name


def test_a_release_that_is_not_signed_is_not_made() -> None:
    jobs = load((CHECKOUT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    (build,) = [step for step in jobs["macos"]["steps"] if step.get("name") == "Build"]

    wanted = build["env"]["SCRATCHPRESS_MACOS_MUST_SIGN"]
    assert wanted == "${{ github.ref_type == 'tag' && 'true' || '' }}"
    assert wanted.replace("'true'", "'signing'") == jobs["macos"]["environment"]


def test_every_file_is_attested_and_published_only_as_this_workflow_made_it() -> None:
    jobs = load((CHECKOUT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    (attest,) = [step for step in jobs["draft"]["steps"] if "attest" in step.get("uses", "")]
    look = jobs["publish"]["steps"][0]["run"]

    assert attest["with"] == {"subject-path": "dist/*"}
    assert "for file in *; do" in look
    assert '--signer-workflow "$GH_REPO/.github/workflows/release.yml"' in look
    assert '--source-ref "refs/tags/$TAG"' in look


# In the place of GitHub's own program: a repository's tags, and what is asked of it.
GH = """\
#!/bin/sh
echo "$*" >> "$0.calls"
case "$*" in
  *matching-refs*) printf 'refs/tags/%s\\n' $TAGS | grep -F "/${3##*/}" ;;
  *git/ref/tags/*) case " $TAGS " in *" v1 "*) ;; *) exit 1 ;; esac ;;
esac
"""


@pytest.mark.parametrize(
    ("tag", "others", "moved"),
    [
        ("v1.10.0", "v1.9.0 v1 v10.0.0", "--method PATCH repos/me/it/git/refs/tags/v1"),
        ("v1.0.0", "", "--method POST repos/me/it/git/refs "),
        ("v1.9.1", "v1.9.0 v1.10.0 v1", ""),
        ("v1.11.0-rc.1", "v1.10.0 v1", ""),
        ("v2.0.0-rc.1", "v1.10.0 v1", ""),
    ],
)
def test_the_major_versions_tag_moves_to_its_newest_version(
    tag: str, others: str, moved: str, tmp_path: Path
) -> None:
    gh = tmp_path / "gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    script = scripts()["release.yml: Move the major version's tag"]
    subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        env={
            "PATH": os.pathsep.join([str(tmp_path), os.environ["PATH"]]),
            "GH_REPO": "me/it",
            "TAG": tag,
            "COMMIT": "abc",
            "TAGS": f"{others} {tag}",
        },
        check=True,
    )
    calls = (tmp_path / "gh.calls").read_text().splitlines()

    changes = [one for one in calls if "--method" in one]
    assert len(changes) == bool(moved)
    assert all(moved in one and "sha=abc" in one for one in changes)


@pytest.mark.parametrize("name", GENERATED)
def test_a_workflow_written_for_others_holds(name: str, tmp_path: Path) -> None:
    path = tmp_path / ".github/workflows/image.yml"
    path.parent.mkdir(parents=True)
    path.write_text(GENERATED[name], encoding="utf-8")
    # The action itself may be named by its version, as it is published.
    config = tmp_path / "zizmor.yml"
    policies = '"scratchpress/*": ref-pin\n        "*": hash-pin'
    config.write_text(
        f"rules:\n  unpinned-uses:\n    config:\n      policies:\n        {policies}\n"
    )

    holds("github-workflows", path)
    safe(tmp_path, "--config", str(config))


def test_a_workflow_for_one_recipe_builds_and_pushes_what_was_built_here() -> None:
    document = load(GENERATED["one"])
    (job,) = document["jobs"].values()
    checkout, login, build, attest = job["steps"]

    signs = {"id-token": "write", "attestations": "write"}
    assert job["permissions"] == {"contents": "read", "packages": "write", **signs}
    assert checkout["with"] == {"persist-credentials": False, "fetch-depth": 2}
    assert login["if"] == "github.event_name != 'pull_request'"
    assert login["with"]["password"] == "${{ github.token }}"
    assert build["with"] == {
        "recipe": "scratchpress.toml",
        "expect-digest": DIGEST,
        "tags": "ghcr.io/${{ github.repository_owner }}/hello",
        "push": "${{ github.event_name != 'pull_request' }}",
    }
    # Nobody can sign for a pull request, and GitHub not for every private repository.
    assert attest["if"] == f"{login['if']} && !github.event.repository.private"
    assert attest["with"]["subject-name"] == build["with"]["tags"]
    assert attest["with"]["subject-digest"] == f"${{{{ steps.{build['id']}.outputs.digest }}}}"
    unpushed = load(GENERATED["unpushed"])["jobs"]["image"]
    assert unpushed["permissions"] == {"contents": "read"}
    assert unpushed["steps"][1]["with"] == {"recipe": "app/scratchpress.toml"}


def test_a_workflow_for_several_recipes_is_a_matrix_in_which_names_are_only_names() -> None:
    document = load(GENERATED["several"])
    (job,) = document["jobs"].values()

    assert document["on"]["push"]["branches"] == ["true"]
    assert job["strategy"]["matrix"]["include"] == [
        {"recipe": "a/scratchpress.toml", "image": "a", "repository": "a", "digest": DIGEST},
        {
            "recipe": "Olá 😀/'b': ${{ '${{' }} github.token }}\x1b.toml",
            "image": "b:1.0",
            "repository": "b",
            "digest": "",
        },
    ]
    assert job["permissions"] == {
        "contents": "read",
        "id-token": "write",
        "attestations": "write",
    }
    build, attest = job["steps"][-2:]
    host = "registry.example.org:5000/me"
    assert build["with"]["tags"] == f"{host}/${{{{ matrix.image }}}}"
    assert attest["with"]["subject-name"] == f"{host}/${{{{ matrix.repository }}}}"


def test_every_input_that_is_written_is_one_that_the_action_has() -> None:
    known = load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))["inputs"].keys()
    own = (CHECKOUT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    for text in (*GENERATED.values(), *EXAMPLES, own):
        steps = [step for job in load(text)["jobs"].values() for step in job["steps"]]
        ours = [step for step in steps if ACTION_REFERENCE.fullmatch(step.get("uses", ""))]
        assert ours, text
        for step in ours:
            assert step["with"].keys() <= known


def test_three_examples_can_be_copied(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.yml" for number in range(len(EXAMPLES))]
    for path, text in zip(paths, EXAMPLES, strict=True):
        path.write_text(text, encoding="utf-8")

    assert len(paths) == 3
    holds("github-workflows", *paths)


def test_the_tables_are_those_of_the_action() -> None:
    assert page() == PAGE, "run: python3 packaging/dev.py make action-docs"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.path.parent.name)
def test_a_lock_fits_the_project_and_has_the_window_only_for_the_app(lock: Lock) -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = read_project(CHECKOUT / "pyproject.toml")
    text = lock.path.read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9-]+)==(\S+)(.*(?:\n    --hash=\S+.*)+)", text, re.MULTILINE)
    locked = {name: version for name, version, _ in entries}
    wanted = project["project"]["dependencies"]
    if lock.path == FREEZE_LOCK:
        wanted += project["project"]["optional-dependencies"][WINDOW_EXTRA]
        wanted += project["dependency-groups"][FREEZE_GROUP]
        wanted += project["build-system"]["requires"]

    assert len(entries) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
    assert ("pyside6-essentials" in locked) == (lock.path == FREEZE_LOCK)
    for line in wanted:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(locked[name]), (
            f"run: python3 packaging/dev.py make lock ({name})"
        )
