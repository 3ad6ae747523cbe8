"""A recipe of somebody else holds nothing open that the person did not agree to."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import structs

from scratchpress.core.errors import RecipeError
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.permissions import asked_by, grant_own, wanted
from scratchpress.pipeline.shared_folders import with_folders
from scratchpress.recipe.grants import FILE, grant, not_granted
from scratchpress.recipe.permissions import (
    PermissionKind,
    parse_kinds,
    place_without_links,
)
from scratchpress.recipe.run import FolderOptions
from scratchpress.recipe.toml_file import parse_recipe, write_recipe
from scratchpress.system import confinement
from tests.unit.recipe.test_toml_file import recipes

if TYPE_CHECKING:
    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.permissions import Permission

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n"
LINKS = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


def parsed(table: str) -> Recipe:
    return parse_recipe(f'version = 1\nsources = ["a.c"]\n{table}')


def asked(table: str, folder: Path) -> tuple[Permission, ...]:
    return wanted(Job(parsed(table), folder))


def test_a_recipe_that_loosens_nothing_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")
    table = """
    [image]
    files = [{ from = "page.html", to = "/page.html" }]
    [run]
    timeout = "1s"
    memory = "64MB"
    [sandbox]
    runtime = "runsc"
    """
    assert asked(table, tmp_path) == ()


@pytest.mark.parametrize(
    ("table", "kind", "words"),
    [
        ('[sandbox]\nnetwork = "bridge"', "network", "A network"),
        ('[run]\nports = ["8080:80"]', "ports", "port 8080"),
        ('[run]\nfolders = [{ from = "data", to = "/a" }]', "folders", "May read {}data"),
        (
            '[run]\nfolders = [{ from = ".", to = "/a", writable = true }]',
            "folders",
            "May change {}",
        ),
        ("[sandbox]\nwritable-root = true", "writable-root", "Writable"),
        ('[sandbox]\nuser = "root"', "user", "Root"),
        ('[sandbox]\nuser = "1000"', "user", "1000"),
        ('[sandbox]\ncapabilities = ["SYS_ADMIN"]', "capabilities", "SYS_ADMIN"),
        ("[sandbox]\nnew-privileges = true", "new-privileges", "privileges"),
        ('[sandbox]\nsystem-calls = "unfiltered"', "system-calls", "All system calls"),
        ('[sandbox]\nruntime = "nvidia"', "runtime", "nvidia"),
        ('[run]\ntimeout = "none"', "limits", "until it is stopped"),
        ("[run]\nkeep-running = true", "limits", "until it is stopped"),
        ('[run]\nmemory = "64GB"', "limits", "64.0 GB"),
        ("[run]\nprocesses = 99999", "limits", "processes"),
        ("[sandbox]\nopen-files = 9999", "limits", "open files"),
        ('[sandbox]\nfile-size = "2GiB"', "limits", "2.1 GB"),
        ('[image]\nfiles = [{ from = "../x", to = "/x" }]', "files", "x into the image"),
    ],
)
def test_each_loosening_is_asked_for_by_its_kind(
    table: str, kind: str, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (found,) = asked(table, folder)
    assert found.kind == kind
    assert words.format(f"{folder}{os.sep}").rstrip(os.sep) in found.words
    assert found.warning


def test_only_what_a_job_does_is_asked_for(tmp_path: Path) -> None:
    table = """
    [image]
    files = [{ from = "../x", to = "/x" }]
    [sandbox]
    network = "bridge"
    """
    job = Job(parsed(table), tmp_path)
    kinds = [one.kind for one in wanted(job)]
    assert kinds == [PermissionKind.FILES, PermissionKind.NETWORK]
    assert [one.kind for one in wanted(replace(job, run=False))] == [PermissionKind.FILES]
    assert wanted(replace(job, run=False, package=False)) == ()


@LINKS
def test_a_shared_folder_is_told_by_where_its_link_leads(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "data").symlink_to("..")
    table = '[run]\nfolders = [{ from = "data", to = "/data", writable = true }]'

    (found,) = asked(table, folder)

    assert found.words == f"May change {tmp_path.resolve()}"


@LINKS
@pytest.mark.parametrize("name", ["/etc/hostname", "link", "inside/../../outside.txt"])
def test_a_file_from_outside_is_told_by_its_real_path(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    (folder / "inside").mkdir(parents=True)
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    (folder / "link").symlink_to(outside)
    (found,) = asked(f'[image]\nfiles = [{{ from = "{name}", to = "/x" }}]', folder)
    real = (folder / name).resolve()
    assert found.words == f"Takes {real} into the image"
    assert "outside" in found.warning


def test_sources_from_outside_are_asked_for_too(tmp_path: Path) -> None:
    recipe = parse_recipe('version = 1\nsources = ["a.c", "../b.c"]')
    (found,) = wanted(Job(recipe, tmp_path / "theirs", run=False, package=False))
    assert found.kind is PermissionKind.FILES
    assert found.words == f"Compiles {tmp_path.resolve() / 'b.c'}"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("id_ed25519", "", "private key"),
        ("server.pem", f"# a chain\n{KEY}", "private key"),
        ("renamed.txt", KEY, "private key"),
        ("renamed.txt", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "private key"),
        (".env", "", "passwords"),
        (".env.production", "", "passwords"),
        ("config.json", '{"auths": {"ghcr.io": {"auth": "YTpi"}}}', "passwords"),
        ("notes.txt", f"token ghp_{'a' * 36}", "passwords"),
    ],
)
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_key_in_the_folder_is_asked_for_wherever_it_lies(
    name: str, content: str, says: str, is_folder: bool, tmp_path: Path
) -> None:
    place = tmp_path / "etc"
    place.mkdir()
    (place / name).write_text(content)
    source = "etc" if is_folder else f"etc/{name}"
    table = f'[image]\nfiles = [{{ from = "{source}", to = "/etc/app" }}]'

    (alone,) = asked(table, tmp_path)
    assert says in alone.warning
    assert alone.words == f"Takes {place.resolve() / name} into the image"
    assert "send it" not in alone.warning

    sent, _ = asked(f'{table}\n[sandbox]\nnetwork = "bridge"', tmp_path)
    assert "send it" in sent.warning


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".env.example", "KEY="),
        ("cert.pem", "-----BEGIN CERTIFICATE-----\n"),
        ("key.pub", "-----BEGIN PUBLIC KEY-----\n"),
        ("token.c", "int token;"),
    ],
)
def test_what_is_no_secret_is_not_asked_for(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert asked(f'[image]\nfiles = [{{ from = "{name}", to = "/x" }}]', tmp_path) == ()


def test_a_folder_too_large_to_look_through_is_told(tmp_path: Path) -> None:
    place = tmp_path / "many"
    place.mkdir()
    for number in range(5001):
        (place / str(number)).touch()
    (found,) = asked('[image]\nfiles = [{ from = "many", to = "/x" }]', tmp_path)
    assert "Not all" in found.warning


@pytest.mark.parametrize("name", ["x" * 5000, "x/" * 3000 + "x"])
def test_a_path_too_long_to_be_looked_at_is_asked_for_like_any_other(
    name: str, tmp_path: Path
) -> None:
    table = f"""
    [image]
    files = [{{ from = "{name}", to = "/x" }}]
    [run]
    folders = [{{ from = "{name}", to = "/y" }}]
    """
    (found,) = asked(table, tmp_path)
    assert found.kind is PermissionKind.FOLDERS
    with pytest.raises(RecipeError, match="does not exist"):
        with_folders(Job(parsed(table), tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert asked('[image]\nfiles = [{ from = "pipe", to = "/x" }]', tmp_path) == ()


@LINKS
def test_a_link_in_place_of_a_folder_is_something_else_than_the_folder(tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "theirs"
    folder.mkdir()
    (folder / "data").mkdir()
    job = Job(parsed('[run]\nfolders = [{ from = "data", to = "/data" }]'), folder)
    before = wanted(job, place_without_links)
    assert wanted(job) == before
    (folder / "data").rmdir()
    (folder / "data").symlink_to("..")
    assert wanted(job, place_without_links) == before
    assert wanted(job) != before


def test_kinds_are_read_from_one_line() -> None:
    assert parse_kinds("folders, network") == {PermissionKind.FOLDERS, PermissionKind.NETWORK}
    assert parse_kinds("all") == frozenset(PermissionKind)
    with pytest.raises(ValueError, match="devices"):
        parse_kinds("folders,devices")


NETWORK = '[sandbox]\nnetwork = "bridge"'


@pytest.mark.parametrize("sources", ['["Cargo.toml"]', '["."]'])
def test_code_that_nothing_confines_is_asked_for(
    sources: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Cargo.toml").write_text("[package]\n")
    recipe = parse_recipe(f"version = 1\nsources = {sources}\n")
    monkeypatch.setattr(confinement, "unavailable", lambda: None)
    assert wanted(Job(recipe, tmp_path)) == ()
    monkeypatch.setattr(confinement, "unavailable", lambda: confinement.Unavailable("No.", ""))
    (asked_for,) = wanted(Job(recipe, tmp_path))
    assert asked_for.kind is PermissionKind.BUILD_CODE
    assert str(tmp_path) in asked_for.words


def test_what_was_granted_is_not_asked_again(tmp_path: Path) -> None:
    state, folder = tmp_path / "state", tmp_path / "theirs"
    folder.mkdir()
    recipe, permissions = parsed(NETWORK), asked(NETWORK, folder)
    assert not_granted(state, recipe, folder, permissions) == permissions

    grant(state, recipe, folder, permissions)

    assert not_granted(state, recipe, folder, permissions) == ()
    # Neither comments nor the order of what is written make another recipe.
    again = parse_recipe(f'sources = ["a.c"]\nversion = 1\n# the same\n{NETWORK}')
    assert not_granted(state, again, folder, permissions) == ()


def test_a_grant_holds_for_one_content_in_one_folder(tmp_path: Path) -> None:
    state, folder, other = tmp_path / "state", tmp_path / "theirs", tmp_path / "others"
    for each in (folder, other):
        each.mkdir()
    recipe, permissions = parsed(NETWORK), asked(NETWORK, folder)
    grant(state, recipe, folder, permissions)
    changed = parsed(f'{NETWORK}\n[compile]\nflags = ["-DEVIL"]')

    assert not_granted(state, changed, folder, permissions) == permissions
    assert not_granted(state, recipe, other, permissions) == permissions


@LINKS
def test_a_grant_ends_when_a_link_leads_elsewhere(tmp_path: Path) -> None:
    state, folder = tmp_path / "state", tmp_path / "theirs"
    folder.mkdir()
    (tmp_path / "harmless").mkdir()
    (folder / "data").symlink_to(tmp_path / "harmless")
    table = '[run]\nfolders = [{ from = "data", to = "/data" }]'
    recipe = parsed(table)
    grant(state, recipe, folder, asked(table, folder))
    (folder / "data").unlink()
    (folder / "data").symlink_to("..")

    changed = asked(table, folder)

    assert not_granted(state, recipe, folder, changed) == changed


def test_a_second_grant_adds_to_the_first(tmp_path: Path) -> None:
    table = f"{NETWORK}\nwritable-root = true"
    recipe, (network, root) = parsed(table), asked(table, tmp_path)
    state = tmp_path / "state"
    grant(state, recipe, tmp_path, [network])
    assert not_granted(state, recipe, tmp_path, [network, root]) == (root,)
    grant(state, recipe, tmp_path, [root])
    assert not_granted(state, recipe, tmp_path, [network, root]) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists of its own")
def test_grants_are_for_their_account_alone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    grant(state, parsed(NETWORK), tmp_path, asked(NETWORK, tmp_path))
    assert state.stat().st_mode & 0o777 == 0o700
    assert (state / FILE).stat().st_mode & 0o777 == 0o600


def test_the_oldest_grants_make_room(tmp_path: Path) -> None:
    state, recipe = tmp_path / "state", parsed(NETWORK)
    permissions = asked(NETWORK, tmp_path)
    folders = [tmp_path / str(number) for number in range(502)]
    grant(state, recipe, folders[0], permissions)
    kept = json.loads((state / FILE).read_bytes())
    for folder in folders[1:501]:
        kept["grants"].append({**kept["grants"][0], "folder": str(folder)})
    (state / FILE).write_text(json.dumps(kept))

    grant(state, recipe, folders[501], permissions)

    assert len(json.loads((state / FILE).read_bytes())["grants"]) == 500
    assert not_granted(state, recipe, folders[0], permissions) == permissions
    assert not_granted(state, recipe, folders[501], permissions) == ()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b"\xff", b'{"version": 1, "grants": 7}']
)
def test_a_broken_file_grants_nothing(content: bytes, tmp_path: Path) -> None:
    permissions = asked(NETWORK, tmp_path)
    (tmp_path / FILE).write_bytes(content)
    assert not_granted(tmp_path, parsed(NETWORK), tmp_path, permissions) == permissions
    grant(tmp_path, parsed(NETWORK), tmp_path, permissions)
    assert not_granted(tmp_path, parsed(NETWORK), tmp_path, permissions) == ()


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="gives a file away")
def test_what_another_account_wrote_grants_nothing(tmp_path: Path) -> None:
    permissions = asked(NETWORK, tmp_path)
    grant(tmp_path, parsed(NETWORK), tmp_path, permissions)
    os.chown(tmp_path / FILE, 65534, 65534)
    assert not_granted(tmp_path, parsed(NETWORK), tmp_path, permissions) == permissions


def test_a_recipe_made_here_is_known(tmp_path: Path) -> None:
    state, recipe = tmp_path / "state", parsed(NETWORK)
    grant_own(state, recipe, tmp_path)
    assert not_granted(state, recipe, tmp_path, asked(NETWORK, tmp_path)) == ()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes)
def test_any_recipe_that_is_written_here_is_known_when_it_is_read(
    tmp_path: Path, recipe: Recipe
) -> None:
    state = tmp_path / "state"
    grant_own(state, recipe, tmp_path)

    again = parse_recipe(write_recipe(recipe))
    asked_again = wanted(Job(again, tmp_path))

    assert not_granted(state, again, tmp_path, asked_again) == ()
    assert {one.kind for one in asked_again} >= {
        kind
        for kind, is_loose in (
            (PermissionKind.USER, recipe.sandbox.user != ""),
            (PermissionKind.PORTS, recipe.run.ports != ()),
            (PermissionKind.FOLDERS, recipe.run.folders != ()),
            (PermissionKind.CAPABILITIES, recipe.sandbox.capabilities != ()),
            (PermissionKind.WRITABLE_ROOT, recipe.sandbox.writable_root),
        )
        if is_loose
    }


def test_saving_a_recipe_of_others_grants_nothing_of_it(tmp_path: Path) -> None:
    theirs = asked(NETWORK, tmp_path)
    table = f"{NETWORK}\nwritable-root = true"
    state, recipe = tmp_path / "state", parsed(table)

    grant_own(state, recipe, tmp_path, theirs)

    assert not_granted(state, recipe, tmp_path, asked(table, tmp_path)) == theirs


def test_of_choices_that_were_changed_what_the_recipe_asks_for_stays_its_own(
    tmp_path: Path,
) -> None:
    recipe = parsed(
        """
        [run]
        ports = ["8080:80"]
        memory = "64GB"
        folders = [{ from = "data", to = "/a" }]
        [image]
        files = [{ from = "/elsewhere/key", to = "/key" }]
        [sandbox]
        network = "bridge"
        """
    )
    run = structs.replace(
        recipe.run,
        ports=(),
        memory="32GB",
        folders=(*recipe.run.folders, FolderOptions(source="mine", to="/b", writable=True)),
    )
    sandbox = structs.replace(recipe.sandbox, writable_root=True)
    changed = structs.replace(recipe, run=run, sandbox=sandbox)

    found = asked_by(recipe, Job(changed, tmp_path))

    assert [one.words for one in found] == [
        "Takes /elsewhere/key into the image",
        "A network",
        f"May read {tmp_path / 'data'}",
        "At most 32.0 GB of memory",
    ]
    assert asked_by(recipe, Job(structs.replace(changed, run=parsed("").run), tmp_path)) == (
        *found[:2],
    )
