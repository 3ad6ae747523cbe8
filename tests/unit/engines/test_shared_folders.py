"""What is shared with a program is what was looked at, and never an engine's own socket."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import CannotRunError, RecipeError
from scratchpress.engines.shared_folders import check_folder, check_place, closed_folder
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.permissions import wanted
from scratchpress.pipeline.run_request import request_for
from scratchpress.pipeline.shared_folders import restrictions_of, with_folders
from scratchpress.recipe.toml_file import parse_recipe
from scratchpress.running.ports_and_folders import SharedFolder
from tests.unit.engines.docker.test_sandbox import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


def job_sharing(folder: Path, name: str) -> Job:
    table = f'[run]\nfolders = [{{ from = "{name}", to = "/data", writable = true }}]'
    return Job(parse_recipe(f'version = 1\nsources = ["a.c"]\n{table}'), folder)


def test_a_link_to_the_home_is_shown_and_refused_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    project = tmp_path / "project"
    project.mkdir()
    (project / "data").symlink_to("..")
    job = job_sharing(project, "data")

    (asked,) = wanted(job)
    assert asked.words == f"May change {tmp_path}"
    with pytest.raises(RecipeError) as refused:
        with_folders(job)
    assert refused.value.title == f"The folder {tmp_path} is not shared with programs."
    assert "home" in refused.value.explanation


def test_what_was_looked_at_is_what_is_shared(tmp_path: Path) -> None:
    """Also when a link leads elsewhere in between."""
    for name in ("harmless", "precious", "project"):
        (tmp_path / name).mkdir()
    link = tmp_path / "project" / "data"
    link.symlink_to(tmp_path / "harmless")
    job = with_folders(job_sharing(tmp_path / "project", "data"))
    (shown,) = wanted(job)
    link.unlink()
    link.symlink_to(tmp_path / "precious")

    assert wanted(job) == (shown,)
    (held,) = (one for one in restrictions_of(job) if one.key == "run.folders")
    request = request_for(job, IMAGE, "id", None, lambda _news: None)
    assert [one.source for one in request.folders] == [tmp_path / "harmless"]
    assert shown.words == held.words == f"May change {tmp_path / 'harmless'}"
    # Who looks anew sees the other one.
    assert wanted(replace(job, folders=None)) != (shown,)


def test_a_folder_in_whose_place_a_link_came_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "data").mkdir()
    folder = SharedFolder(tmp_path / "data", "/data")
    check_place(folder)
    (tmp_path / "data").rmdir()
    (tmp_path / "data").symlink_to("precious")

    with pytest.raises(CannotRunError, match=r"data leads to .*precious now"):
        check_folder(folder)


def test_the_folder_of_an_engine_that_is_configured_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("by variable", "by context", "by address", "free"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "settings"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/by variable/mine.sock")
    meta = tmp_path / "settings" / "contexts" / "meta" / sha256(b"mine").hexdigest()
    meta.mkdir(parents=True)
    url = f"unix://{tmp_path}/by context/mine.sock"
    (meta / "meta.json").write_text(
        json.dumps({"Name": "mine", "Endpoints": {"docker": {"Host": url}}})
    )
    address = f"unix://{tmp_path}/by address/mine.sock"

    assert "engine" in closed_folder(tmp_path / "by variable")
    assert "engine" in closed_folder(tmp_path / "by context")
    assert "engine" in closed_folder(tmp_path / "by address", address)
    assert not closed_folder(tmp_path / "free", address)
