"""What ``sentences`` would take for words for people and is none, each with its reason.

A test fails when one of them is not needed any more.
"""

from __future__ import annotations

# Modules whose words are for programs, or for people who all read English.
IN_ENGLISH = {
    "cli/ci_log": "the log of a workflow, among those of other actions",
    "cli/ci_permissions": "a workflow's step",
    "cli/commands/ci": "a workflow's step",
    "cli/schema": "what a JSON document says of itself",
    "cli/schema_parts": "what a JSON document says of itself",
    "github/inputs": "the action's inputs",
    "github/markdown": "what GitHub shows with a workflow",
    "github/summary": "what GitHub shows with a workflow",
    "github/workflow_file": "a file for GitHub to read",
    "gui/app/self_test": "said to whom packages the app",
    "reports/ingredients": "words of the documents below",
    "reports/metadata": "a document for programs to read",
    "reports/sbom": "a document for programs to read",
    "toolchains/c/harmless_flags": "names of flags",
}
# By module: texts, or the names of constants that hold them.
NOT_WORDS = {
    # What others say, which is looked for.
    "engines/docker/errors": ("_NO_ROOM", "_WANTS_TLS"),
    "engines/docker/refusals": (
        *("_LOGIN", "_DENIED", "_MISSING", "_PLATFORM", "_WINDOWS", "_NETWORK", "_TOO_OFTEN"),
    ),
    "engines/docker/ssh": ("_FROM_DOCKER",),
    "toolchains/c/build": ("_LIBRARY_NAMES",),
    "toolchains/diagnostics": ("_SEVERITIES", "internal compiler error"),
    "toolchains/failure": ("_KILLED", "_NO_ROOM"),
    "toolchains/go/messages": ("_NO_MAIN", "undefined symbol: main"),
    "toolchains/link_map": ("_GNU_BEGINNING",),
    "toolchains/remedies": (
        "operator new",
        "attempted static link of dynamic object",
        "[Kk]illed signal terminated program",
        "unknown clang option: ",
    ),
    "toolchains/rust/messages": ("undefined symbol: main",),
    "toolchains/zig/zig_sources": ("_NO_MAIN", "undefined symbol: main"),
    # Details of an error, which are told as they are, or causes that nobody is told.
    "engines/docker/streams": (
        "the output ended in the middle of a frame",
        "a frame for stream {}, which does not exist",
    ),
    "engines/connect": ("what answers there does not speak HTTP",),
    "engines/preview/process": ("time limit", "the listener failed", "confine: no word"),
    "image/layer_changes": ("the entry {} leads out of the image",),
    "executable/elf": ("{} bytes at {} of {}", "{} of {} bytes at {}"),
    "reports/expectations": ("… and {} more lines",),
    # The same in every language.
    "core/sizes": ("1 byte",),
    "gui/app/about_dialog": ("Docker SDK", "Zig {0}"),
    "gui/source/source_actions": (
        "*.c *.cc *.cpp *.cxx *.c++ *.s *.S *.go *.rs *.zig go.mod *.toml",
    ),
    "recipe/toml_file": ("Scratchpress recipe",),
    "sources/detection": ("zig build",),
    "system/locale": ("Português (Brasil)",),
    "toolchains/origins": (
        *("_LLVM_LICENSE", "_GCC_LICENSE", "_RUST_LICENSE", "libc (glibc)", "libc (musl)"),
    ),
    "toolchains/zig/build": ("_LIBRARIES",),
}
# What libraries and the system say in English, with nothing put in; what is rare stays so.
SAID_BY_OTHERS = (
    # argparse
    *("options", "positional arguments", "show this help message and exit"),
    "show program's version number and exit",
    # tomllib
    *("Invalid value", "Invalid statement", "Invalid initial character for a key part"),
    *("Unterminated string", "Unclosed array", "Unclosed inline table"),
    "Cannot overwrite a value",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected newline or end of document after a statement",
    # The system, of a file.
    *("No such file or directory", "Permission denied", "Is a directory", "Not a directory"),
    *("File exists", "File name too long", "No space left on device", "Disk quota exceeded"),
    *("Read-only file system", "Input/output error", "Operation not permitted"),
    *("Too many levels of symbolic links", "Name or service not known", "Connection refused"),
)
