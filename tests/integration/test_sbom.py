"""Bills of materials: what is in an image, told rightly and the same every time."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scratchpress.toolchains.origins import LLVM_VERSION, MUSL_VERSION
from tests.support.command_line import run_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.registries import LocalRegistry

C_HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'
CPP_HELLO = '#include <iostream>\nint main() { std::cout << "hello\\n"; }\n'
GO_HELLO = 'package main\n\nfunc main() { println("hello") }\n'


def _bill(folder: Path, *words: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A build's report and its bill."""
    done = run_command("build", "--json", "--engine=local", "--sbom=bill.json", *words, cwd=folder)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    text = (folder / "bill.json").read_text("utf-8")
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert problem is None, problem
    return json.loads(done.stdout), json.loads(text)


def _named(bill: dict[str, Any], kind: str) -> dict[str, str]:
    """Versions by names, of one type of component."""
    return {
        one["name"]: one.get("version", "") for one in bill["components"] if one["type"] == kind
    }


def _complete(bill: dict[str, Any]) -> str:
    values = {one["name"]: one["value"] for one in bill["metadata"]["properties"]}
    complete: str = values["scratchpress:complete"]
    return complete


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name, text in (("hello.c", C_HELLO), ("hello.cc", CPP_HELLO), ("hello.go", GO_HELLO)):
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_c_program_holds_the_c_library_and_names_the_image(sources: Path) -> None:
    report, bill = _bill(sources, "hello.c")

    assert _named(bill, "library") == {"compiler-rt": LLVM_VERSION, "musl": MUSL_VERSION}
    root = bill["metadata"]["component"]
    assert root["version"] == report["image"]["digest"]
    assert root["purl"] == f"pkg:oci/hello@{report['image']['digest']}?tag=latest"
    (program,) = (one for one in bill["components"] if one["type"] == "application")
    assert program["hashes"][0]["content"] == report["executable"]["sha256"]
    assert _complete(bill) == "true"


def test_the_versions_told_are_those_that_are_built_in() -> None:
    import ziglang

    lib = Path(ziglang.__file__).parent / "lib"
    version = (lib / "libc/musl/src/internal/version.h").read_text()
    assert version == f'#define VERSION "{MUSL_VERSION}"\n'
    found = re.search(r"define _LIBCPP_VERSION (\d\d)(\d\d)(\d\d)", _libcxx_config(lib))
    assert found is not None
    assert ".".join(str(int(part)) for part in found.groups()) == LLVM_VERSION


def _libcxx_config(lib: Path) -> str:
    return (lib / "libcxx/include/__config").read_text()


def test_a_cpp_program_holds_llvms_libraries_and_the_extras_theirs(sources: Path) -> None:
    (sources / "notes 🎉.txt").write_text("notes")
    _, bill = _bill(
        sources,
        *("hello.cc", "--extra=time-zones", "--extra=ca-certificates"),
        "--add=notes 🎉.txt=/etc/notes.txt",
    )

    llvm = ("libc++", "libc++abi", "libunwind")
    assert {name: version for name, version in _named(bill, "library").items() if name in llvm} == (
        dict.fromkeys(llvm, LLVM_VERSION)
    )
    assert _named(bill, "data") == {
        name: importlib.metadata.version(name) for name in ("certifi", "tzdata")
    }
    assert list(_named(bill, "file")) == ["/etc/notes.txt"]


def test_gccs_libraries_have_the_versions_of_this_computer(sources: Path) -> None:
    _, bill = _bill(sources, "hello.cc", "--toolchain=gcc")

    gcc = subprocess.run(["gcc", "-dumpfullversion"], check=True, capture_output=True, text=True)
    glibc = subprocess.run(["ldd", "--version"], check=True, capture_output=True, text=True)
    libraries = _named(bill, "library")
    assert libraries["libstdc++"] == libraries["libgcc"] == gcc.stdout.strip()
    assert libraries["glibc"] == glibc.stdout.splitlines()[0].split()[-1]


def test_a_go_program_holds_its_standard_library(sources: Path) -> None:
    _, bill = _bill(sources, "hello.go")

    assert list(_named(bill, "library")) == ["go-standard-library"]
    tools = {one["name"]: one["version"] for one in bill["metadata"]["tools"]["components"]}
    assert tools["go"] == _named(bill, "library")["go-standard-library"]


def test_of_a_program_that_was_ready_nothing_is_made_up(sources: Path) -> None:
    subprocess.run(
        ["gcc", "-static", "-o", "ready", "hello.c"], check=True, capture_output=True, cwd=sources
    )
    _, bill = _bill(sources, "ready")

    assert _named(bill, "library") == {}
    assert _complete(bill) == "false"


def test_the_same_sources_have_the_same_bill_elsewhere_and_both_platforms_one(
    sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("else where")
    (elsewhere / "hello.c").write_text(C_HELLO)
    platforms = ("--platform=linux/amd64", "--platform=linux/arm64")
    for folder in (sources, elsewhere):
        _bill(folder, "hello.c", *platforms)

    first = (sources / "bill.json").read_bytes()
    assert first == (elsewhere / "bill.json").read_bytes()
    refs = {one["bom-ref"] for one in json.loads(first)["components"]}
    assert {"program:linux/amd64", "program:linux/arm64"} <= refs


def test_a_bill_that_cannot_be_written_fails_and_says_so(sources: Path) -> None:
    done = run_command(
        "build", "--engine=local", "--sbom=missing/bill.json", "hello.c", cwd=sources
    )

    assert done.returncode == 19
    assert b"bill.json cannot be written" in done.stderr


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    from tests.support.registries import local_registry

    with local_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


def _referrers(name: str, digest: str) -> list[str]:
    listing = f"docker://{name}:{digest.replace(':', '-')}"
    done = subprocess.run(
        ["skopeo", "inspect", "--raw", "--tls-verify=false", listing],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return []
    return [one["digest"] for one in json.loads(done.stdout)["manifests"]]


def test_a_push_attaches_the_bill_of_what_it_built(sources: Path, registry: LocalRegistry) -> None:
    name = f"{registry.host}/me/hello"
    done = run_command("push", "--json", "hello.c", "--engine=local", f"--to={name}", cwd=sources)

    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert len(report["attached"]) == 1
    assert _referrers(name, report["digest"]) == report["attached"]


def test_a_saved_image_gets_the_bill_it_is_given_and_none_when_told_so(
    sources: Path, registry: LocalRegistry
) -> None:
    name = f"{registry.host}/me/saved"
    report, _ = _bill(sources, "hello.cc", "--output=image.tar")
    digest = report["image"]["digest"]

    for words, attached in ((("--no-sbom",), 0), ((), 0), (("--sbom=bill.json",), 1)):
        done = run_command("push", "image.tar", f"--to={name}", *words, cwd=sources)
        assert done.returncode == 0, done.stderr.decode()
        assert len(_referrers(name, digest)) == attached

    (sources / "bill.json").write_text("{}")
    done = run_command("push", "image.tar", f"--to={name}", "--sbom=bill.json", cwd=sources)
    assert done.returncode == 10
    assert b"bill.json is no bill of materials" in done.stderr
