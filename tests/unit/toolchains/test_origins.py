"""Where libraries come from, read from what compilers and lock files say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.component import Component
from scratchpress.toolchains.origins import Origins, go_origins, read_lock, read_modules

if TYPE_CHECKING:
    from pathlib import Path

GO_SAYS = """\
program: go1.27.3
\tpath\texample.com/app
\tmod\texample.com/app\t(devel)
\tdep\tgithub.com/a/b\tv1.2.3\th1:abc=
\tdep\tgithub.com/c/d\tv0.1.0
\t=>\tgithub.com/fork/d\tv0.2.0\th1:def=
\tdep\texample.com/local\tv0.0.0
\t=>\t../local\t
\tbuild\t-compiler=gc
"""


def test_go_modules_are_told_with_what_stands_in_their_place() -> None:
    modules = read_modules(GO_SAYS)

    assert list(modules) == ["github.com/a/b", "github.com/c/d", "example.com/local"]
    assert modules["github.com/a/b"].purl == "pkg:golang/github.com/a/b@v1.2.3"
    replaced = modules["github.com/c/d"]
    assert (replaced.name, replaced.version) == ("github.com/fork/d", "v0.2.0")
    assert modules["example.com/local"] == Component("example.com/local", "")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for go is a shell script")
def test_go_has_no_home_in_which_it_would_count_its_calls(tmp_path: Path) -> None:
    go = tmp_path / "go"
    go.write_text(f"#!/bin/sh\nenv > '{tmp_path}/variables'\ncat <<'END'\n{GO_SAYS}END\n")
    go.chmod(0o755)

    origins = go_origins(go, "1.27.3", tmp_path / "program")

    assert list(origins.libraries) == ["github.com/a/b", "github.com/c/d", "example.com/local"]
    names = {line.partition("=")[0] for line in (tmp_path / "variables").read_text().splitlines()}
    assert "GOPROXY" in names
    assert not names & {"HOME", "XDG_CONFIG_HOME"}


def test_a_package_belongs_to_the_module_whose_path_it_begins_with() -> None:
    standard = Component("std", "1")
    origins = Origins(None, read_modules(GO_SAYS), rest=standard)

    assert origins.of("github.com/a/b/c/d") == origins.libraries["github.com/a/b"]
    assert origins.of("github.com/a/bc") is standard
    assert origins.of("net/http") is standard
    assert Origins(None).of("anything") is None


def test_crates_from_elsewhere_are_told_and_own_ones_not() -> None:
    lock = {
        "package": [
            {"name": "app", "version": "0.1.0"},
            {"name": "serde-json", "version": "1.0.1", "source": "registry+x"},
            "nonsense",
        ]
    }

    assert read_lock(lock) == {
        "serde_json": Component("serde-json", "1.0.1", "", "pkg:cargo/serde-json@1.0.1")
    }
    assert read_lock({}) == {}
    assert read_lock({"package": "nonsense"}) == {}
