"""How a program is run and what holds it, as a recipe says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import RecipeError
from scratchpress.engines.model import EngineInfo, EngineKind
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.run_request import cut_output, kept_output, notices_for, request_for
from scratchpress.pipeline.shared_folders import check_folders
from scratchpress.recipe.restrictions import changes_to, loosened, restrictions
from scratchpress.recipe.run import RunOptions, format_folder, parse_folder
from scratchpress.recipe.sandbox import Network, SandboxOptions, SystemCalls
from scratchpress.recipe.toml_file import parse_recipe, with_whole_paths, write_recipe
from scratchpress.running.output import RecordedOutput
from scratchpress.running.ports_and_folders import (
    PublishedPort,
    TerminalSize,
    Transport,
    parse_port,
)
from tests.unit.engines.docker.test_sandbox import IMAGE

if TYPE_CHECKING:
    from scratchpress.recipe.model import Recipe

FULL = """\
version = 1
sources = ["server.c"]

[run]
working-directory = "/srv"
terminal = true
ports = ["8080:80", "[::1]:53:5353/udp"]
folders = [{ from = "data", to = "/data", writable = true }]
keep-running = true
timeout = "none"
cpus = 1.5
processes = 64

[sandbox]
network = "bridge"
writable-root = true
user = "root"
capabilities = ["NET_RAW"]
new-privileges = true
system-calls = "unfiltered"
open-files = 64
file-size = "1MB"
runtime = "runsc"
"""


def parsed(table: str) -> Recipe:
    return parse_recipe(f'version = 1\nsources = ["a.c"]\n{table}')


def test_every_option_of_a_run_is_read_and_written_back() -> None:
    recipe = parse_recipe(FULL)

    assert parse_recipe(write_recipe(recipe)) == recipe
    assert recipe.run.published == (
        PublishedPort(inside=80, here=8080),
        PublishedPort(inside=5353, here=53, address="::1", transport=Transport.UDP),
    )
    assert recipe.run.timeout_seconds is None
    assert recipe.sandbox.network is Network.BRIDGE
    assert recipe.sandbox.system_calls is SystemCalls.UNFILTERED


@pytest.mark.parametrize(
    ("table", "title", "remedy"),
    [
        ('[run]\nports = ["80:99999"]', "run.ports", "from 1 to 65535"),
        ('[run]\nports = ["web"]', "run.ports[0]", "8080:80"),
        ('[run]\nports = ["1.2.3.999:80:80"]', "run.ports", "8080:80"),
        ('[run]\nports = ["80:80", "80:81"]', "run.ports", "once"),
        ('[run]\nfolders = [{ from = "a", to = "/proc" }]', "run.folders[0].to", "/data"),
        ('[run]\nfolders = [{ from = "a", to = "/./proc//" }]', "run.folders[0].to", "/data"),
        ('[run]\nfolders = [{ from = "a", to = "/a/../b" }]', "run.folders[0].to", "/data"),
        (
            '[run]\nfolders = [{ from = "a", to = "/a" }, { from = "b", to = "/a/" }]',
            "run.folders",
            "place of its own",
        ),
        ("[run]\ncpus = 0", "run.cpus", "processors"),
        ("[run]\nprocesses = 0", "run.processes", "from 1 on"),
        ('[run]\ntimeout = "soon"', "run.timeout", "or none"),
        ('[run]\nworking-directory = "here"', "run.working-directory", "whole path"),
        ('[sandbox]\nnetwork = "host"', "sandbox.network", "none, bridge"),
        ('[sandbox]\nuser = "me"', "sandbox.user", "1000:1000"),
        ('[sandbox]\ncapabilities = ["net raw"]', "sandbox.capabilities[0]", "NET_RAW"),
        ("[sandbox]\nopen-files = 1", "sandbox.open-files", "from 16"),
        ('[sandbox]\nfile-size = "0"', "sandbox.file-size", "1 byte"),
        ("[sandbox]\nprivileged = true", "sandbox.privileged", "writable-root"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(table: str, title: str, remedy: str) -> None:
    with pytest.raises(RecipeError) as refused:
        parsed(table)

    assert title in refused.value.title
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "port", "url"),
    [
        ("8080", PublishedPort(8080, 8080), "http://localhost:8080/"),
        ("8080:80", PublishedPort(80, 8080), "http://localhost:8080/"),
        ("0.0.0.0:81:80", PublishedPort(80, 81, "0.0.0.0"), "http://localhost:81/"),
        ("127.0.0.2:80", PublishedPort(80, 80, "127.0.0.2"), "http://127.0.0.2:80/"),
        ("[::1]:82:80", PublishedPort(80, 82, "::1"), "http://[::1]:82/"),
    ],
)
def test_a_port_leads_to_an_address_for_a_browser(text: str, port: PublishedPort, url: str) -> None:
    assert parse_port(text) == port
    assert port.url() == url


@pytest.mark.parametrize("text", ["data=/data", "my data=/d é:rw", "a=/b=/c", "C:\\x=/x:rw"])
def test_a_folder_is_written_on_one_line(text: str) -> None:
    assert format_folder(parse_folder(text)) == text


def test_what_listens_has_no_time_limit_unless_one_is_given() -> None:
    assert RunOptions().timeout_seconds == 30
    assert RunOptions(ports=("80",)).timeout_seconds is None
    assert RunOptions(ports=("80",), timeout="5s").timeout_seconds == 5
    assert RunOptions(ports=("80",), keep_running=False).timeout_seconds == 30
    assert RunOptions(keep_running=True).timeout_seconds is None


def test_a_request_carries_all_that_the_recipe_asks_for(tmp_path: Path) -> None:
    recipe = parse_recipe(FULL)
    size = TerminalSize(100, 30)

    request = request_for(
        Job(recipe, tmp_path, terminal=size), IMAGE, "id", None, on_news=lambda _news: None
    )

    assert request.terminal == size
    assert request.folders[0].source == tmp_path / "data"
    assert request.ports == recipe.run.published
    assert (request.limits.cpus, request.limits.processes) == (1.5, 64)
    assert (request.limits.open_files, request.limits.file_size) == (64, 1_000_000)
    assert request.measured
    assert request.sandbox == recipe.sandbox


def test_a_missing_folder_is_told_before_anything_is_compiled(tmp_path: Path) -> None:
    recipe = parsed('[run]\nfolders = [{ from = "data", to = "/data" }]')
    job = Job(recipe, tmp_path)
    with pytest.raises(RecipeError, match="does not exist"):
        check_folders(job)
    (tmp_path / "data").write_text("")
    with pytest.raises(RecipeError, match="is a file"):
        check_folders(job)
    (tmp_path / "data").unlink()
    (tmp_path / "data").mkdir()

    check_folders(job)

    assert with_whole_paths(recipe, tmp_path).run.folders[0].source == str(tmp_path / "data")


def test_nothing_is_loosened_by_default() -> None:
    assert loosened(RunOptions(), SandboxOptions()) == ()
    keys = [one.key for one in restrictions(RunOptions(), SandboxOptions())]
    assert len(keys) == len(set(keys))
    assert {"sandbox.network", "sandbox.user", "run.memory"} <= set(keys)


@pytest.mark.parametrize(
    ("table", "key", "warning"),
    [
        ('[sandbox]\nnetwork = "bridge"', "sandbox.network", "internet"),
        ('[run]\nports = ["80"]', "sandbox.network", "internet"),
        ('[run]\nports = ["0.0.0.0:80:80"]', "sandbox.network", "Every computer"),
        ('[run]\nfolders = [{ from = "a", to = "/a" }]', "run.folders", "read"),
        (
            '[run]\nfolders = [{ from = "a", to = "/a", writable = true }]',
            "run.folders",
            "delete",
        ),
        ("[sandbox]\nwritable-root = true", "sandbox.writable-root", "disk"),
        ('[sandbox]\nuser = "root"', "sandbox.user", "weakness"),
        ('[sandbox]\nuser = "0:0"', "sandbox.user", "weakness"),
        ('[sandbox]\nuser = "1000"', "sandbox.user", "that account"),
        ('[sandbox]\ncapabilities = ["NET_RAW"]', "sandbox.capabilities", "set user"),
        ("[sandbox]\nnew-privileges = true", "sandbox.new-privileges", "set-user-ID"),
        ('[sandbox]\nsystem-calls = "unfiltered"', "sandbox.system-calls", "kernel"),
        ('[run]\ntimeout = "none"', "run.timeout", "until it ends"),
        ("[run]\nkeep-running = true", "run.timeout", "until it ends"),
        ('[run]\ntimeout = "2m"', "run.timeout", "processor"),
        ('[run]\nmemory = "2GB"', "run.memory", "memory"),
        ("[run]\nprocesses = 1000", "run.processes", "slow"),
        ("[sandbox]\nopen-files = 9999", "sandbox.open-files", "kernel"),
        ('[sandbox]\nfile-size = "2GiB"', "sandbox.file-size", "disk"),
    ],
)
def test_each_loosening_is_named_with_what_it_means(table: str, key: str, warning: str) -> None:
    recipe = parsed(table)

    (found,) = loosened(recipe.run, recipe.sandbox)

    assert found.key == key
    assert warning in found.warning


def test_a_tighter_limit_is_no_loosening() -> None:
    recipe = parsed('[run]\ntimeout = "1s"\nmemory = "64MB"\nprocesses = 2\ncpus = 0.5')

    assert loosened(recipe.run, recipe.sandbox) == ()
    assert any(one.key == "run.cpus" for one in restrictions(recipe.run, recipe.sandbox))


def test_every_switch_loosens_what_it_belongs_to() -> None:
    for one in restrictions(RunOptions(), SandboxOptions()):
        changes = changes_to(one.key)
        if changes:
            (found,) = loosened(RunOptions(), SandboxOptions(**changes))  # type: ignore[arg-type] # by name
            assert found.key == one.key


def test_a_port_on_another_computer_is_told_with_the_way_to_it() -> None:
    recipe = parsed('[run]\nports = ["8080:80"]')
    there = EngineInfo(EngineKind.DOCKER, "", "", "", "ssh://ada@box", IMAGE.platform)
    here = EngineInfo(EngineKind.DOCKER, "", "", "", "unix:///x", IMAGE.platform)

    assert "ssh -L 8080:localhost:8080 box" in " ".join(notices_for((), recipe.run, there))
    assert "ssh" not in " ".join(notices_for((), recipe.run, here))


def test_it_is_told_where_memory_is_limited_for_each_process_alone() -> None:
    engine = EngineInfo(EngineKind.PREVIEW, "", "", "", "", IMAGE.platform)
    assert not list(notices_for((), RunOptions(), engine))
    (told,) = notices_for((), RunOptions(), replace(engine, limits_each_process=True))
    assert "each process" in told


def test_of_what_a_program_prints_as_much_is_kept_as_a_file_may_have_but_a_gibibyte() -> None:
    request = RunRequest("1", IMAGE, "x")
    for size, kept in ((1, 2**30), (2**40, 2**40)):
        assert kept_output(replace(request, limits=SandboxLimits(file_size=size))) == kept
    told = cut_output(RecordedOutput(Path(), 3 * 10**9, 10**9, 2**30))
    assert told.startswith("It printed 4.0 GB, of which the first 1.1 GB were kept.")
