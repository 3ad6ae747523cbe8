"""What may be typed, what it means, and the words for what cannot be understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scratchpress.cli.arguments import parse, wants_json
from scratchpress.cli.jobs import job_from, sources_in
from scratchpress.core.errors import ScratchpressError, UsageError
from scratchpress.core.platforms import Platform
from scratchpress.recipe.model import Builder, Extra, FileOptions, Optimize, Recipe, ToolchainName


def refusal(*argv: str) -> ScratchpressError:
    with pytest.raises(ScratchpressError) as caught:
        job_from(parse(argv))
    return caught.value


TYPED = (
    "build hello.cc --toolchain gcc --optimize fast --standard c++20 --flag=-DA=1 --flag=-g"
    " --warnings --no-strip --lto --drop-unused --no-exceptions --no-rtti --static-pie"
    " --platform linux/arm64 --tag hi:1 --builder dockerfile"
    " --max-size 1MB --timeout 5s --memory 64MiB --env A=1 --env B=x=y --output hi.tar"
    " -- --verbose -- last"
)


def test_options_become_the_recipe() -> None:
    job = job_from(parse(TYPED.split()))
    recipe = job.recipe
    assert recipe.sources == ("hello.cc",)
    assert recipe.compile.toolchain is ToolchainName.GCC
    assert recipe.compile.optimize is Optimize.FAST
    assert recipe.compile.standard == "c++20"
    assert recipe.compile.flags == ("-DA=1", "-g")
    assert recipe.compile.warnings
    assert not recipe.compile.strips
    assert (recipe.compile.lto, recipe.compile.drop_unused) == (True, True)
    assert (recipe.compile.exceptions, recipe.compile.rtti) == (False, False)
    assert recipe.compile.static_pie
    assert recipe.compile.platform is Platform.LINUX_ARM64
    assert recipe.image.name == "hi:1"
    assert recipe.image.builder is Builder.DOCKERFILE
    assert recipe.limits.max_size_bytes == 1_000_000
    assert recipe.run.timeout_seconds == 5
    assert recipe.run.memory_bytes == 64 * 1024**2
    assert recipe.run.env == {"A": "1", "B": "x=y"}
    assert recipe.run.args == ("--verbose", "--", "last")
    assert job.archive_to == Path.cwd() / "hi.tar"


def test_options_of_a_run_become_the_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratchpress.toml").write_text(
        'version = 1\nsources = ["a.c"]\n[run]\nports = ["80:80"]\n'
        'folders = [{ from = "a", to = "/a" }]\n[sandbox]\ncapabilities = ["CHOWN"]\n'
    )
    monkeypatch.chdir(tmp_path)
    typed = (
        "run scratchpress.toml --publish 8080:80/udp -p 80:80 --workdir /srv --folder d=/d:rw"
        " -t --no-keep-running --timeout none --cpus 1.5 --processes 9 --network bridge"
        " --writable-root --user 1:2 --capability NET_RAW --new-privileges"
        " --system-calls unfiltered --open-files 99 --file-size 2MB --runtime runsc"
    )
    recipe = job_from(parse(typed.split())).recipe

    run, sandbox = recipe.run, recipe.sandbox
    assert run.ports == ("80:80", "8080:80/udp")
    assert [(one.source, one.to, one.writable) for one in run.folders] == [
        ("a", "/a", False),
        ("d", "/d", True),
    ]
    assert (run.working_directory, run.terminal, run.keep_running) == ("/srv", True, False)
    assert (run.timeout_seconds, run.cpus, run.processes) == (None, 1.5, 9)
    assert sandbox.capabilities == ("CHOWN", "NET_RAW")
    assert (sandbox.network, sandbox.system_calls) == ("bridge", "unfiltered")
    assert (sandbox.writable_root, sandbox.new_privileges) == (True, True)
    assert (sandbox.user, sandbox.runtime) == ("1:2", "runsc")
    assert (sandbox.open_files, sandbox.file_size_bytes) == (99, 2_000_000)


def test_extras_zones_and_files_are_added_to_the_recipes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratchpress.toml").write_text(
        'version = 1\nsources = ["hello.cc"]\n[image]\nextras = ["tmp"]\n'
        'files = [{ from = "a", to = "/a" }]\n'
    )
    monkeypatch.chdir(tmp_path)
    typed = (
        "build scratchpress.toml --extra user --extra tmp --zone Europe/Lisbon"
        " --add x=y.json=/etc/app/ --add /elsewhere/run=/run.sh:755"
    )
    image = job_from(parse(typed.split())).recipe.image
    assert image.extras == (Extra.TMP, Extra.USER, Extra.TIME_ZONES)
    assert image.zones == ("Europe/Lisbon",)
    assert image.files == (
        FileOptions(source="a", to="/a"),
        FileOptions(source="x=y.json", to="/etc/app/"),
        FileOptions(source="/elsewhere/run", to="/run.sh", mode="755"),
    )
    assert image.files[2].mode_bits == 0o755


@pytest.mark.parametrize("text", ["config.json", "config.json=etc", "=/etc", "a=", "a\udcff=/a"])
def test_a_file_without_its_place_is_refused(text: str) -> None:
    error = refusal("build", "hello.cc", f"--add={text}")
    assert error.title.startswith("--add does not take")


def test_nothing_typed_is_the_default_recipe() -> None:
    assert job_from(parse(["build", "hello.cc"])).recipe == Recipe(sources=("hello.cc",))


def test_options_stand_above_a_recipes_values(tmp_path: Path) -> None:
    recipe = tmp_path / "my recipe.toml"
    recipe.write_text(
        'version = 1\nsources = ["a.c"]\n[compile]\noptimize = "fast"\nwarnings = true\n'
        '[run]\nargs = ["kept"]\nenv = {A = "1", B = "1"}\n'
    )
    job = job_from(parse(["run", str(recipe), "--optimize=debug", "--no-warnings", "--env=B=2"]))
    assert job.folder == tmp_path
    assert job.recipe.compile.optimize is Optimize.DEBUG
    assert not job.recipe.compile.warnings
    assert job.recipe.run.args == ("kept",)
    assert job.recipe.run.env == {"A": "1", "B": "2"}
    assert job_from(parse(["run", str(recipe), "--"])).recipe.run.args == ()


def test_sources_in_several_folders_are_named_from_the_one_that_holds_them(tmp_path: Path) -> None:
    folder, names = sources_in([str(tmp_path / "main.cc"), str(tmp_path / "parts" / "part.cc")])
    assert folder == tmp_path
    assert names == ("main.cc", "parts/part.cc")


@pytest.mark.parametrize("command", ["build", "run", "check", "init"])
def test_a_command_without_a_source_says_what_it_needs(command: str) -> None:
    error = refusal(command)
    assert error.exit_code == 2
    assert error.title == f"{command} needs a source file or a recipe."
    assert f"scratchpress {command} hello.cc" in error.remedy


@pytest.mark.parametrize(
    ("argument", "title", "remedy"),
    [
        ("--engine=podman", '--engine does not take "podman".', "auto, docker, local"),
        (
            "--toolchain=tcc",
            '--toolchain does not take "tcc".',
            "zig, gcc, clang, go, rust, prebuilt",
        ),
        ("--optimize=O3", '--optimize does not take "O3".', "small, fast, debug"),
        ("--platform=amd64", '--platform does not take "amd64".', "linux/amd64, linux/arm64"),
        ("--base=Al pine", '--base does not take "Al pine".', "scratch, or an image's name"),
        ("--builder=buildx", '--builder does not take "buildx".', "archive, dockerfile"),
        ("--max-size=big", '--max-size does not take "big".', "a number and a unit: 500 kB"),
        ("--max-size=", '--max-size does not take "".', "a number and a unit: 500 kB"),
        ("--memory=lots", '--memory does not take "lots".', "a number and a unit"),
        ("--timeout=30", '--timeout does not take "30".', "a number and a unit: 500ms, 30s"),
        ("--standard=C++ 20", '--standard does not take "C++ 20".', "c17, c++20"),
        ("--env=A", '--env does not take "A".', "a name, = and a value"),
        ("--env==1", '--env does not take "=1".', "a name, = and a value"),
        ("--tag=\udcff", '--tag does not take "\\udcff".', "text in UTF-8"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(argument: str, title: str, remedy: str) -> None:
    error = refusal("build", "hello.cc", argument)
    assert (error.exit_code, error.title) == (2, title)
    assert remedy in error.remedy


def test_an_unknown_option_is_named_and_the_usage_shown() -> None:
    error = refusal("build", "-v.cc")
    assert isinstance(error, UsageError)
    assert error.title == "-v.cc is not an option here."
    assert "./-name" in error.remedy
    assert error.details.startswith("usage: scratchpress build")


def test_an_option_without_its_value_says_how_to_write_it() -> None:
    error = refusal("build", "hello.cc", "--flag", "-Wall")
    assert error.title == "--flag needs a value."
    assert "--flag=VALUE" in error.remedy


def test_an_unknown_command_is_refused() -> None:
    assert "bulid" in refusal("bulid", "hello.cc").title


def test_options_are_never_guessed_from_their_beginning() -> None:
    assert refusal("build", "hello.cc", "--opt=small").title.startswith("--opt=small is not")


def test_a_recipe_and_sources_together_are_refused() -> None:
    assert refusal("build", "a.toml", "b.cc").title.startswith("a.toml is a recipe")


def test_a_command_that_starts_no_program_refuses_arguments_for_one() -> None:
    assert refusal("engines", "--", "-x").title == (
        "engines starts no program, so nothing may follow --."
    )


def test_json_is_asked_for_only_before_the_programs_own_arguments() -> None:
    assert wants_json(["build", "--bad", "--json"])
    assert not wants_json(["build", "hello.cc", "--", "--json"])


def test_help_lists_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    codes = set(re.findall(r"\b(\d+) ", capsys.readouterr().out.partition("exit codes:")[2]))
    assert {str(kind.exit_code) for kind in _subclasses(ScratchpressError)} | {"0", "1"} <= codes


def _subclasses(kind: type[ScratchpressError]) -> set[type[ScratchpressError]]:
    return {kind}.union(*map(_subclasses, kind.__subclasses__()))
