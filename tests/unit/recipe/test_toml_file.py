"""A recipe is read strictly, and what is written can be read again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchpress.core.errors import RecipeError
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.recipe.model import (
    Builder,
    CompileOptions,
    Extra,
    FileOptions,
    ImageOptions,
    LimitOptions,
    Optimize,
    Recipe,
    ToolchainName,
)
from scratchpress.recipe.run import FolderOptions, RunOptions
from scratchpress.recipe.sandbox import Network, SandboxOptions, SystemCalls
from scratchpress.recipe.toml_file import json_schema, parse_recipe, read_recipe, write_recipe

FULL = """
version = 1
sources = ["hello.cc", "more.cc"]
[compile]
toolchain = "gcc"
optimize = "fast"
standard = "c++20"
warnings = true
strip = false
lto = true
drop-unused = true
exceptions = false
rtti = false
static-pie = true
flags = ["-Wall"]
platforms = ["linux/arm64"]
[image]
name = "hello:1.0"
base = "ghcr.io/me/base:1"
pull = true
builder = "dockerfile"
[run]
args = ["a", "b c"]
env = { LANG = "C" }
input = "Ada\\n"
timeout = "2m"
memory = "64 MiB"
[limits]
max-size = "1MB"
"""


def refusal(text: str) -> RecipeError:
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text)
    error = caught.value
    assert error.title.startswith("scratchpress.toml")
    assert error.title.endswith(".")
    assert error.title.isprintable()
    assert error.remedy
    return error


def test_every_key_is_read() -> None:
    recipe = parse_recipe(FULL)
    assert recipe == Recipe(
        sources=("hello.cc", "more.cc"),
        compile=CompileOptions(
            toolchain=ToolchainName.GCC,
            optimize=Optimize.FAST,
            standard="c++20",
            warnings=True,
            strip=False,
            lto=True,
            drop_unused=True,
            exceptions=False,
            rtti=False,
            static_pie=True,
            flags=("-Wall",),
            platforms=(Platform.LINUX_ARM64,),
        ),
        image=ImageOptions(
            name="hello:1.0", base="ghcr.io/me/base:1", pull=True, builder=Builder.DOCKERFILE
        ),
        run=RunOptions(
            args=("a", "b c"), env={"LANG": "C"}, input="Ada\n", timeout="2m", memory="64 MiB"
        ),
        limits=LimitOptions(max_size="1MB"),
    )
    assert recipe.run.timeout_seconds == 120
    assert recipe.run.memory_bytes == 64 * 2**20
    assert recipe.limits.max_size_bytes == 10**6


def test_a_recipe_needs_only_its_sources() -> None:
    recipe = parse_recipe('version = 1\nsources = ["hello.cc"]')
    assert recipe == Recipe(sources=("hello.cc",))
    assert recipe.compile.platform is host_platform()
    assert recipe.compile.strips
    assert recipe.limits.max_size_bytes is None


@pytest.mark.parametrize(
    ("key", "value", "takes"),
    [("memory", "0", "8 MB or more"), ("memory", "7MB", "8 MB or more"), ("timeout", "0s", "0 s")],
)
def test_a_limit_that_would_mean_no_limit_is_refused(key: str, value: str, takes: str) -> None:
    error = refusal(f'version = 1\nsources = ["a.c"]\n[run]\n{key} = "{value}"')
    assert error.title == f"scratchpress.toml: run.{key} is not valid."
    assert takes in error.remedy


@pytest.mark.parametrize(
    "base",
    ["", "Alpine", "a b", "alpine:", "alpine@latest", "https://x/y", f"a@sha256:{'A' * 64}", "a\n"],
)
def test_a_base_that_is_no_image_is_refused_with_what_is_allowed(base: str) -> None:
    text = base.replace("\n", "\\n")
    error = refusal(f'version = 1\nsources = ["a.c"]\n[image]\nbase = "{text}"')
    assert error.title == "scratchpress.toml: image.base is not valid."
    assert "scratch, or an image to start from" in error.remedy
    assert "gcr.io/distroless/static" in error.remedy


def test_only_what_differs_is_written() -> None:
    assert write_recipe(Recipe(sources=("a.c",))) == 'version = 1\nsources = [\n    "a.c",\n]\n'
    text = write_recipe(Recipe(sources=("a.c",), limits=LimitOptions(max_size="1MB")))
    assert text.endswith('[limits]\nmax-size = "1MB"\n')
    assert "[run]" not in text


def test_a_default_that_was_typed_is_not_written() -> None:
    recipe = parse_recipe(
        'version = 1\nsources = ["a.c"]\n[image]\nbase = "scratch"\n'
        '[run]\nmemory = "512MiB"\nterminal = true\n'
        '[sandbox]\nopen-files = 1024\nfile-size = "1GiB"\n'
    )
    assert write_recipe(recipe).endswith("]\n\n[run]\nterminal = true\n")


# What the recipe's own patterns say, written out once more on purpose.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
names = st.text(st.characters(codec="utf-8", exclude_characters="\0="), min_size=1, max_size=20)
sizes = st.from_regex(r"[0-9]{1,9}(\.[0-9]{1,3})? ?([kKmMgGtT][iI]?[bB])?", fullmatch=True)
memories = st.from_regex(r"[1-9][0-9]{1,3}(\.[0-9]{1,3})? ?[mMgG][iI]?[bB]", fullmatch=True)
durations = st.from_regex(r"[1-9][0-9]{0,3}(\.[0-9]{1,3})?(ms|s|m|h)", fullmatch=True)
recipes = st.builds(
    Recipe,
    sources=st.lists(texts, min_size=1, max_size=3).map(tuple),
    compile=st.builds(
        CompileOptions,
        toolchain=st.sampled_from(ToolchainName),
        optimize=st.sampled_from(Optimize),
        standard=st.sampled_from(["", "c17", "c++20", "gnu++2c", "iso9899:1999"]),
        warnings=st.booleans(),
        strip=st.none() | st.booleans(),
        lto=st.booleans(),
        drop_unused=st.booleans(),
        exceptions=st.booleans(),
        rtti=st.booleans(),
        static_pie=st.booleans(),
        flags=st.lists(texts, max_size=3).map(tuple),
        platforms=st.lists(st.sampled_from(Platform), unique=True).map(tuple),
    ),
    image=st.builds(
        ImageOptions,
        name=texts,
        builder=st.sampled_from(Builder),
        extras=st.lists(st.sampled_from(Extra), max_size=3).map(
            lambda some: (*some, Extra.TIME_ZONES)
        ),
        zones=st.lists(st.sampled_from(["Europe/Lisbon", "GMT+0"]), max_size=2).map(tuple),
        files=st.lists(
            st.builds(
                FileOptions,
                source=texts.filter(bool),
                to=texts.map("/{}".format),
                mode=st.sampled_from(["0644", "755", "0600"]),
            ),
            max_size=2,
        ).map(tuple),
    ),
    run=st.builds(
        RunOptions,
        args=st.lists(texts, max_size=3).map(tuple),
        env=st.dictionaries(names, texts, max_size=3),
        input=texts,
        timeout=st.none() | st.just("none") | durations,
        memory=memories,
        working_directory=st.just("") | texts.map("/{}".format),
        terminal=st.booleans(),
        ports=st.lists(st.integers(1, 65535), max_size=2, unique=True).map(
            lambda some: tuple(f"{number}:80/udp" for number in some)
        ),
        folders=st.lists(
            st.builds(
                FolderOptions,
                source=texts.filter(bool),
                to=st.just("/data"),
                writable=st.booleans(),
            ),
            max_size=1,
        ).map(tuple),
        keep_running=st.none() | st.booleans(),
        cpus=st.none() | st.floats(0.01, 4096),
        processes=st.integers(1, 4_000_000),
    ),
    sandbox=st.builds(
        SandboxOptions,
        network=st.sampled_from(Network),
        writable_root=st.booleans(),
        user=st.sampled_from(["", "root", "1000", "0:0"]),
        capabilities=st.lists(st.sampled_from(["NET_RAW", "CAP_CHOWN"]), max_size=2).map(tuple),
        system_calls=st.sampled_from(SystemCalls),
        open_files=st.integers(16, 1_000_000),
        runtime=st.sampled_from(["", "runsc", "io.containerd.runsc.v1"]),
    ),
    limits=st.builds(LimitOptions, max_size=st.none() | sizes),
)


@settings(deadline=None)
@given(recipes)
def test_a_written_recipe_reads_back_the_same(recipe: Recipe) -> None:
    again = parse_recipe(write_recipe(recipe))
    assert again == recipe
    assert again.run.memory_bytes >= 0
    assert (again.run.timeout_seconds is None) == (recipe.run.timeout_words == "none")
    assert (again.limits.max_size_bytes is None) == (recipe.limits.max_size is None)


@pytest.mark.parametrize(
    ("line", "place", "allowed"),
    [
        ('sources = ["a.c"]\nfoo = 1', "foo is not a key", "version, sources, compile, image"),
        ('sources = ["a.c"]\n[compile]\ncolor = 1', "compile.color is not a key", "toolchain"),
        ('sources = ["a.c"]\n["a\\nb"]', "a\\x0ab is not a key", "sources"),
        ("[compile]", "sources is missing", "at least one file"),
        ("sources = []", "sources is not valid", "at least one file"),
        ("sources = 3", "sources is not valid: expected `array`", "at least one file"),
        ("sources = [3]", "sources[0] is not valid", "at least one file"),
        ('sources = ["a\\u0000"]', "sources[0] is not valid.", "at least one file"),
        ('sources = ["a.c"]\ncompile = 3', "compile is not valid", "a table with the keys tool"),
        (
            'sources = ["a.c"]\n[compile]\noptimize = "tiny"',
            "compile.optimize is not valid: invalid enum value 'tiny'.",
            "one of: small, fast, debug",
        ),
        (
            'sources = ["a.c"]\n[image]\nextras = ["dns"]',
            "image.extras[0] is not valid: invalid enum value 'dns'.",
            "ca-certificates, time-zones, user, tmp",
        ),
        (
            'sources = ["a.c"]\n[image]\nzones = ["Europe/Lisbon"]',
            "image.zones is not valid.",
            'names of time zones, together with extras = ["time-zones"]',
        ),
        (
            'sources = ["a.c"]\n[image]\nfiles = [{ from = "a", to = "etc/a" }]',
            "image.files[0].to is not valid.",
            "a whole path in the image: /etc/app/config.json",
        ),
        (
            'sources = ["a.c"]\n[image]\nfiles = [{ from = "a", to = "/a", mode = "4755" }]',
            "image.files[0].mode is not valid.",
            "permissions in octal digits: 0644, 0755, 0600",
        ),
        (
            'sources = ["a.c"]\n[image]\nfiles = [{ from = "a" }]',
            "image.files[0].to is missing",
            "a whole path in the image: /etc/app/config.json",
        ),
        (
            'sources = ["a.c"]\n[image]\nfiles = [{ from = "a", to = "/a", owner = 1 }]',
            "image.files[0].owner is not a key",
            "from, to, mode",
        ),
        ('sources = ["a.c"]\n[compile]\nstrip = 1', "compile.strip is", "true or false"),
        ('sources = ["a.c"]\n[compile]\nstandard = "C++20"', "compile.standard is", "c++20"),
        ('sources = ["a.c"]\n[compile]\nstandard = "c17\\n"', "compile.standard is", "c++20"),
        ('sources = ["a.c"]\n[compile]\nplatforms = ["win"]', "compile.platforms[", "one platform"),
        (
            'sources = ["a.c"]\n[compile]\nplatforms = ["linux/arm64", "linux/arm64"]',
            "compile.platforms is not valid.",
            "names each platform once",
        ),
        ('sources = ["a.c"]\n[run]\nmemory = "much"', "run.memory is not valid.", "500 kB, 1 MB"),
        ('sources = ["a.c"]\n[run]\nmemory = "1\\u00a0MB"', "run.memory is", "500 kB, 1 MB"),
        ('sources = ["a.c"]\n[run]\ntimeout = 30', "run.timeout is not valid", "500ms, 30s"),
        ('sources = ["a.c"]\n[run]\ntimeout = "forever"', "run.timeout is", "500ms, 30s"),
        ('sources = ["a.c"]\n[run]\nenv = {A = 1}', "run.env[...] is not valid", "without NUL"),
        ('sources = ["a.c"]\n[run]\nenv = {"A=B" = "1"}', "run.env is not valid", "without ="),
        ('sources = ["a.c"]\n[limits]\nmax-size = 1e6', "limits.max-size is", "500 kB, 1 MB"),
        ('sources = ["a.c"]\n[limits]\nmax_size = "1MB"', "limits.max_size is not a", "max-size"),
        ("sources = 2020-01-01", "sources is not valid", "at least one file"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_what_is_allowed(
    line: str, place: str, allowed: str
) -> None:
    error = refusal(f"version = 1\n{line}")
    assert f"scratchpress.toml: {place}" in error.title
    assert allowed in error.remedy
    assert "regex" not in error.title


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("", "version is missing"),
        ("version = 2\nnew-key = 1", "version is 2, and this Scratchpress reads version 1"),
        ("version = 0", "version is not valid"),
        ('version = "1"', "version is not valid"),
        ("version = true", "version is not valid"),
        ("version = 1.0", "version is not valid"),
    ],
)
def test_another_version_is_said(version: str, words: str) -> None:
    assert words in refusal(f'{version}\nsources = ["a.c"]').title


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        "= 1",
        "version = 1\nversion = 1",
        "[compile",
        'sources = ["a.c"',
        "version = 1\r\0",
        "a = " + "1" * 5000,
        "a = " + "[" * 5000,
        "a = " + "{b=" * 5000,
    ],
)
def test_what_is_not_toml_is_said(text: str) -> None:
    assert "scratchpress.toml is not valid TOML: " in refusal(text).title


@given(st.text(max_size=60))
def test_any_text_is_a_recipe_or_refused(text: str) -> None:
    refusal(text)


def test_a_file_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "my\nrecipe.toml"
    path.write_text("version = 1")
    with pytest.raises(RecipeError, match=r"^my\\x0arecipe.toml: sources is missing\.$"):
        read_recipe(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "scratchpress.toml"
    path.write_bytes(b'\xef\xbb\xbfversion = 1\r\nsources = ["a.c"]\r\n')
    assert read_recipe(path).sources == ("a.c",)


def test_a_file_that_is_no_recipe_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with pytest.raises(RecipeError, match=r"a\.toml cannot be read: No such file or directory"):
        read_recipe(path)
    with pytest.raises(RecipeError, match="cannot be read"):
        read_recipe(tmp_path)
    path.write_bytes(b"\xff")
    with pytest.raises(RecipeError, match=r"a\.toml is not text in UTF-8: byte 0 is wrong"):
        read_recipe(path)
    os.truncate(path, 50_000_000)
    with pytest.raises(RecipeError, match=r"a\.toml is too large for a recipe"):
        read_recipe(path)


def test_the_schema_knows_every_key_and_refuses_others() -> None:
    schema: dict[str, Any] = json_schema()
    tables = schema["$defs"]
    assert set(tables["Recipe"]["properties"]) == {
        "version", "sources", "compile", "image", "run", "sandbox", "limits"
    }  # fmt: skip
    assert "max-size" in tables["LimitOptions"]["properties"]
    for struct in (Recipe, CompileOptions, ImageOptions, RunOptions, LimitOptions):
        assert tables[struct.__name__]["additionalProperties"] is False
    assert json.dumps(schema)
