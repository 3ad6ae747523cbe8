"""What programs will miss in an image from scratch, as real compilers' objects tell it."""

from __future__ import annotations

import itertools
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.executable.model import CLibrary, References
from scratchpress.image.runtime_needs import NeedKind, forecast
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.sources.reading import read_sources
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.protocol import CompileRequest
from tests.support.compiling import write

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.toolchains.protocol import CompiledProgram


@dataclass(frozen=True)
class Program:
    """A little program, and what it needs."""

    name: str
    source: str
    needs: frozenset[NeedKind] = frozenset()


def program(name: str, source: str, *needs: NeedKind) -> Program:
    return Program(name, source, frozenset(needs))


PROGRAMS = (
    program("hello.c", '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }'),
    program("hello.cc", '#include <iostream>\nint main() { std::cout << "hello" << std::endl; }'),
    program(
        "threads.cc",
        "#include <mutex>\n#include <thread>\nstd::mutex lock; int count;\nint main() {\n"
        "std::thread one([] { std::lock_guard hold(lock); ++count; }); one.join(); }",
    ),
    program(
        "exceptions.cc",
        "#include <stdexcept>\n#include <string>\nint main(int n, char**) {\n"
        'try { if (n) throw std::runtime_error("no"); } catch (std::exception&) { return 0; } }',
    ),
    program(
        "containers.cc",
        "#include <algorithm>\n#include <iostream>\n#include <map>\n#include <sstream>\n"
        '#include <vector>\nint main() { std::map<std::string, int> all{{"one", 1}};\n'
        "std::vector<int> v{3, 1, 2}; std::sort(v.begin(), v.end()); std::ostringstream o;\n"
        'for (int n : v) o << n; std::cout << o.str() << all["one"]; }',
    ),
    # Formatting a time that is UTC needs no time zone.
    program(
        "utc.c",
        "#include <stdio.h>\n#include <time.h>\nint main(void) { char b[40]; time_t t = time(0);\n"
        'strftime(b, sizeof b, "%c", gmtime(&t)); puts(b); return 0; }',
    ),
    # A file is read, not what is typed.
    program(
        "lines.c",
        "#include <stdio.h>\nint main(int n, char** words) { char b[80];\n"
        'FILE* f = fopen(words[n - 1], "r"); while (f && fgets(b, 80, f)) puts(b); return 0; }',
    ),
    # An address in numbers is looked up nowhere.
    program(
        "connect.c",
        "#include <arpa/inet.h>\n#include <sys/socket.h>\nint main(void) {\n"
        "struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};\n"
        'inet_pton(AF_INET, "127.0.0.1", &a.sin_addr); int s = socket(AF_INET, SOCK_STREAM, 0);\n'
        "return connect(s, (struct sockaddr*)&a, sizeof a); }",
    ),
    # Texts that only look alike, and devices that are always there.
    program(
        "texts.c",
        "#include <stdio.h>\nint main(void) {\n"
        'const char* all[] = {"/tmpfiles/x", "/binary", "/procedure", "see /tmp/x", "/dev/null",'
        ' "/dev/urandom", "/"};\n'
        "for (int i = 0; i < 7; i++) puts(all[i]); return 0; }",
    ),
    # The program's own function of a known name.
    program(
        "own.c",
        "#include <stdio.h>\nint listen(int n, int m) { return n + m; }\n"
        'int main(int n, char** w) { (void)w; printf("%d", listen(n, 2)); return 0; }',
    ),
    program(
        "hosts.c",
        "#include <netdb.h>\n#include <stddef.h>\nint main(void) { struct addrinfo* a;\n"
        'return getaddrinfo("example.org", "80", NULL, &a); }',
        NeedKind.HOST_NAMES,
    ),
    program(
        "certificates.c",
        "#include <stdio.h>\nint main(void) {\n"
        'return fopen("/etc/ssl/certs/ca-certificates.crt", "r") == NULL; }',
        NeedKind.CERTIFICATES,
    ),
    program(
        "local.c",
        "#include <stdio.h>\n#include <time.h>\nint main(void) { time_t t = time(0);\n"
        'char b[9]; strftime(b, 9, "%Z", localtime(&t)); puts(b); return 0; }',
        NeedKind.TIME_ZONES,
    ),
    program(
        "user.c",
        "#include <pwd.h>\n#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n"
        'struct passwd* me = getpwuid(getuid()); puts(me ? me->pw_name : "?"); return 0; }',
        NeedKind.USERS,
    ),
    program(
        "temporary.c",
        "#include <stdio.h>\nint main(void) { return tmpfile() == NULL; }",
        NeedKind.TEMPORARY_FILES,
    ),
    program(
        "tmp.c",
        "#include <stdio.h>\nint main(void) {\n"
        'FILE* f = fopen("/tmp/scratchpress-notes", "w"); return f == NULL; }',
        NeedKind.TEMPORARY_FILES,
    ),
    program(
        "temporary.cc",
        "#include <filesystem>\n#include <iostream>\nint main() {\n"
        "std::cout << std::filesystem::temp_directory_path(); }",
        NeedKind.TEMPORARY_FILES,
    ),
    program(
        "shell.c",
        '#include <stdlib.h>\nint main(void) { return system("ls"); }',
        NeedKind.PROGRAMS,
    ),
    program(
        "pipe.c",
        '#include <stdio.h>\nint main(void) { return popen("ls", "r") == NULL; }',
        NeedKind.PROGRAMS,
    ),
    program(
        "locale.c",
        '#include <locale.h>\nint main(void) { return setlocale(LC_ALL, "") == 0; }',
        NeedKind.LOCALES,
    ),
    program(
        "locale.cc",
        "#include <iostream>\n#include <locale>\nint main() { std::locale::global("
        'std::locale("C")); std::cout << std::locale("").name(); }',
        NeedKind.LOCALES,
    ),
    program(
        "plugin.c",
        "#include <dlfcn.h>\nint main(int n, char** words) {\n"
        "return dlopen(words[n - 1], RTLD_NOW) == 0; }",
        NeedKind.LOADED_LIBRARIES,
    ),
    program(
        "proc.cc",
        '#include <fstream>\nint main() { std::ifstream f("/proc/self/status"); return !f; }',
        NeedKind.SYSTEM_FILES,
    ),
    program(
        "scan.c",
        '#include <stdio.h>\nint main(void) { int n; return scanf("%d", &n); }',
        NeedKind.INPUT,
    ),
    program(
        "typed.c",
        "#include <stdio.h>\nint main(void) { char b[80]; return fgets(b, 80, stdin) == NULL; }",
        NeedKind.INPUT,
    ),
    program(
        "typed.cc",
        "#include <iostream>\n#include <string>\nint main() { std::string s;\n"
        "std::getline(std::cin, s); std::cout << s; }",
        NeedKind.INPUT,
    ),
    program(
        "server.c",
        "#include <sys/socket.h>\nint main(void) {\n"
        "int s = socket(AF_INET, SOCK_STREAM, 0); return listen(s, 8); }",
        NeedKind.CONNECTIONS,
    ),
)


def compile_with(
    name: ToolchainName, folder: Path, *paths: Path, **options: object
) -> CompiledProgram:
    request = CompileRequest(read_sources(paths), CompileOptions(**options), folder)  # type: ignore[arg-type] # one of its keys
    return get_toolchain(name).compile(request, lambda _event: None, Cancellation())


def told(references: References | None) -> set[NeedKind]:
    assert references is not None
    return {need.kind for need in forecast(references)}


@pytest.mark.parametrize("name", ["zig", "gcc", "clang"])
@pytest.mark.parametrize("little", PROGRAMS, ids=lambda one: one.name)
def test_what_a_program_needs_is_told_and_nothing_else(
    little: Program, name: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "source", little.name, little.source)
    standard = "c++20" if little.name.endswith(".cc") else ""
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName(name), tmp_path / "made", path, standard=standard)
    assert told(made.references) == little.needs


def go(name: str, imports: str, body: str, *needs: NeedKind) -> Program:
    wanted = "".join(f'import "{one}"\n' for one in imports.split())
    return program(name, f"package main\n{wanted}func main() {{\n{body}\n}}\n", *needs)


GO_PROGRAMS = (
    go("hello.go", "fmt", 'fmt.Println("hello")'),
    go("utc.go", "fmt time", "fmt.Println(time.Now().UTC().Format(time.RFC3339))"),
    # The same library function opens files of every name.
    go("file.go", "os", '_, err := os.ReadFile("notes.txt")\nif err != nil { os.Exit(1) }'),
    # What looks like the linker's own words.
    go("arrow.go", "fmt", 'fmt.Println("main.main -> os.Stdin")'),
    go("zone.go", "fmt time", 'fmt.Println(time.LoadLocation("Asia/Tokyo"))', NeedKind.TIME_ZONES),
    go("local.go", "fmt time", "fmt.Println(time.Unix(0, 0).Local())", NeedKind.TIME_ZONES),
    go("tmp.go", "fmt os", 'fmt.Println(os.CreateTemp("", "x"))', NeedKind.TEMPORARY_FILES),
    go("user.go", "fmt os/user", "fmt.Println(user.Current())", NeedKind.USERS),
    go("exec.go", "os/exec", '_ = exec.Command("ls").Run()', NeedKind.PROGRAMS),
    go("scan.go", "fmt", "var s string\nfmt.Scan(&s)", NeedKind.INPUT),
    go("typed.go", "bufio os", "bufio.NewScanner(os.Stdin).Scan()", NeedKind.INPUT),
    go("proc.go", "os", '_, _ = os.ReadFile("/proc/self/status")', NeedKind.SYSTEM_FILES),
    go("listen.go", "net", '_, _ = net.Listen("tcp", ":8080")', NeedKind.CONNECTIONS),
    go("serve.go", "net/http", '_ = http.ListenAndServe(":8080", nil)', NeedKind.CONNECTIONS),
    go("dial.go", "net", '_, _ = net.Dial("tcp", "example.org:80")', NeedKind.HOST_NAMES),
    go(
        "fetch.go",
        "net/http",
        '_, _ = http.Get("https://example.org")',
        NeedKind.HOST_NAMES,
        NeedKind.CERTIFICATES,
    ),
)


def rust(name: str, body: str, *needs: NeedKind) -> Program:
    return program(name, f"fn main() {{\n{body}\n}}\n", *needs)


RUST_PROGRAMS = (
    rust("hello.rs", 'println!("hello");'),
    rust("file.rs", 'println!("{:?}", std::fs::read("notes.txt").is_ok());'),
    program("own.rs", 'fn stdin() -> i32 { 3 }\nfn main() { println!("{}", stdin()); }\n'),
    rust("thread.rs", "std::thread::spawn(|| 1).join().unwrap();"),
    rust("temporary.rs", 'println!("{:?}", std::env::temp_dir());', NeedKind.TEMPORARY_FILES),
    rust(
        "certificates.rs",
        'println!("{:?}", std::fs::read("/etc/ssl/cert.pem").is_ok());',
        NeedKind.CERTIFICATES,
    ),
    rust(
        "line.rs",
        "let mut line = String::new();\nstd::io::stdin().read_line(&mut line).unwrap();",
        NeedKind.INPUT,
    ),
    rust(
        "command.rs",
        'println!("{:?}", std::process::Command::new("ls").status().is_ok());',
        NeedKind.PROGRAMS,
    ),
    rust(
        "connect.rs",
        'println!("{:?}", std::net::TcpStream::connect("example.org:80").is_ok());',
        NeedKind.HOST_NAMES,
    ),
    rust(
        "lookup.rs",
        "use std::net::ToSocketAddrs;\n"
        'println!("{:?}", ("example.org", 80).to_socket_addrs().is_ok());',
        NeedKind.HOST_NAMES,
    ),
    rust(
        "address.rs",
        "let there = std::net::SocketAddr::from(([127, 0, 0, 1], 80));\n"
        'println!("{:?}", std::net::TcpStream::connect(there).is_ok());',
    ),
    rust(
        "listen.rs",
        'println!("{:?}", std::net::TcpListener::bind("0.0.0.0:80").is_ok());',
        NeedKind.CONNECTIONS,
    ),
)


# The smallest program, which takes rustc by far the longest, of one program alone.
@pytest.mark.parametrize(
    ("little", "optimize"),
    [
        *itertools.product(RUST_PROGRAMS, (Optimize.FAST, Optimize.DEBUG)),
        (RUST_PROGRAMS[-1], Optimize.SMALL),
    ],
    ids=lambda one: one.name,
)
def test_what_a_rust_program_needs_is_told_and_nothing_else(
    little: Program, optimize: Optimize, tmp_path: Path
) -> None:
    path = write(tmp_path / "source", little.name, little.source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName.RUST, tmp_path / "made", path, optimize=optimize)
    assert told(made.references) == little.needs


def test_what_a_cargo_project_refers_to_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    package = '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n'
    project = write(folder, "Cargo.toml", package)
    write(folder / "src", "main.rs", RUST_PROGRAMS[6].source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName.RUST, tmp_path / "made", project, optimize=Optimize.FAST)
    assert told(made.references) == {NeedKind.INPUT}


@pytest.mark.parametrize("little", GO_PROGRAMS, ids=lambda one: one.name)
def test_what_a_go_program_needs_is_told_and_nothing_else(little: Program, tmp_path: Path) -> None:
    path = write(tmp_path / "source", little.name, little.source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName.GO, tmp_path / "made", path)
    assert told(made.references) == little.needs
    assert made.references is not None
    assert made.references.library is CLibrary.NONE


def test_the_names_that_tell_of_a_zig_program_are_those_of_its_library(tmp_path: Path) -> None:
    source = (
        'const std = @import("std");\nconst net = std.Io.net;\n'
        "pub fn main(init: std.process.Init) !void {\nvar room: [64]u8 = undefined;\n"
        "var reader = std.Io.File.stdin().reader(init.io, &room);\n"
        "_ = try reader.interface.takeByte();\n"
        'var a = try net.IpAddress.parse("0.0.0.0", 80);\n_ = try a.listen(init.io, .{});\n'
        '_ = try net.HostName.init("example.org");\n'
        '_ = try std.process.run(init.gpa, init.io, .{ .argv = &.{"ls"} });\n'
        '_ = try std.process.getUserInfo(init.io, "root");\n}\n'
    )
    path = write(tmp_path / "source", "all.zig", source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName.ZIG, tmp_path / "made", path)
    assert told(made.references) == {
        NeedKind.INPUT,
        NeedKind.CONNECTIONS,
        NeedKind.HOST_NAMES,
        NeedKind.PROGRAMS,
        NeedKind.USERS,
    }


@pytest.mark.parametrize("optimize", list(Optimize))
def test_telling_leaves_a_go_program_as_it_is_by_hand(optimize: Optimize, tmp_path: Path) -> None:
    path = write(tmp_path / "source", "scan.go", GO_PROGRAMS[9].source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName.GO, tmp_path / "made", path, optimize=optimize)
    options = CompileOptions(optimize=optimize)
    (command,) = get_toolchain(ToolchainName.GO).commands(read_sources([path]), options)
    home = {"HOME": str(tmp_path), "GOCACHE": str(tmp_path / "cache"), "GOPROXY": "off"}
    environment = {"PATH": os.environ["PATH"], **home}
    subprocess.run(command, cwd=path.parent, env=environment, check=True, timeout=300)
    assert made.path.read_bytes() == (path.parent / "scan").read_bytes()
    assert told(made.references) == {NeedKind.INPUT}


def test_what_a_package_of_a_go_module_refers_to_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    module = write(folder, "go.mod", "module shop/v2\n\ngo 1.24\n")
    write(folder, "main.go", 'package main\nimport "shop/v2/stock"\nfunc main() { stock.Ask() }\n')
    own = (
        'package stock\nimport "os"\n//go:noinline\nfunc Ask() { _, _ = os.CreateTemp("", "x") }\n'
    )
    write(folder / "stock", "stock.go", own)
    (tmp_path / "made").mkdir()
    references = compile_with(ToolchainName.GO, tmp_path / "made", module).references
    assert told(references) == {NeedKind.TEMPORARY_FILES}
    assert references is not None
    assert not any("stock" in symbol for symbol in references.symbols)


def test_a_go_program_from_the_cache_refers_to_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "source", "scan.go", f"// {tmp_path}\n{GO_PROGRAMS[9].source}")
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        made.append(compile_with(ToolchainName.GO, folder, path))
    assert [one.cached for one in made] == [False, True]
    assert made[0].references == made[1].references


@pytest.mark.parametrize("optimize", list(Optimize))
@pytest.mark.parametrize("name", ["zig", "gcc", "clang"])
def test_a_need_is_told_however_the_program_is_optimised(
    name: str, optimize: Optimize, tmp_path: Path
) -> None:
    source = "#include <stdio.h>\nint main(void) { return getchar() + (tmpfile() == 0); }"
    path = write(tmp_path / "source", "both.c", source)
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName(name), tmp_path / "made", path, optimize=optimize)
    assert told(made.references) == {NeedKind.INPUT, NeedKind.TEMPORARY_FILES}


@pytest.mark.parametrize("name", ["zig", "gcc", "clang"])
def test_a_program_from_the_cache_refers_to_the_same(name: str, tmp_path: Path) -> None:
    # Of its own, so that it is not in the cache yet.
    path = write(tmp_path / "source", "hosts.c", f"// {tmp_path}\n{PROGRAMS[10].source}")
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        made.append(compile_with(ToolchainName(name), folder, path))
    assert [one.cached for one in made] == [False, True]
    assert made[0].references == made[1].references
    assert told(made[1].references) == {NeedKind.HOST_NAMES}


@pytest.mark.parametrize("name", ["zig", "gcc", "clang"])
def test_what_is_in_another_file_of_the_program_is_not_asked_for(name: str, tmp_path: Path) -> None:
    main = write(
        tmp_path / "source", "main.c", "int listen(int);\nint main(void) { return listen(3); }"
    )
    own = write(tmp_path / "source", "own.c", "int listen(int n) { return n; }")
    (tmp_path / "made").mkdir()
    assert told(compile_with(ToolchainName(name), tmp_path / "made", main, own).references) == set()


@pytest.mark.parametrize("name", ["zig", "gcc", "clang"])
def test_a_program_optimised_when_linking_is_told_like_any_other(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    main = write(
        folder,
        "main.c",
        "#include <stdio.h>\nint listen(int);\nint number(void);\n"
        'int main(void) { int n; FILE* f = fopen("/etc/ssl/cert.pem", "r");\n'
        'return scanf("%d", &n) + (f == NULL) + listen(n) + number(); }',
    )
    own = write(folder, "own.c", "int listen(int n) { return n; }")
    # Assembly is in objects of the usual kind, beside those of the compiler's own notes.
    body = ".globl number\nnumber:\n{}\nret\n"
    word = "mov $3, %eax" if host_platform() is Platform.LINUX_AMD64 else "mov w0, #3"
    assembly = write(folder, "number.s", body.format(word))
    (tmp_path / "made").mkdir()
    made = compile_with(ToolchainName(name), tmp_path / "made", main, own, assembly, lto=True)
    assert told(made.references) == {NeedKind.INPUT, NeedKind.CERTIFICATES}


@pytest.mark.parametrize(
    ("name", "library"),
    [("zig", CLibrary.MUSL), ("gcc", CLibrary.GLIBC), ("clang", CLibrary.GLIBC)],
)
def test_only_programs_with_glibc_are_advised_to_take_the_other_library(
    name: str, library: CLibrary, tmp_path: Path
) -> None:
    path = write(tmp_path / "source", "user.c", PROGRAMS[13].source)
    (tmp_path / "made").mkdir()
    references = compile_with(ToolchainName(name), tmp_path / "made", path).references
    assert references is not None
    assert references.library is library
    (need,) = forecast(references)
    assert ("built-in compiler" in need.advice) == (library is CLibrary.GLIBC)
