"""The embedded compiler: what it makes, on whose account, and what it leaves behind."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.diagnostics import Severity
from scratchpress.core.errors import CompileFailedError, CompileLimitError, ToolchainMissingError
from scratchpress.core.events import CommandStarted
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.static_check import prove_static
from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.sources.reading import read_sources
from scratchpress.system import cache
from scratchpress.system import paths as places
from scratchpress.toolchains.process import run_tool
from scratchpress.toolchains.zig import sysroot
from scratchpress.toolchains.zig.toolchain import CLANG_VERSION, ZigToolchain
from tests.support.compiling import compile_with_zig, output_of, wait_for_headers, write
from tests.support.patience import SOON

if TYPE_CHECKING:
    from scratchpress.pipeline.events import Event

SEED = places.asset("examples/hello.cc")
SEED_OUTPUT = "Hello! This message is coming from a container \n"
C_HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


def test_the_seed_program_is_small_and_prints_its_message(tmp_path: Path) -> None:
    program = compile_with_zig(SEED, work=tmp_path / "work")
    assert program.path.stat().st_size <= 365_000
    assert output_of(program) == SEED_OUTPUT


def test_a_c_hello_has_at_most_8000_bytes(tmp_path: Path) -> None:
    program = compile_with_zig(write(tmp_path, "hello.c", C_HELLO), work=tmp_path / "work")
    assert program.path.stat().st_size <= 8_000


@pytest.mark.parametrize("optimize", list(Optimize))
def test_both_platforms_are_made_on_any_computer(tmp_path: Path, optimize: Optimize) -> None:
    for platform in Platform:
        options = CompileOptions(optimize=optimize, platforms=(platform,))
        program = compile_with_zig(SEED, work=tmp_path / platform.machine, options=options)
        executable = prove_static(program.path, platform, name="hello")
        assert executable.stripped is (optimize is not Optimize.DEBUG)


@pytest.mark.parametrize("source", [SEED_OUTPUT, "hello\n"], ids=["c++", "c"])
def test_an_arm64_program_runs_on_an_arm64_processor(tmp_path: Path, source: str) -> None:
    emulator = shutil.which("qemu-aarch64-static")
    if emulator is None:
        pytest.skip("qemu-aarch64-static is not installed")
    path = SEED if source == SEED_OUTPUT else write(tmp_path, "hello.c", C_HELLO)
    options = CompileOptions(platforms=(Platform.LINUX_ARM64,))
    program = compile_with_zig(path, work=tmp_path / "work", options=options)
    printed = subprocess.run([emulator, program.path], capture_output=True, text=True, check=True)
    assert printed.stdout == source


READS = {
    "scanf": 'scanf("%63s", name)',
    "fscanf": 'fscanf(stdin, "%63s", name)',
    "fgets": "fgets(name, sizeof name, stdin)",
    "getchar": "for (int c, i = 0; (c = getchar()) > ' ';) name[i++] = c",
    "fgetc": "for (int c, i = 0; (c = fgetc(stdin)) > ' ';) name[i++] = c",
    "getline": "char *line = 0; size_t room = 0; getline(&line, &room, stdin); strcpy(name, line)",
    "getc": "for (int c, i = 0; (c = getc(stdin)) > ' ';) name[i++] = c",
    "fread": "fread(name, 1, 4, stdin)",
}
# libc++ needs these itself.
C_ALONE = {"getc", "fread"}


def ask(reads: str) -> str:
    return (
        "#include <stdio.h>\n#include <string.h>\nint main(void) { char name[64] = {0};\n"
        f'  printf("name? "); {reads};\n  name[strcspn(name, "\\n")] = 0;\n'
        '  printf("Hello %s\\n", name); return 0; }\n'
    )


def answer_when_asked(*command: str | Path) -> str:
    """What a program says to "Ada" that asks "name? " and is not told before it has asked."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        giving_up = threading.Timer(SOON, process.kill)
        giving_up.start()
        asked = process.stdout.read(len("name? "))
        said, _ = process.communicate(b"Ada\n")
        giving_up.cancel()
        giving_up.join()
    assert asked == b"name? "
    return said.decode()


@pytest.mark.parametrize("language", ["c", "cc"])
def test_a_prompt_is_seen_before_the_answer_is_read(tmp_path: Path, language: str) -> None:
    for name, reads in READS.items():
        if language == "cc" and name in C_ALONE:
            continue
        path = write(tmp_path, f"{name}.{language}", ask(reads))
        program = compile_with_zig(path, work=tmp_path / "work")
        assert answer_when_asked(program.path) == "Hello Ada\n", name


@pytest.mark.parametrize("language", ["c", "cc"])
@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(optimize=Optimize.FAST),
        CompileOptions(optimize=Optimize.DEBUG),
        CompileOptions(lto=True, drop_unused=True),
        CompileOptions(platforms=(Platform.LINUX_ARM64,)),
    ],
    ids=["fast", "debug", "lto", "arm64"],
)
def test_prompts_are_seen_however_a_program_is_compiled(
    tmp_path: Path, language: str, options: CompileOptions
) -> None:
    emulator = shutil.which("qemu-aarch64-static")
    foreign = options.platform is not host_platform()
    if foreign and emulator is None:
        pytest.skip("qemu-aarch64-static is not installed")
    path = write(tmp_path, f"ask.{language}", ask(READS["scanf"]))
    program = compile_with_zig(path, work=tmp_path / "work", options=options)
    command = (emulator, program.path) if foreign and emulator else (program.path,)
    assert answer_when_asked(*command) == "Hello Ada\n"


@pytest.mark.parametrize("asks", ['printf("name? ")', 'std::cout << "name? "'])
def test_cin_shows_what_either_of_the_two_outputs_asked(tmp_path: Path, asks: str) -> None:
    text = (
        "#include <cstdio>\n#include <iostream>\n#include <string>\nint main() {\n"
        f"  std::string name; {asks}; std::getline(std::cin, name);\n"
        '  std::cout << "Hello " << name << "\\n"; }\n'
    )
    program = compile_with_zig(write(tmp_path, "ask.cc", text), work=tmp_path / "work")
    assert answer_when_asked(program.path) == "Hello Ada\n"


def test_prompts_are_seen_in_a_program_of_c_and_cpp(tmp_path: Path) -> None:
    main = 'extern "C" int ask(); int main() { return ask(); }\n'
    program = compile_with_zig(
        write(tmp_path, "main.cc", main),
        write(tmp_path, "ask.c", ask(READS["fgets"]).replace("main(", "ask(")),
        work=tmp_path / "work",
    )
    assert answer_when_asked(program.path) == "Hello Ada\n"


def with_and_without_prompts(path: Path, optimize: Optimize) -> tuple[bytes, bytes]:
    """A program made by hand, and the same linked with musl alone."""
    commands = ZigToolchain().commands(read_sources([path]), CompileOptions(optimize=optimize))
    alone = [word for word in commands[-1] if not Path(word).name.startswith("prompt-")]
    assert len(alone) == len(commands[-1]) - 1
    made = []
    for command in (*commands, alone):
        subprocess.run(command, cwd=path.parent, capture_output=True, check=True)
        if command[1] == "ld.lld":
            made.append(path.with_suffix("").read_bytes())
    return made[0], made[1]


@pytest.mark.parametrize("optimize", list(Optimize))
@pytest.mark.parametrize(
    ("name", "text"), [("hello.c", C_HELLO), ("hello.cc", SEED.read_text())], ids=["c", "c++"]
)
def test_a_program_that_reads_nothing_is_musls_own(
    tmp_path: Path, optimize: Optimize, name: str, text: str
) -> None:
    path = write(tmp_path, name, text)
    compile_with_zig(path, work=tmp_path / "work", options=CompileOptions(optimize=optimize))
    with_prompts, without = with_and_without_prompts(path, optimize)
    assert with_prompts == without


def test_showing_prompts_takes_less_than_300_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, "ask.c", ask(READS["scanf"]))
    compile_with_zig(path, work=tmp_path / "work")
    with_prompts, without = with_and_without_prompts(path, Optimize.SMALL)
    assert 0 < len(with_prompts) - len(without) < 300


def test_what_a_program_leaves_of_a_file_is_there_for_the_next(tmp_path: Path) -> None:
    path = write(tmp_path, "first.c", ask(READS["fgets"]))
    program = compile_with_zig(path, work=tmp_path / "work")
    lines = write(tmp_path, "lines.txt", "one\ntwo\n")
    with lines.open("rb") as file:
        first = subprocess.run([program.path], stdin=file, capture_output=True, check=True)
        left = subprocess.run(["cat"], stdin=file, capture_output=True, check=True)
    assert (first.stdout, left.stdout) == (b"name? Hello one\n", b"two\n")


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(),
        CompileOptions(strip=False),
        CompileOptions(optimize=Optimize.FAST, strip=False),
        CompileOptions(optimize=Optimize.DEBUG),
        CompileOptions(static_pie=True),
    ],
    ids=["stripped", "unstripped", "fast", "debug", "static-pie"],
)
def test_no_path_of_this_computer_gets_into_a_program(
    tmp_path: Path, options: CompileOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = set()
    for place in ("one", "two and deeper"):
        folder = tmp_path / place
        monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(folder / "cache"))
        write(folder, "part.h", "inline const char *where() { return __FILE__; }\n")
        source = '#include <iostream>\n#include "part.h"\nint main() { std::cout << where(); }\n'
        work = tmp_path / "elsewhere" / place
        program = compile_with_zig(write(folder, "odd name.cc", source), work=work, options=options)
        assert not program.cached
        assert output_of(program) == "part.h"
        made.add(program.path.read_bytes())
    (content,) = made
    assert os.fsencode(tmp_path) not in content
    assert os.fsencode(Path(sys.prefix)) not in content


def test_the_commands_by_hand_make_the_same_cpp_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIG_GLOBAL_CACHE_DIR", str(tmp_path / "zig"))
    monkeypatch.setenv("ZIG_LOCAL_CACHE_DIR", str(tmp_path / "zig"))
    path = write(tmp_path, "hello.cc", SEED.read_bytes())
    program = compile_with_zig(path, work=tmp_path / "work")
    for command in ZigToolchain().commands(read_sources([path]), CompileOptions()):
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert (tmp_path / "hello").read_bytes() == program.path.read_bytes()


@pytest.mark.slow
def test_the_program_equals_plain_zigs_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIG_GLOBAL_CACHE_DIR", str(tmp_path / "zig"))
    monkeypatch.setenv("ZIG_LOCAL_CACHE_DIR", str(tmp_path / "zig"))
    program = ZigToolchain()._zig.program
    pie = ["-fPIE", "-pie"]
    for optimize, flags, static_pie in (
        (Optimize.SMALL, ["-Os"], False),
        (Optimize.FAST, ["-O2", "-s"], False),
        (Optimize.SMALL, ["-Os", *pie], True),
        (Optimize.FAST, ["-O2", "-s", *pie], True),
    ):
        options = CompileOptions(
            optimize=optimize, platforms=(Platform.LINUX_AMD64,), static_pie=static_pie
        )
        made = compile_with_zig(SEED, work=tmp_path / "work", options=options)
        command = [str(program), "c++", "-target", "x86_64-linux-musl", "-static", *flags]
        subprocess.run([*command, "-o", str(tmp_path / "plain"), str(SEED)], check=True)
        assert made.path.read_bytes() == (tmp_path / "plain").read_bytes()


def test_undefined_behaviour_traps_in_a_debug_build_and_in_no_other(tmp_path: Path) -> None:
    path = write(
        tmp_path, "overflow.c", "int main(int n, char **v) { return 0x7fffffff + n < 0; }\n"
    )
    debug = compile_with_zig(
        path, work=tmp_path / "work", options=CompileOptions(optimize=Optimize.DEBUG)
    )
    run = subprocess.run([debug.path], capture_output=True, check=False)
    assert run.returncode in {-signal.SIGILL, -signal.SIGTRAP}
    assert run.stderr == b""
    small = compile_with_zig(path, work=tmp_path / "work")
    assert subprocess.run([small.path], check=False).returncode >= 0


@pytest.mark.parametrize("optimize", list(Optimize))
def test_an_assertion_holds_and_names_the_persons_file(tmp_path: Path, optimize: Optimize) -> None:
    path = write(tmp_path, "odd 'name'.c", "#include <assert.h>\nint main(void) { assert(0); }\n")
    program = compile_with_zig(
        path, work=tmp_path / "work", options=CompileOptions(optimize=optimize)
    )
    run = subprocess.run([program.path], capture_output=True, text=True, check=False)
    assert "odd 'name'.c" in run.stderr
    assert "/" not in run.stderr


def test_a_processor_that_is_asked_for_is_used(tmp_path: Path) -> None:
    path = write(tmp_path, "cpu.c", "#ifndef __AVX2__\n#error no AVX2\n#endif\nint main(void) {}\n")
    flags = CompileOptions(flags=("-march=x86-64-v3",), platforms=(Platform.LINUX_AMD64,))
    compile_with_zig(path, work=tmp_path / "work", options=flags)
    with pytest.raises(CompileFailedError, match="no AVX2"):
        compile_with_zig(path, work=tmp_path / "work")


def test_a_processor_flag_that_changes_nothing_gives_the_same_program(tmp_path: Path) -> None:
    plain = compile_with_zig(SEED, work=tmp_path / "plain")
    flags = CompileOptions(flags=("-mcmodel=small",))
    assert (
        compile_with_zig(SEED, work=tmp_path / "flag", options=flags).path.read_bytes()
        == plain.path.read_bytes()
    )


def test_libraries_that_are_part_of_musl_and_libcpp_may_be_asked_for(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "root.cc",
        "#include <cmath>\n#include <cstdio>\n#include <thread>\n"
        "int main(int n, char **v) {\n"
        '  std::thread([=] { std::printf("%.2f\\n", std::sqrt(n + 1.0)); }).join();\n}\n',
    )
    flags = ("-lm", "-lpthread", "-pthread", "-lstdc++", "-l", "dl", "-static-libgcc", "-Wl,-O1")
    program = compile_with_zig(path, work=tmp_path / "work", options=CompileOptions(flags=flags))
    assert output_of(program) == "1.41\n"


def test_headers_and_static_libraries_in_the_sources_folder_are_found_by_flags(
    tmp_path: Path,
) -> None:
    zig_program = ZigToolchain()._zig.program
    write(tmp_path / "inc", "answer.h", "int answer(void);\n")
    write(tmp_path / "lib", "answer.c", "int answer(void) { return 42; }\n")
    for command in (
        ["clang", "-target", "x86_64-linux-musl", "-c", "answer.c", "-o", "answer.o"],
        ["ar", "qcsD", "libanswer.a", "answer.o"],
    ):
        subprocess.run([zig_program, *command], cwd=tmp_path / "lib", check=True)
    path = write(tmp_path, "main.c", "#include <answer.h>\nint main(void) { return answer(); }\n")
    options = CompileOptions(
        flags=("-Iinc", "-L", "lib", "-lanswer"), platforms=(Platform.LINUX_AMD64,)
    )
    for _ in range(2):
        program = compile_with_zig(path, work=tmp_path / "work", options=options)
        assert subprocess.run([program.path], check=False).returncode == 42
        # What a library brings in is listed nowhere.
        assert not program.cached


def test_the_errors_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{name}.c", f"int {name}(void) {{ return x; }}\n") for name in "ab"]
    with pytest.raises(CompileFailedError) as caught:
        compile_with_zig(*paths, work=tmp_path / "work")
    errors = [item for item in caught.value.diagnostics if item.severity is Severity.ERROR]
    assert [error.file for error in errors] == ["a.c", "b.c"]


def test_a_mistyped_name_gets_a_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path, "typo.cc", "int total = 1;\nint main() { return totl; }\n")
    with pytest.raises(CompileFailedError, match="did you mean 'total'"):
        compile_with_zig(path, work=tmp_path / "work")


def test_the_time_limit_ends_the_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_tool.__kwdefaults__ is not None
    monkeypatch.setitem(run_tool.__kwdefaults__, "timeout", 0.5)
    path = write(
        tmp_path,
        "slow.cc",
        "constexpr unsigned spin(unsigned long n) { unsigned x = 1; while (n--) x = x * 3 + 1;"
        " return x; }\nconstexpr unsigned value = spin(100000000000ul);\nint main() {}\n",
    )
    options = CompileOptions(flags=("-fconstexpr-steps=2147483647",))
    with pytest.raises(CompileLimitError) as caught:
        compile_with_zig(path, work=tmp_path / "work", options=options)
    assert caught.value.remedy


def test_the_memory_limit_ends_the_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_tool.__kwdefaults__ is not None
    monkeypatch.setitem(run_tool.__kwdefaults__, "memory", 256 * 1024 * 1024)
    path = write(
        tmp_path,
        "large.cc",
        "#include <utility>\nint table[] = {0};\n"
        "template <int... n> int sum(std::integer_sequence<int, n...>) { return (n + ... + 0); }\n"
        "#define A(x) x x x x x x x x\n"
        "int main() { A(A(A(A(A(A(A(A(table[0]++;)))))))) }\n",
    )
    with pytest.raises(CompileLimitError, match="memory"):
        compile_with_zig(path, work=tmp_path / "work")


def test_cancelling_a_cpp_compile_answers_at_once_and_leaves_no_process(
    tmp_path: Path, empty_cache: Path
) -> None:
    path = write(tmp_path, "heavy.cc", "#include <regex>\n#include <iostream>\nint main() {}\n")
    cancellation = Cancellation()
    moment: list[float] = []

    def cancel() -> None:
        moment.append(time.monotonic())
        cancellation.cancel()

    timer = threading.Timer(0.4, cancel)
    timer.start()
    with pytest.raises(CancelledError):
        compile_with_zig(path, work=tmp_path / "work", cancellation=cancellation)
    answered = time.monotonic() - moment[0]
    timer.join()
    assert answered < SOON
    assert compilers_of(tmp_path) == []


def compilers_of(folder: Path) -> list[str]:
    """The processes with a file below the folder on their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if entry.name != str(os.getpid()) and os.fsencode(folder) in line and b"zig" in line:
            found.append(line.replace(b"\0", b" ").decode(errors="replace"))
    return found


def test_two_processes_at_once_on_an_empty_cache_make_the_same_program(
    tmp_path: Path, empty_cache: Path
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.support.compiling import compile_with_zig\n"
        "from scratchpress.system.paths import asset\n"
        "program = compile_with_zig(asset('examples/hello.cc'), work=Path(sys.argv[1]))\n"
        "sys.stdout.buffer.write(program.path.read_bytes())\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'desktop'}"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / name)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    results = [process.communicate(timeout=120) for process in started]
    assert [errors for _, errors in results] == [b"", b""]
    programs = {made for made, _ in results}
    assert len(programs) == 1
    assert len(programs.pop()) <= 365_000
    assert [path.name[0] for path in (empty_cache / cache.SYSROOTS).iterdir()] == ["x"]


def test_it_works_without_a_cache(tmp_path: Path, empty_cache: Path) -> None:
    empty_cache.write_text("a file is in the way")
    for _ in range(2):
        program = compile_with_zig(SEED, work=tmp_path / "work")
        assert not program.cached
        assert output_of(program) == SEED_OUTPUT


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root can mount a small disk"
)
def test_it_works_with_a_full_cache(tmp_path: Path, empty_cache: Path) -> None:
    empty_cache.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(empty_cache)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        program = compile_with_zig(SEED, work=tmp_path / "work")
        wait_for_headers()
    finally:
        subprocess.run(["umount", str(empty_cache)], check=True)
    assert output_of(program) == SEED_OUTPUT


def test_a_header_below_the_caches_folder_is_the_persons_still(
    tmp_path: Path, empty_cache: Path
) -> None:
    path = write(
        empty_cache / "mine", "main.c", '#include "code.h"\nint main(void) { return CODE; }\n'
    )
    for code in (3, 4):
        write(empty_cache / "mine", "code.h", f"#define CODE {code}\n")
        program = compile_with_zig(path, work=tmp_path / "work")
        assert subprocess.run([program.path], check=False).returncode == code


def test_clearing_the_cache_between_two_builds_is_not_noticed(
    tmp_path: Path, empty_cache: Path
) -> None:
    compile_with_zig(SEED, work=tmp_path / "work")
    assert cache.clear_cache() > 5_000_000
    program = compile_with_zig(SEED, work=tmp_path / "work")
    assert not program.cached
    assert output_of(program) == SEED_OUTPUT


def test_libraries_that_lost_a_part_are_unpacked_again(tmp_path: Path, empty_cache: Path) -> None:
    compile_with_zig(write(tmp_path, "one.c", C_HELLO), work=tmp_path / "work")
    (folder,) = (empty_cache / cache.SYSROOTS).iterdir()
    (folder / "libc.a").unlink()
    program = compile_with_zig(write(tmp_path, "two.c", C_HELLO + "\n"), work=tmp_path / "work")
    assert output_of(program) == "hello\n"


@pytest.mark.parametrize("file", ["x86_64-small.tar.xz", "x86_64-small.json", "SHA256SUMS"])
def test_a_damaged_installation_is_told(
    tmp_path: Path, empty_cache: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = tmp_path / "assets"
    shutil.copytree(places.asset("sysroot"), copied / "sysroot")
    damaged = copied / "sysroot" / file
    damaged.write_bytes(damaged.read_bytes()[:-20])
    if file == "SHA256SUMS":
        damaged.unlink()
    monkeypatch.setattr(sysroot, "asset", lambda name: copied / name)
    sysroot._read_sysroot.cache_clear()
    options = CompileOptions(platforms=(Platform.LINUX_AMD64,))
    try:
        with pytest.raises(ToolchainMissingError, match=file) as caught:
            compile_with_zig(SEED, work=tmp_path / "work", options=options)
    finally:
        sysroot._read_sysroot.cache_clear()
    assert caught.value.remedy == "Install Scratchpress again."


def test_without_ziglang_the_compiler_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ToolchainMissingError):
        ZigToolchain()


def test_the_title_names_the_version_that_the_compiler_itself_tells() -> None:
    toolchain = ZigToolchain()
    told = subprocess.run(
        [toolchain._zig.program, "clang", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith(f"clang version {CLANG_VERSION}.")
    assert toolchain.title == f"Built-in (Clang {CLANG_VERSION})"


def test_commands_are_shown_only_when_a_compiler_runs(tmp_path: Path) -> None:
    path = write(tmp_path, "hello.c", C_HELLO + f"/* {tmp_path} */\n")
    events: list[Event] = []
    compile_with_zig(path, work=tmp_path / "work", events=events)
    shown = [event.arguments for event in events if isinstance(event, CommandStarted)]
    assert shown == list(ZigToolchain().commands(read_sources([path]), CompileOptions()))
    events.clear()
    assert compile_with_zig(path, work=tmp_path / "work", events=events).cached
    assert events == []


@pytest.mark.parametrize("name", ["data.c", "data.cc"])
def test_a_file_is_embedded_from_beside_its_source_and_its_bytes_count(
    tmp_path: Path, name: str
) -> None:
    source = write(
        tmp_path,
        name,
        '#include <stdio.h>\nconst char data[] = {\n#embed "data.bin"\n, 0};\n'
        "int main(void) { puts(data); return 0; }\n",
    )
    for number, content in enumerate(("one", "two")):
        (tmp_path / "data.bin").write_text(content)
        program = compile_with_zig(source, work=tmp_path / f"work-{number}")
        assert output_of(program) == f"{content}\n"

    # clang itself passes over a file that is missing while it lists what was included.
    (tmp_path / "data.bin").unlink()
    with pytest.raises(CompileFailedError) as failed:
        compile_with_zig(source, work=tmp_path / "work-2")
    assert any("'data.bin' file not found" in one.text for one in failed.value.diagnostics)
