"""A recipe of somebody else, at the command line: nothing is loosened that nobody agreed to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import report_of, run_command, start_command
from tests.support.command_terminal import Terminal
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and terminals of POSIX")

WRITES = """\
#include <stdio.h>
int main(void) {
    FILE *file = fopen("/data/.bashrc", "w");
    if (!file || fputs("echo caught", file) < 0 || fclose(file)) return 1;
    puts("written");
}
"""
RECIPE = """\
version = 1
sources = ["main.c"]
[run]
folders = [{ from = "data", to = "/data", writable = true }]
"""
LOCAL = ("run", "--engine=local")


@pytest.fixture
def theirs() -> Iterator[Path]:
    """A folder of somebody else, whose recipe shares the folder above it by a link."""
    # Where every account may enter: started by root, the preview runs as one without rights.
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o777)
        folder = Path(home).resolve() / "theirs"
        folder.mkdir()
        (folder / "main.c").write_text(WRITES)
        (folder / "scratchpress.toml").write_text(RECIPE)
        (folder / "data").symlink_to("..")
        yield folder


@pytest.mark.parametrize("given", [".", "scratchpress.toml"])
@pytest.mark.parametrize("command", ["run", "build --run", "shrink"])
def test_a_link_to_the_home_is_named_and_not_shared(command: str, given: str, theirs: Path) -> None:
    done = run_command(*command.split(), "--engine=local", given, cwd=theirs)

    said = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert f"folders: May change {theirs.parent}." in said
    assert "--allow=folders" in said
    assert "compile" not in said
    assert not (theirs.parent / ".bashrc").exists()


@pytest.mark.parametrize("allow", ["--allow", "--allow=folders", "--allow=network,folders"])
def test_what_is_allowed_on_the_command_line_is_done(allow: str, theirs: Path) -> None:
    (theirs / "data").unlink()
    (theirs / "data").mkdir()
    (theirs / "data").chmod(0o777)
    done = run_command(*LOCAL, allow, ".", cwd=theirs)
    assert (done.returncode, done.stdout) == (0, b"written\n"), done.stderr


def test_another_kind_than_the_one_that_is_allowed_is_refused(theirs: Path) -> None:
    (theirs / "scratchpress.toml").write_text(f'{RECIPE}[sandbox]\nnetwork = "bridge"\n')
    said = run_command(*LOCAL, "--allow=network", ".", cwd=theirs).stderr.decode()
    assert "folders: " in said
    assert "network: " not in said
    # The option as it has to be typed, all in all.
    assert "--allow=folders,network" in said


def test_a_kind_that_does_not_exist_is_a_mistake(theirs: Path) -> None:
    done = run_command(*LOCAL, "--allow=everything", ".", cwd=theirs)
    assert done.returncode == 2
    assert b"folders, ports, network" in done.stderr


def test_what_was_typed_needs_no_question(theirs: Path) -> None:
    (theirs / "scratchpress.toml").unlink()
    (theirs / "mine").mkdir(mode=0o777)
    (theirs / "mine").chmod(0o777)
    done = run_command(*LOCAL, "--folder=mine=/data:rw", "main.c", cwd=theirs)
    assert (done.returncode, done.stdout) == (0, b"written\n"), done.stderr


def test_an_option_that_tightens_the_recipe_leaves_nothing_to_ask(theirs: Path) -> None:
    (theirs / "main.c").write_text("int main(void) { return 0; }")
    recipe = 'version = 1\nsources = ["main.c"]\n[sandbox]\nnetwork = "bridge"\n'
    (theirs / "scratchpress.toml").write_text(recipe)
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2
    assert run_command(*LOCAL, "--network=none", ".", cwd=theirs).returncode == 0


@pytest.mark.parametrize("command", ["build", "run", "push --to=localhost:1/x"])
def test_a_file_from_outside_is_not_taken_unasked(command: str, theirs: Path) -> None:
    key = theirs.parent / "id_ed25519"
    key.write_text("mine")
    recipe = (
        'version = 1\nsources = ["main.c"]\n[image]\n'
        'files = [{ from = "data/id_ed25519", to = "/key" }]\n[sandbox]\nnetwork = "bridge"\n'
    )
    (theirs / "scratchpress.toml").write_text(recipe)

    done = run_command(*command.split(), ".", cwd=theirs)

    said = done.stderr.decode()
    assert done.returncode == 2
    assert f"files: Takes {key} into the image. It lies outside" in said
    assert "It looks like a private key." in said
    assert "has a network to send it" in said


def test_what_a_command_does_not_do_is_not_asked(theirs: Path) -> None:
    for command in ("check", "sizes"):
        assert run_command(command, ".", cwd=theirs).returncode == 0


def test_json_says_what_is_asked_for(theirs: Path) -> None:
    refused = report_of(run_command(*LOCAL, "--json", ".", cwd=theirs).stdout)
    assert (refused["ok"], refused["exit_code"]) == (False, 2)
    assert "--allow=folders" in refused["error"]["remedy"]

    listed = report_of(run_command("sandbox", "--json", ".", cwd=theirs).stdout)
    (asked,) = listed["permissions"]
    assert asked["kind"] == "folders"
    assert asked["words"] == f"May change {theirs.parent}"


def test_the_list_names_real_paths_files_from_outside_and_how_to_agree(theirs: Path) -> None:
    (theirs.parent / ".env").write_text("TOKEN=1")
    (theirs / "scratchpress.toml").write_text(
        RECIPE + '[image]\nfiles = [{ from = "../.env", to = "/env" }]\n'
    )
    told = run_command("sandbox", ".", cwd=theirs).stdout.decode()
    assert f"May change {theirs.parent}\n" in told
    assert f"image.files            Takes {theirs.parent / '.env'} into the image" in told
    assert "looks like passwords" in told
    assert "--allow=folders,files" in told


@pytest.mark.parametrize("command", ["build", "build --run"])
def test_a_key_that_goes_into_the_image_is_told_of_a_recipe_of_ones_own_too(
    command: str, theirs: Path
) -> None:
    (theirs / "scratchpress.toml").unlink()
    (theirs / "main.c").write_text("int main(void) { return 0; }")
    (theirs / "server.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    typed = ("--engine=local", "--add=server.pem=/server.pem", "main.c")
    said = run_command(*command.split(), *typed, cwd=theirs).stderr.decode()
    told = f"Takes {theirs / 'server.pem'} into the image. It looks like a private key."
    assert said.count(told) == 1


def answered(keys: bytes, cwd: Path, *arguments: str) -> tuple[int, str]:
    seat = Terminal(*(arguments or (*LOCAL, ".")), cwd=cwd)
    seat.wait_for("Enter not:")
    seat.type(keys)
    code, _ = seat.end()
    return code, seat.text


def quietly(folder: Path) -> None:
    """Have the recipe share a folder of its own, so that what is agreed to is done."""
    (folder / "data").unlink()
    (folder / "data").mkdir()
    (folder / "data").chmod(0o777)


@pytest.mark.parametrize("keys", [b"\n", b"n\n", b"yes\n", b"\x04", b"12\n"])
def test_only_a_clear_answer_allows(keys: bytes, theirs: Path) -> None:
    quietly(theirs)
    code, text = answered(keys, theirs)
    assert code == 2
    assert f"May change {theirs / 'data'}" in text
    assert list((theirs / "data").iterdir()) == []


@pytest.mark.parametrize("watch", [(), ("--watch",)])
def test_ctrl_c_at_the_question_stops(watch: tuple[str, ...], theirs: Path) -> None:
    assert answered(b"\x03", theirs, *LOCAL, *watch, ".")[0] == 130


def test_a_watch_asks_when_it_begins(theirs: Path) -> None:
    quietly(theirs)
    seat = Terminal(*LOCAL, "--watch", ".", cwd=theirs)
    seat.wait_for("Enter not:")
    seat.type(b"1\n")
    seat.wait_for("written")
    seat.wait_for("Watching")
    (theirs / "main.c").write_text(WRITES.replace("written", "again"))
    seat.wait_for("again")
    seat.wait_for("Ctrl+C ends it")
    seat.type(b"\x03")
    assert seat.end()[0] == 0
    assert seat.text.count("Enter not:") == 1


def test_once_is_asked_again_and_always_is_not(theirs: Path) -> None:
    quietly(theirs)
    assert answered(b"1\n", theirs)[0] == 0
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2
    assert answered(b"2\n", theirs)[0] == 0
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 0
    # Another place for the link, another content, another folder: another question.
    (theirs / "data" / ".bashrc").unlink()
    (theirs / "data").rmdir()
    (theirs / "data").symlink_to("..")
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2
    (theirs / "data").unlink()
    (theirs / "data").mkdir(mode=0o777)
    (theirs / "data").chmod(0o777)
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 0
    (theirs / "scratchpress.toml").write_text(f'{RECIPE}args = ["x"]\n')
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2


def test_a_recipe_that_init_wrote_is_known_and_a_changed_one_is_not(theirs: Path) -> None:
    quietly(theirs)
    (theirs / "scratchpress.toml").unlink()
    made = run_command("init", "--folder=data=/data:rw", "main.c", cwd=theirs)
    assert made.returncode == 0
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 0
    with (theirs / "scratchpress.toml").open("a") as file:
        file.write('[sandbox]\nnetwork = "bridge"\n')
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2


@pytest.mark.parametrize(
    "command", ["init --force .", "shrink --apply --allow --engine=local scratchpress.toml"]
)
def test_writing_a_recipe_of_others_again_does_not_agree_to_it(command: str, theirs: Path) -> None:
    (theirs / "main.c").write_text("int main(void) { return 0; }")
    assert run_command(*command.split(), cwd=theirs).returncode == 0
    assert run_command(*LOCAL, ".", cwd=theirs).returncode == 2


def test_a_watch_does_not_run_what_its_recipe_asks_for_later(theirs: Path) -> None:
    recipe = theirs / "scratchpress.toml"
    recipe.write_text('version = 1\nsources = ["main.c"]\n')
    (theirs / "main.c").write_text('#include <stdio.h>\nint main(void) { puts("one"); }\n')
    process = start_command(*LOCAL, "--allow", "--watch", ".", cwd=theirs)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"one\n"
        while b"Watching" not in process.stderr.readline():
            pass
        (theirs / "main.c").write_text(WRITES)
        recipe.write_text(RECIPE)
        said = b""
        while b"start the watch again" not in said:
            assert b"written" not in said
            said += process.stderr.readline()
        assert f"May change {theirs.parent}".encode() in said
        assert not (theirs.parent / ".bashrc").exists()
    finally:
        process.terminate()
        process.communicate(timeout=SOON)
