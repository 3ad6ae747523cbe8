"""What ``core_words`` cannot see in the core's code: what is no words, and what is put together.

Each exception has its reason, and a test fails when one is not needed any more.
"""

from __future__ import annotations

# They word everything themselves: for a terminal, for GitHub, for the window.
NOT_CORE = ("cli", "github", "gui")
# Those of them whose words the window shows, or has as the core has all of them.
LIKE_CORE = ("github/files", "github/use")
# What the window has besides the words that it translates, by module.
IN_THE_WINDOW = {
    "gui/app/about_dialog": ("Docker SDK", "Zig {0}"),
    "gui/app/self_test": (  # said in a terminal
        "Hello! This message is coming from a container",
        "{0} bytes",
        "A Docker daemon answers where there is none.",
        "The app cannot list its own modules.",
        "No image was made.",
        "The app cannot list its own modules.",
        "The program said {0}: {1}",
        "The window did not come so far in time.",
        "The window does not speak all of {0}.",
    ),
    "gui/source/source_actions": (
        "*.c *.cc *.cpp *.cxx *.c++ *.s *.S *.go *.rs *.zig go.mod *.toml",
    ),
}
# Modules whose words never come into the window.
LEFT_OUT = {
    "__main__": "said in a terminal, before there is a window",
    "reports/expectations": "only the command line and the action expect an output or a digest",
    "reports/ingredients": "words of the documents below, for programs to read",
    "reports/metadata": "a document for programs to read",
    "reports/sbom": "a document for programs to read",
}
# Constants that are no words: what others say, which is looked for, and what others read.
NO_WORDS = {
    "engines/docker/errors": ("_NO_ROOM",),
    "engines/preview/sandbox": ("_MOUNTS", "_TMP_MOUNT"),
    "engines/docker/pull_errors": (
        *("_LOGIN", "_DENIED", "_MISSING", "_PLATFORM", "_WINDOWS", "_NETWORK", "_TOO_OFTEN"),
    ),
    "engines/docker/ssh": ("_FROM_DOCKER",),
    "engines/docker/tls": ("_WANTS_TLS",),
    "toolchains/diagnostics": ("_SEVERITIES",),
    "toolchains/failure": ("_KILLED", "_NO_ROOM"),
    "toolchains/go/messages": ("_NO_MAIN",),
    "toolchains/c/build": ("_LIBRARY_NAMES",),
    "toolchains/link_map": ("_GNU_BEGINNING",),
    "toolchains/origins": ("_LLVM_LICENSE", "_GCC_LICENSE", "_RUST_LICENSE"),
    "toolchains/zig/build": ("_LIBRARIES",),
    "toolchains/zig/zig_sources": ("_NO_MAIN",),
}
# What is only a text for programs, or the same in every language, by module.
QUOTED = {
    "engines/docker/demultiplexer": (
        # The engine's broken answer: they end up in an error's details, with its other words.
        "the output ended in the middle of a frame",
        "a frame for stream {0}, which does not exist",
    ),
    "engines/preview/process": ("time limit", "the listener failed"),  # causes, never shown
    "executable/static_check": ("e_machine: {0}",),  # in details, as the ELF specification has it
    "image/layer_changes": ("the entry {0} leads out of the image",),  # in details, or reworded
    "engines/ping": ("what answers there does not speak HTTP",),  # in details
    "recipe/toml_file": ("Scratchpress recipe",),  # the schema's title
    "sources/detection": ("zig build",),
    "registry/attachments": ("it is no index",),  # caught where it is raised
    "registry/client": ("Bearer {0}",),
    "registry/login": ("Basic {0}",),
    "core/sizes": ("1 byte", "{0} bytes", "{0} min {1} s"),  # the window writes numbers itself
    "system/translations": ("Português (Brasil)",),  # as its own people call it
    "toolchains/program_cache": ("as {0}",),
    "toolchains/diagnostics": ("internal compiler error",),  # a compiler's
    "toolchains/go/compiler": ("go {0} {1}",),
    "toolchains/go/messages": ("undefined symbol: main",),  # a linker's
    "toolchains/remedies": (
        # What compilers say, which is looked for.
        "operator new",
        "attempted static link of dynamic object",
        "[Kk]illed signal terminated program",
        "unknown clang option:",
    ),
    "toolchains/rust/build": ("libc ({0})",),
    "toolchains/rust/toolchain": ("Rust {0}",),
    "toolchains/rust/compiler": ("rust {0} {1} {2}",),
    "toolchains/rust/messages": ("undefined symbol: main",),
    "toolchains/zig/toolchain": ("zig {0} {1}", "warnings {0}", "strips {0}"),
    "toolchains/zig/zig_sources": ("zig {0}", "undefined symbol: main"),
    "toolchains/origins": ("zig (Clang {0})", "libc (musl)", "libc (glibc)"),
}
# Words that are put into sentences, and sentences that are put together.
PARTS = (
    "It",
    "unchanged",
    "static",
    "Program",
    "It takes text.",
    "text or {0}",
    "Write one of: {0}.",
    "Add it: one of: {0}.",
    "C and C++",
    "C and C++: {0}",
    "a list; each entry text",
    "{0} is no image to start from: {1}.",
    "There is no time zone {0}.",
    "{0} does not compile: line {1}: {2}",
    "{0} (and {1} more error)",
    "{0} (and {1} more errors)",
)
# What msgspec says of a value in a recipe, Python of TOML, and the system of a file: those that
# people meet. They always say it in English, and what is rare stays so.
OFTEN_SAID = (
    "expected `{0}`, got `{1}`",
    "expected `{0}` of length >= {1}",
    "expected `{0}` >= {1}",
    "expected `{0}` <= {1}",
    "invalid enum value {0}",
    "[Errno {0}] {1}: {2}",
    "[Errno {0}] {1}",
    "Name or service not known",
    "Connection refused",
    "{0} (at line {1}, column {2})",
    "{0} (at end of document)",
    "Invalid value",
    "Invalid statement",
    "Invalid initial character for a key part",
    "Illegal character {0}",
    "Unterminated string",
    "Unclosed array",
    "Unclosed inline table",
    "Cannot overwrite a value",
    "Cannot declare {0} twice",
    "Duplicate inline table key {0}",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected newline or end of document after a statement",
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "No space left on device",
    "Disk quota exceeded",
    "Read-only file system",
    "Input/output error",
    "Operation not permitted",
    "Too many levels of symbolic links",
)
