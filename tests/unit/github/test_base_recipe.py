"""What the recipe of a pull request asks for beyond its base is not done unless it is allowed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scratchpress.cli.arguments import Arguments
from scratchpress.cli.ci_permissions import check_permissions
from scratchpress.cli.jobs import given_by, job_of
from scratchpress.core.errors import UsageError
from scratchpress.github.inputs import read_inputs

PLAIN = 'version = 1\nsources = ["hello.c"]\n'
NETWORK = f'{PLAIN}[sandbox]\nnetwork = "bridge"\n'
SHARES = f'{PLAIN}[run]\nfolders = [{{ from = "data", to = "/data" }}]\n'
ROOT = f'{NETWORK}user = "root"\n'
NO_BASE = "fetch-depth: 2"


class Repository:
    """A repository, and pull requests to it as GitHub merges and checks them out."""

    def __init__(self, folder: Path, recipe: str | None) -> None:
        self.folder = folder
        self.recipe = folder / "app" / "scratchpress.toml"
        (folder / "app" / "data").mkdir(parents=True)
        (folder / "app" / "hello.c").write_text("int main(void) { return 0; }")
        self.git("init", "--quiet", "--initial-branch=main")
        if recipe is not None:
            self.recipe.write_text(recipe)
        self.base = self.commit()

    def git(self, *arguments: str) -> str:
        settings = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        return subprocess.run(
            ["git", *settings, *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        return self.git("rev-parse", "HEAD")

    def merged(self) -> str:
        """Commit what was changed as a pull request, and merge it."""
        self.git("checkout", "--quiet", "-b", "theirs")
        self.commit()
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--message=merge", "theirs")
        return self.git("rev-parse", "HEAD")

    def check(self, event: str, commit: str, *, allow: str = "", run: bool = True) -> None:
        arguments = Arguments()
        arguments.paths = [str(self.recipe)]
        given = given_by(arguments)
        job = job_of(given, arguments, run=run)
        environment = {"GITHUB_EVENT_NAME": event, "GITHUB_SHA": commit}
        check_permissions(given, job, arguments, read_inputs({"INPUT_ALLOW": allow}), environment)


def refused(repository: Repository, event: str, commit: str, allow: str = "") -> UsageError:
    with pytest.raises(UsageError) as raised:
        repository.check(event, commit, allow=allow)
    return raised.value


def test_what_a_pull_request_adds_is_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path, NETWORK)
    repository.recipe.write_text(ROOT)
    merge = repository.merged()

    error = refused(repository, "pull_request", merge)

    assert error.explanation.startswith("user: Root in its container.")
    assert "network: " not in error.explanation
    assert error.remedy.endswith("give the input allow: user")
    repository.check("pull_request", merge, allow="user")
    repository.check("pull_request", merge, allow="all")
    assert "user: " in refused(repository, "pull_request", merge, allow="folders").explanation


def test_what_the_base_asks_for_is_done_in_a_pull_request_too(tmp_path: Path) -> None:
    repository = Repository(tmp_path, NETWORK)
    (tmp_path / "app" / "hello.c").write_text("int main(void) { return 1; }")
    repository.check("pull_request", repository.merged())


def test_what_is_not_run_is_not_asked_for(tmp_path: Path) -> None:
    repository = Repository(tmp_path, PLAIN)
    repository.recipe.write_text(NETWORK)
    repository.check("pull_request", repository.merged(), run=False)


@pytest.mark.parametrize(
    "event", ["pull_request", "pull_request_review", "pull_request_review_comment"]
)
def test_a_new_recipe_has_no_base(event: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, None)
    repository.recipe.write_text(NETWORK)
    assert NO_BASE in refused(repository, event, repository.merged()).remedy


@pytest.mark.parametrize("event", ["pull_request_target", "issue_comment", "workflow_run"])
def test_where_the_event_is_of_the_base_its_commit_is_the_base(event: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, NETWORK)
    base = repository.base
    repository.recipe.write_text(ROOT)
    repository.commit()
    assert "user: " in refused(repository, event, base).explanation
    repository.recipe.write_text(NETWORK)
    repository.check(event, base)


@pytest.mark.parametrize("event", ["", "deployment", "an_event_of_next_year"])
def test_of_other_events_nothing_is_trusted(event: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, NETWORK)
    assert NO_BASE in refused(repository, event, repository.base).remedy


@pytest.mark.parametrize("event", ["push", "schedule", "workflow_dispatch", "merge_group"])
def test_the_repositorys_own_recipe_is_trusted(event: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, ROOT)
    repository.check(event, repository.base)


def test_a_checkout_that_does_not_reach_the_base_trusts_nothing(tmp_path: Path) -> None:
    origin = Repository(tmp_path / "origin", NETWORK)
    merge = origin.merged()
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{origin.folder}", shallow], check=True
    )
    origin.folder, origin.recipe = shallow, shallow / "app" / "scratchpress.toml"
    assert NO_BASE in refused(origin, "pull_request", merge).remedy


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_in_place_of_what_the_base_shares_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    repository = Repository(tmp_path / "checkout", SHARES)
    repository.check("pull_request", repository.merged())
    repository.git("checkout", "--quiet", "theirs")
    (repository.folder / "app" / "data").rmdir()
    (repository.folder / "app" / "data").symlink_to("../../secret")
    error = refused(repository, "pull_request", repository.commit())
    assert f"May read {(tmp_path / 'secret').resolve()}." in error.explanation


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_file_that_became_a_link_to_the_runner_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    takes = f'{PLAIN}[image]\nfiles = [{{ from = "page.html", to = "/x" }}]\n'
    repository = Repository(tmp_path / "checkout", takes)
    page = repository.folder / "app" / "page.html"
    page.symlink_to("../../config.json")
    error = refused(repository, "pull_request", repository.merged())
    assert f"Takes {(tmp_path / 'config.json').resolve()} into the image" in error.explanation


def test_a_repository_that_the_checkout_brings_along_is_not_asked(tmp_path: Path) -> None:
    repository = Repository(tmp_path, PLAIN)
    # What git takes for a repository where it looks for one: its settings would be obeyed.
    repository.git("init", "--quiet", "--bare", "app")
    hook = tmp_path / "obeyed"
    with (tmp_path / "app" / "config").open("a") as file:
        file.write(f'[core]\n\tfsmonitor = "touch {hook}; false"\n')
    repository.recipe.write_text(NETWORK)
    assert "network: " in refused(repository, "pull_request", repository.merged()).explanation
    assert not hook.exists()
