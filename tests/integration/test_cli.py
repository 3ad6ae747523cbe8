"""The command line as a process: what it prints, where, with which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.platforms import Platform, host_platform
from scratchpress.system.paths import asset
from tests.support.command_line import (
    COMMAND,
    environment,
    processes_naming,
    report_of,
    run_command,
    start_command,
)
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals, names and permissions")

HELLO = b"Hello! This message is coming from a container \n"
ENGINES = [pytest.param("docker", marks=pytest.mark.docker), "local"]


@pytest.fixture(autouse=True)
def temporary_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A temporary folder for the commands of one test; they leave it empty."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("NO_COLOR", "1")
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the example, as somebody may have it."""
    folder = tmp_path / "my “first” program's 🐳"
    folder.mkdir()
    shutil.copy(asset("examples/hello.cc"), folder / "hello.cc")
    return folder


@pytest.fixture
def tag(request: pytest.FixtureRequest) -> Iterator[str]:
    """An image name of this test's own; the image is removed afterwards."""
    name = f"scratchpress-test-{uuid.uuid4().hex[:12]}"
    yield name
    if request.node.get_closest_marker("docker"):
        from tests.support.containers import client

        with client() as api:
            for image in api.images(name=name):
                api.remove_image(image["Id"], force=True)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_built_and_its_recipe_names_the_folder(tmp_path: Path) -> None:
    main = (
        '#include "answer.h"\n#include <stdio.h>\nint main(void) { printf("%d\\n", answer()); }\n'
    )
    write(tmp_path, "app/main.c", main)
    write(tmp_path, "app/include/answer.h", "int answer(void);\n")
    write(tmp_path, "app/lib/answer.c", '#include "answer.h"\nint answer(void) { return 42; }\n')
    write(tmp_path, "app/Makefile", "all:\n")
    done = run_command("run", "--engine", "local", "app", cwd=tmp_path)
    assert (done.stdout, done.returncode) == (b"42\n", 0)
    built = report_of(run_command("check", "--json", "app", cwd=tmp_path).stdout)
    assert built["notices"][0].startswith("Makefile is not followed.")
    assert run_command("init", ".", cwd=tmp_path / "app").returncode == 0
    assert 'sources = [\n    ".",\n]' in (tmp_path / "app" / "scratchpress.toml").read_text()
    same = report_of(run_command("check", "--json", "app", cwd=tmp_path).stdout)
    assert same["executable"]["sha256"] == built["executable"]["sha256"]


def test_of_two_programs_in_a_folder_the_one_named_before_it_is_built(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(
            tmp_path, f"app/{name}.c", f'int puts(const char *); int main() {{ puts("{name}"); }}'
        )
    done = run_command("run", "app", cwd=tmp_path)
    assert done.returncode == 10
    assert b"They are one.c and two.c." in done.stderr
    assert b"Name the one to build before its folder: app/one.c app" in done.stderr
    done = run_command("run", "--engine", "local", "app/two.c", "app", cwd=tmp_path)
    assert (done.stdout, done.returncode) == (b"two\n", 0)


def test_a_cargo_manifest_is_a_project_and_no_recipe(tmp_path: Path) -> None:
    write(tmp_path, "Cargo.toml", '[package]\nname = "shop"\nversion = "0.1.0"\n')
    done = run_command("check", "--toolchain", "gcc", "Cargo.toml", cwd=tmp_path)
    assert b"Cargo.toml is Rust source code; gcc compiles C, C++ and assembly." in done.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_build_run_prints_the_output_the_outcome_and_the_size(
    engine: str, folder: Path, tag: str
) -> None:
    done = run_command("build", "--run", "--engine", engine, "--tag", tag, "hello.cc", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(HELLO + b"\nOutcome   Finished normally")
    assert b"\nSize      " in done.stdout
    assert f"\nImage     {tag}:latest".encode() in done.stdout
    stages = [line.split()[0] for line in done.stderr.decode().splitlines()]
    assert stages == ["read", "compile", "prove", "package"]


@pytest.mark.parametrize("engine", ENGINES)
def test_json_is_one_object_that_follows_its_schema(engine: str, folder: Path, tag: str) -> None:
    done = run_command(
        "build", "--run", "--json", "--engine", engine, "--tag", tag, "hello.cc", cwd=folder
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    report = report_of(done.stdout)
    assert report["ok"]
    assert report["run"]["stdout"] == HELLO.decode()
    assert report["run"]["outcome"] == "finished"
    assert report["image"]["reference"] == f"{tag}:latest"
    assert report["image"]["id"] in {report["image"]["config_digest"], report["image"]["digest"]}
    assert report["image"]["size"] == report["executable"]["size"]
    assert report["executable"]["linkage"] == "static"
    assert report["engine"]["kind"] == engine
    assert [each["name"] for each in report["stages"]] == [
        "read", "compile", "prove", "package", "run",
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_run_is_only_the_program(engine: str, folder: Path, tag: str) -> None:
    write(
        folder,
        "speak.c",
        "#include <stdio.h>\n#include <stdlib.h>\nint main(int c, char **v) {\n"
        '  printf("%s|%s", v[1], getenv("GREETING")); fputs("\\xff\\n", stderr); return 3; }\n',
    )
    done = run_command(
        *("run", "--engine", engine, "--tag", tag, "--env=GREETING=good day", "speak.c"),
        *("--", "--json -x"),
        cwd=folder,
    )
    assert done.stdout == b"--json -x|good day"
    assert done.stderr == b"\xff\n"
    assert done.returncode == 3


ASK = (
    '#include <stdio.h>\nint main(void) { char name[64] = "nobody";\n'
    '  puts("name?"); scanf("%63s", name); printf("Hello %s\\n", name); }\n'
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("options", "name"),
    [
        ("", b"Ada"),
        ("--no-interactive", b"nobody"),
        ("--input=Eve", b"Eve"),
        ("--input=Eve --interactive", b"Ada"),
    ],
)
def test_a_program_reads_what_the_command_is_given(
    engine: str, options: str, name: bytes, folder: Path, tag: str
) -> None:
    write(folder, "ask.c", ASK)
    done = run_command(
        *("run", "--engine", engine, "--tag", tag, *options.split(), "ask.c"),
        cwd=folder,
        given=b"Ada\n",
    )
    assert done.stderr == b""
    assert done.stdout == b"name?\nHello " + name + b"\n"


@pytest.mark.parametrize("before", [(), ("sh", "-c", 'exec "$@" <&-', "sh")], ids=["empty", "none"])
def test_no_standard_input_is_the_end_of_it(before: tuple[str, ...], folder: Path) -> None:
    write(folder, "ask.c", ASK)
    done = run_command("run", "--engine=local", "ask.c", cwd=folder, before=before)
    assert done.stdout == b"name?\nHello nobody\n"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_program_that_does_not_read_keeps_no_pipe_waiting(
    engine: str, folder: Path, tag: str
) -> None:
    done = run_command(
        *("run", "--engine", engine, "--tag", tag, "hello.cc"), cwd=folder, given=bytes(1 << 24)
    )
    assert done.returncode == 0
    assert done.stdout == HELLO


@pytest.mark.parametrize("engine", ENGINES)
def test_a_prompt_without_a_line_end_comes_before_the_answer(
    engine: str, folder: Path, tag: str
) -> None:
    write(folder, "ask.c", ASK.replace('puts("name?")', 'printf("name? ")'))
    process = subprocess.Popen(
        [*COMMAND, "run", "--engine", engine, "--tag", tag, "--timeout=10m", "ask.c"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    giving_up = threading.Timer(2 * SOON, process.terminate)
    giving_up.start()
    asked = process.stdout.read(6)
    said, _ = process.communicate(b"Ada\n")
    giving_up.cancel()
    giving_up.join()
    assert (asked, said) == (b"name? ", b"Hello Ada\n")


def test_what_is_typed_at_a_terminal_reaches_the_program(folder: Path) -> None:
    import pty

    write(folder, "ask.c", ASK)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "build", "--run", "--engine=local", "ask.c"],
        cwd=folder,
        env=environment({"TERM": "xterm"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    text = b""
    try:
        while part := os.read(ours, 65536):
            if b"name?" in part:
                os.write(ours, b"Ada\n")
            text += part
    except OSError:
        pass  # Linux says EIO when the other side of a pty is gone.
    os.close(ours)
    assert process.wait(60) == 0
    assert b"Hello Ada\r\n\r\n" in text


@pytest.mark.parametrize("engine", ENGINES)
def test_a_program_that_fails_keeps_its_output_and_ends_build_with_1(
    engine: str, folder: Path, tag: str
) -> None:
    write(folder, "fail.c", '#include <stdio.h>\nint main(void) { puts("so far"); return 3; }\n')
    done = run_command("build", "--run", "--engine", engine, "--tag", tag, "fail.c", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith(b"so far\n\nOutcome   Ended with exit code 3")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_program_that_never_ends_is_stopped_at_its_limit(
    engine: str, folder: Path, tag: str
) -> None:
    write(folder, "never.c", "#include <unistd.h>\nint main(void) { for (;;) pause(); }\n")
    done = run_command(
        *("run", "--timeout=300ms", "--engine", engine, "--tag", tag, "never.c"), cwd=folder
    )
    assert done.returncode not in {0, 130}
    assert done.stderr.decode().startswith("scratchpress: Stopped at its time limit.")


ENDINGS = {
    "prints nothing": ("return 0;", 0, b"", ""),
    "crashes": ("abort();", 134, b"", "scratchpress: Crashed with SIGABRT. Most likely "),
    "half a character": ('fputs("\\xe2\\x82", stdout); return 0;', 0, b"\xe2\x82", ""),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_run_ends_as_the_program_does(engine: str, ending: str, folder: Path, tag: str) -> None:
    body, code, output, said = ENDINGS[ending]
    write(
        folder,
        "end.c",
        f"#include <stdio.h>\n#include <stdlib.h>\nint main(void) {{ {body} }}\n",
    )
    done = run_command("run", "--engine", engine, "--tag", tag, "end.c", cwd=folder)
    assert (done.returncode, done.stdout) == (code, output)
    assert done.stderr.decode().startswith(said)
    assert bool(done.stderr) == bool(said)


FLOOD = '#include <stdio.h>\nint main(void) { for (;;) puts("flood"); }\n'


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reader_that_goes_away_ends_the_run_quietly(engine: str, folder: Path, tag: str) -> None:
    write(folder, "flood.c", FLOOD)
    with start_command("run", "--engine", engine, "--tag", tag, "flood.c", cwd=folder) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"flood\n"
        process.stdout.close()
        assert process.wait(SOON) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reader_that_does_not_read_does_not_keep_ctrl_c_from_working(
    engine: str, folder: Path, tag: str
) -> None:
    write(folder, "flood.c", FLOOD)
    with start_command("run", "--engine", engine, "--tag", tag, "flood.c", cwd=folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"flood\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(SOON) == 130


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_run_leaves_nothing(
    engine: str, number: signal.Signals, folder: Path, tag: str
) -> None:
    write(
        folder,
        "wait.c",
        "#include <stdio.h>\n#include <unistd.h>\n"
        'int main(void) { puts("started"); fflush(stdout); for (;;) pause(); }\n',
    )
    with start_command("run", "--engine", engine, "--tag", tag, "wait.c", cwd=folder) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"started\n"
        process.send_signal(number)
        assert process.wait(SOON) == 130
        assert process.stderr.read().decode().startswith("scratchpress: Stopped by you.")


@pytest.mark.parametrize("argument", [(), ("--json",)])
def test_a_signal_during_the_compile_leaves_no_compiler(
    argument: tuple[str, ...], folder: Path, temporary_folder: Path
) -> None:
    doubled = "".join(f"#define A{n + 1} A{n} A{n}\n" for n in range(24))
    write(folder, "slow.c", f"#define A0 1,\n{doubled}int a[] = {{ A24 }};\nint main(void) {{}}\n")
    with start_command("check", *argument, "slow.c", cwd=folder) as process:
        assert process.stdout is not None
        until = time.monotonic() + 30
        while len(processes_naming(str(temporary_folder))) == 0 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(SOON) == 130
        if argument:
            report = report_of(process.stdout.read())
            assert (report["ok"], report["exit_code"]) == (False, 130)
            assert [each["name"] for each in report["stages"]] == ["read", "compile"]
    assert processes_naming(str(temporary_folder)) == []


def test_the_image_is_saved_as_a_file_for_docker(folder: Path) -> None:
    done = run_command(
        *("build", "--json", "--engine=local", "--output=out.tar", "hello.cc"), cwd=folder
    )
    assert done.returncode == 0, done.stderr.decode()
    assert report_of(done.stdout)["output"] == str(folder / "out.tar")
    listed = subprocess.run(
        ["tar", "-tf", "out.tar"], cwd=folder, capture_output=True, check=True, text=True
    )
    assert {"manifest.json", "oci-layout", "index.json"} <= set(listed.stdout.splitlines())


def test_a_terminal_gets_a_live_line(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "check", "hello.cc"],
        cwd=folder,
        env=environment({"TERM": "xterm"}),
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    text = b""
    try:
        while part := os.read(ours, 65536):
            text += part
    except OSError:
        pass  # Linux says EIO when the other side of a pty is gone.
    os.close(ours)
    assert process.wait(60) == 0
    last_line = text.decode().split("\x1b[2K")[-1]
    assert re.match(r"✓ Read.*  ✓ Compile.*  ✓ Prove.*  \r\n", last_line)
    assert "Program   static · linux/" in last_line


def test_check_needs_no_engine_and_no_folder_it_may_write_to(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o555)
    done = run_command(
        "check", "--json", "hello.cc", cwd=folder, env={"DOCKER_HOST": "unix:///nowhere"}
    )
    folder.chmod(0o755)
    assert done.returncode == 0, done.stderr.decode()
    assert report_of(done.stdout)["executable"]["linkage"] == "static"
    assert [path.name for path in folder.iterdir()] == ["hello.cc"]


def test_output_that_cannot_be_written_is_an_error(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "check", "hello.cc"],
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 19
    assert b"scratchpress: The output cannot be written: No space left on device." in done.stderr


def test_help_that_nobody_reads_is_quiet(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "--help"],
        env=environment({"PYTHONUNBUFFERED": ""}),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_outputs_that_are_closed_change_nothing_but_silence(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *COMMAND, "example", "new"],
        cwd=folder,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert (folder / "new" / "hello.cc").is_file()


def test_an_image_for_another_platform_is_built_even_where_it_cannot_run(folder: Path) -> None:
    other = next(platform for platform in Platform if platform is not host_platform())
    done = run_command(
        *("build", "--run", "--engine=local", "--platform", other, "hello.cc"), cwd=folder
    )
    assert done.returncode == 26, done.stderr.decode()
    assert f"Image     hello:latest · {other}" in done.stdout.decode()
    assert "Outcome" not in done.stdout.decode()
    assert "\nscratchpress: " in done.stderr.decode()


NAMES = ["a b.c", 'it\'s "quoted".c', "🐳.c", "./-v.c", "line\nbreak.c", "é" * 126 + ".c"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_every_file_name_works(name: str, folder: Path) -> None:
    write(folder, name, '#include <stdio.h>\nint main(void) { puts("ok"); }\n')
    done = run_command("run", "--engine=local", name, cwd=folder)
    assert (done.stdout, done.returncode) == (b"ok\n", 0), done.stderr.decode()


def test_a_file_name_that_is_not_utf8_works(folder: Path) -> None:
    path = os.fsencode(folder) + b"/\xff\xfe.c"
    Path(os.fsdecode(path)).write_text("int main(void) { return 0; }\n")
    done = run_command("build", "--run", "--json", "--engine=local", os.fsdecode(path), cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert report_of(done.stdout)["source"]["files"][0].endswith("/\ufffd\ufffd.c")


def _big(folder: Path) -> None:
    with (folder / "big.cc").open("wb") as file:
        file.write(b"int x;")
        file.truncate(100_000_000)


BAD_INPUT = {
    "no source": ([], 2, "build needs a source file or a recipe."),
    "missing": (["nosuch.cc"], 10, "nosuch.cc does not exist."),
    "empty": (["empty.cc"], 10, "empty.cc is empty."),
    "folder": (["sub"], 10, "The folder sub holds no source file."),
    "100 MB": (["big.cc"], 10, "big.cc is too large: 100.0 MB."),
    "picture": (["picture.cc"], 10, "picture.cc is a PNG picture, not a source file."),
    "language": (["notes.txt"], 11, "notes.txt is in no language Scratchpress recognises."),
    "dynamic": (["dynamic"], 16, "dynamic"),
    "image name": (["hello.cc", "--tag=Not Valid"], 17, "The image name"),
    "too large": (["hello.cc", "--max-size=1kB"], 18, ""),
    "value": (["hello.cc", "--max-size=big"], 2, '--max-size does not take "big".'),
    "option": (["-v.cc"], 2, "-v.cc is not an option here."),
    "recipe text": (["broken.toml"], 12, "broken.toml is not valid TOML"),
    "recipe key": (["unknown.toml"], 12, "unknown.toml: compile.optimise is not a key"),
    "no engine": (["hello.cc", "--engine=docker"], 20, "No engine answers at unix:///nowhere"),
    "context": (["hello.cc", "--context=nosuch"], 22, "nosuch"),
    "does not compile": (["wrong.cc"], 14, "wrong.cc does not compile"),
}


@pytest.fixture
def bad_input(folder: Path) -> Path:
    """A folder with every file that cannot be used."""
    write(folder, "empty.cc", "")
    (folder / "sub").mkdir()
    _big(folder)
    (folder / "picture.cc").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    write(folder, "notes.txt", "Buy milk.\n")
    shutil.copy("/bin/true", folder / "dynamic")
    write(folder, "broken.toml", "version = 1\nsources = [\n")
    write(folder, "unknown.toml", 'version = 1\nsources = ["a.c"]\n[compile]\noptimise = "x"\n')
    write(folder, "wrong.cc", "int main() {\n  return 1 +;\n}\n")
    return folder


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_a_sentence_a_remedy_and_an_exit_code(case: str, bad_input: Path) -> None:
    arguments, code, sentence = BAD_INPUT[case]
    env = {"DOCKER_HOST": "unix:///nowhere"}
    before = sorted(bad_input.iterdir())
    done = run_command("build", "--run", *arguments, cwd=bad_input, env=env)
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert f"scratchpress: {sentence}" in said or sentence in said
    told = said.partition("scratchpress: ")[2].splitlines()
    assert told[1].startswith("  "), "a remedy"
    assert done.stdout == b""
    done = run_command("build", "--run", "--json", *arguments, cwd=bad_input, env=env)
    report = report_of(done.stdout)
    assert (done.returncode, done.stderr) == (code, b"")
    assert (report["ok"], report["exit_code"], report["error"]["exit_code"]) == (False, code, code)
    assert sentence in report["error"]["title"]
    assert report["error"]["remedy"]
    assert sorted(bad_input.iterdir()) == before


def test_a_program_that_does_not_compile_is_told_with_file_line_and_source(
    bad_input: Path,
) -> None:
    done = run_command("build", "wrong.cc", cwd=bad_input)
    lines = done.stderr.decode().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("wrong.cc:2:"))
    assert "error: " in lines[at]
    assert lines[at + 1] == "    2 |   return 1 +;"
    assert lines[at + 2].strip(" |") == "^"
    report = report_of(run_command("build", "--json", "wrong.cc", cwd=bad_input).stdout)
    first = report["error"]["diagnostics"][0]
    assert (first["file"], first["line"], first["source_line"]) == ("wrong.cc", 2, "  return 1 +;")


def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    write(folder, "secret.cc", "int main() {}\n").chmod(0o000)
    # Root may read every file as long as it has these two.
    before = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    done = run_command(
        *("check", "secret.cc"), cwd=folder, before=before if os.geteuid() == 0 else ()
    )
    assert done.returncode == 10, done.stderr.decode()
    assert b"scratchpress: secret.cc may not be read by you." in done.stderr


def test_without_docker_auto_previews_the_run(folder: Path) -> None:
    done = run_command(
        "build", "--run", "hello.cc", cwd=folder, env={"DOCKER_HOST": "unix:///nowhere"}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(HELLO)
    assert b"Built-in preview, without Docker" in done.stdout


def test_engines_says_which_one_auto_takes(tmp_path: Path) -> None:
    env = {"DOCKER_HOST": "unix:///nowhere"}
    done = run_command("engines", cwd=tmp_path, env=env)
    assert done.returncode == 0
    assert b"--engine auto takes the built-in preview, because no Docker answers." in done.stdout
    report = report_of(run_command("engines", "--json", cwd=tmp_path, env=env).stdout)
    chosen = [each["name"] for each in report["engines"] if each["chosen"]]
    assert chosen == ["local"]
    docker = next(each for each in report["engines"] if each["kind"] == "docker")
    assert (docker["answers"], docker["endpoint"]) == (False, "unix:///nowhere")
    assert docker["problem"]


def test_init_writes_a_recipe_that_builds_and_never_replaces_one(folder: Path) -> None:
    done = run_command(
        *("init", folder / "hello.cc", "--tag=greeter:1", "--optimize=fast"), cwd=folder.parent
    )
    recipe = folder / "scratchpress.toml"
    assert (done.returncode, done.stdout.decode()) == (0, f"Wrote {recipe}\n")
    text = recipe.read_text()
    done = run_command("init", "hello.cc", cwd=folder)
    assert done.returncode == 2
    assert b"scratchpress: scratchpress.toml is there already.\n  Add --force" in done.stderr
    assert recipe.read_text() == text
    report = report_of(
        run_command("build", "--json", "--engine=local", recipe, cwd=folder.parent).stdout
    )
    assert report["image"]["reference"] == "greeter:1"
    assert run_command("init", "--force", "hello.cc", cwd=folder).returncode == 0
    assert recipe.read_text() != text
    assert sorted(path.name for path in folder.iterdir()) == ["hello.cc", "scratchpress.toml"]


def test_example_is_the_tutorials_program_and_never_replaces_a_file(tmp_path: Path) -> None:
    done = run_command("example", "new/deep", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"Wrote new/deep/hello.cc\n")
    assert b"scratchpress build --run new/deep/hello.cc" in done.stderr
    written = tmp_path / "new" / "deep" / "hello.cc"
    assert written.read_bytes() == asset("examples/hello.cc").read_bytes()
    written.write_text("mine")
    done = run_command("example", "--json", "new/deep", cwd=tmp_path)
    assert (done.returncode, report_of(done.stdout)["error"]["title"]) == (
        2,
        "hello.cc is there already.",
    )
    assert written.read_text() == "mine"


def test_clean_gives_the_cache_back_and_says_how_much(folder: Path, tmp_path: Path) -> None:
    env = {
        "SCRATCHPRESS_CACHE_DIR": str(tmp_path / "cache"),
        "DOCKER_HOST": "unix:///nowhere",
    }
    run_command("check", "hello.cc", cwd=folder, env=env)
    done = run_command("clean", "--json", cwd=folder, env=env)
    assert done.returncode == 0
    assert report_of(done.stdout)["cache_bytes"] > 1000
    done = run_command("clean", cwd=folder, env=env)
    assert b"Cache: empty already." in done.stdout


def test_clean_removes_temporary_folders_of_crashed_runs(
    folder: Path, temporary_folder: Path, tmp_path: Path
) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = temporary_folder / f"scratchpress-{dead.pid}-abc"
    left.mkdir()
    env = {"SCRATCHPRESS_CACHE_DIR": str(tmp_path / "cache")}
    done = run_command("clean", "--engine=local", cwd=folder, env=env)
    assert b"Temporary folders of crashed runs: 1 removed." in done.stdout


def test_output_beyond_a_megabyte_is_counted_and_said_to_be_cut(folder: Path) -> None:
    write(
        folder,
        "much.c",
        "#include <stdio.h>\nint main(void) {\n"
        '  for (int i = 0; i < 200000; i++) puts("123456789"); fputs("\\xe2\\x82", stderr); }\n',
    )
    done = run_command("build", "--run", "--json", "--engine=local", "much.c", cwd=folder)
    run = report_of(done.stdout)["run"]
    assert len(run["stdout"]) == 1_000_000
    assert (run["stdout_bytes"], run["stdout_truncated"]) == (2_000_000, True)
    assert (run["stderr"], run["stderr_bytes"], run["stderr_truncated"]) == ("\ufffd", 2, False)


def test_json_errors_of_the_command_line_itself_are_json(tmp_path: Path) -> None:
    done = run_command("bulid", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"")
    assert report_of(done.stdout)["command"] == "scratchpress"
    assert json.loads(done.stdout)["error"]["details"].startswith("usage: scratchpress")


def test_a_broken_history_is_told_about_once_and_stops_nothing(
    folder: Path, state_folder: Path
) -> None:
    (state_folder / "history.sqlite3").write_bytes(b"no database" * 100)
    first, second = (
        run_command("build", "--engine", "local", "hello.cc", cwd=folder) for _ in range(2)
    )
    assert first.returncode == second.returncode == 0
    words = b"The sizes and times of earlier builds could not be read, so they begin anew."
    assert words in first.stderr
    assert os.fsencode(state_folder / "history.broken.sqlite3") in first.stderr
    assert words not in second.stderr
