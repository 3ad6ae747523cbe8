"""Shared folders of recipes that come from a stranger, run as a person does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.command_line import COMMAND, environment, run_command

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")

ENGINES = [pytest.param("docker", marks=pytest.mark.docker), "local"]
WRITES = """\
#include <stdio.h>

int main(void) {
    FILE *file = fopen("/data/.bashrc", "w");
    if (!file) { perror("/data/.bashrc"); return 1; }
    fputs("echo caught\\n", file);
}
"""
# One with a further group.
ACCOUNT = ("setpriv", "--reuid=1234", "--regid=1234", "--groups=4242")
RECIPE = """\
version = 1
sources = ["a.c"]

[run]
folders = [{ from = "data", to = "/data", writable = true }]
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that every account can get to, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="home-") as name:
        path = Path(name)
        path.chmod(0o777)
        yield path


@pytest.fixture
def project(home: Path) -> Path:
    made = home / "project"
    made.mkdir(mode=0o755)
    (made / "a.c").write_text(WRITES)
    (made / "scratchpress.toml").write_text(RECIPE)
    return made


@pytest.mark.parametrize("engine", ENGINES)
def test_a_link_to_the_home_writes_nothing_there(engine: str, home: Path, project: Path) -> None:
    (project / "data").symlink_to("..")

    done = run_command(
        "run", "--engine", engine, "--allow", project, cwd=home, env={"HOME": str(home)}
    )

    assert done.returncode != 0
    assert f"The folder {home} is not shared with programs." in done.stderr.decode()
    assert not (home / ".bashrc").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_link_elsewhere_is_named_by_where_it_leads(
    engine: str, home: Path, project: Path
) -> None:
    other = home / "other"
    other.mkdir()
    other.chmod(0o777)
    (project / "data").symlink_to("../other")
    options = ("run", "--engine", engine, project)
    environment = {"HOME": str(home)}

    asked = run_command(*options, cwd=home, env=environment)
    done = run_command(*options, "--allow", cwd=home, env=environment)

    assert f"May change {other}." in asked.stderr.decode()
    assert done.returncode == 0, done.stderr
    assert (other / ".bashrc").exists()


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0 or shutil.which("setpriv") is None,
    reason="root becomes an account with a further group",
)
@pytest.mark.parametrize("is_writable", [True, False])
def test_the_preview_gives_no_folder_that_only_a_further_group_opens(
    home: Path, project: Path, *, is_writable: bool
) -> None:
    shared = project / "data"
    shared.mkdir()
    os.chown(shared, 0, 4242)
    if not is_writable:
        (project / "scratchpress.toml").write_text(RECIPE.replace(", writable = true", ""))
    given = {
        "HOME": str(home),
        "SCRATCHPRESS_STATE_DIR": str(home / "state"),
        "SCRATCHPRESS_CACHE_DIR": str(home / "cache"),
    }

    def run(mode: int) -> str:
        shared.chmod(mode)
        done = subprocess.run(
            [*ACCOUNT, *COMMAND, "run", "--engine=local", "--allow", "project"],
            cwd=home,
            env=environment(given),
            capture_output=True,
            check=False,
        )
        return done.stderr.decode()

    said = run(0o770)
    assert ("may not write in" if is_writable else "may not read") in said
    assert "further group" in said
    assert not (shared / ".bashrc").exists()
    assert "further group" not in run(0o777)
