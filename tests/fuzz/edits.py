"""A project of twelve files that is edited at random, and compiled with and without what is kept.

``python -m tests.fuzz.edits COMPILER [--steps N] [--seed N]`` edits, moves, renames, links and
touches, and after each step compares the program (or the error) with that of a compile for which
nothing was kept. The first difference ends it: the project stays where it was compiled, and the
last steps are told. ``tests/contract/test_random_edits.py`` takes a few steps each time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError
from scratchpress.recipe.model import CompileOptions, ToolchainName
from scratchpress.sources.collecting import read_given
from scratchpress.system.cache import HEADERS, PROGRAMS
from scratchpress.toolchains.find import get_toolchain
from scratchpress.toolchains.protocol import CompileRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.toolchains.protocol import Toolchain

_FOLDERS = ("", "sub", "sub/deep", "inc", "alt", "include")
_HEADERS = ("x.h", "y.h", "z.h", "w.inc")
_SOURCES = ("a.c", "b.c", "c.c", "d.cc")
# One of them is chosen for a while.
_FLAGS = (
    (),
    (),
    (),
    ("-Isub",),
    ("-Ialt", "-I", "inc"),
    ("-iquote", "inc"),
    ("-isystem", "alt"),
    ("-include", "x.h"),
    ("-imacros", "../outside/x.h"),
    ("-I../outside",),
)
# What a step may lead back to.
_REMEMBERED = 12
# What lies outside of the project is not led back, and may be what does not compile.
_MOST_BROKEN = 8

_SOURCE = """{includes}static volatile int kept;
__attribute__((constructor)) static void {name}(void) {{ kept = {value} + {names}; }}
"""
_MAIN = "int main(void) { return 0; }\n"


@dataclass(frozen=True, slots=True)
class _State:
    """Everything in a project: files, links and folders by their paths, with their times."""

    flags: tuple[str, ...]
    files: dict[str, tuple[bytes, int]]
    links: dict[str, str]
    folders: frozenset[str]


@dataclass
class Project:
    """A folder of sources and headers, of which each name lies in several places.

    Attributes:
        place: what it lies in, with a folder beside it that is not given.
        chance: what decides on the steps.
        told: the steps that were taken.
    """

    place: Path
    chance: random.Random
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.place / "project"
        self.flags: tuple[str, ...] = ()
        self._states: list[_State] = []
        self._numbers = 0
        self._begin()

    def _begin(self) -> str:
        """Write the project anew; all that there was is removed."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.flags = ()
        for folder in (*_FOLDERS, "../outside"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        for name in ("x.h", "sub/x.h", "y.h", "sub/y.h", "inc/z.h", "alt/y.h", "../outside/x.h"):
            (self.root / name).write_text(self._header())
        for name, header in (("sub/a", "y"), ("b", "x"), ("alt/c", "y"), ("inc/d", "z")):
            ending = ".cc" if name == "inc/d" else ".c"
            (self.root / f"{name}{ending}").write_text(self._source(f'#include "{header}.h"\n'))
        (self.root / "main.c").write_text(self._source('#include "x.h"\n') + _MAIN)
        self._broken, self._states = 0, [self._state()]
        return "begin anew"

    def came_out(self, *, good: bool) -> None:
        """Remember a project that compiles; leave one that does not after a few steps."""
        self._broken = 0 if good else self._broken + 1
        if good:
            self._states = [*self._states, self._state()][-_REMEMBERED:]

    def step(self) -> None:
        """Change something small."""
        steps: tuple[tuple[int, Callable[[], str]], ...] = (
            (14, self._edit),
            (8, self._rewrite),
            (8, self._touch),
            (10, self._move),
            (6, self._rename),
            (4, self._rename_folder),
            (12, self._add_header),
            (5, self._remove),
            (6, self._swap),
            (6, self._link),
            (4, self._link_folder),
            (16, self._go_back),
            (4, self._choose_flags),
            (3, self._move_all),
            (2, self._break),
        )
        weights, changes = zip(*steps, strict=True)
        done = ""
        if self._broken > _MOST_BROKEN:
            done = self._begin()
        elif self._broken > self.chance.randrange(4):
            done = self._go_back()
        while not done:
            with suppress(OSError):
                done = self.chance.choices(changes, weights)[0]()
        self.told.append(done)

    def given(self) -> list[Path]:
        """The folder, or now and then only its sources."""
        sources = [path for path in self._files() if path.suffix in {".c", ".cc"}]
        mains = [path for path in sources if path.name == "main.c"]
        named = [*mains, *(path for path in sources if path not in mains)]
        return named if self.chance.random() < 0.2 else [self.root]

    def _files(self) -> list[Path]:
        found = (Path(parent, name) for parent, _, names in os.walk(self.place) for name in names)
        return sorted(found)

    def _pick(self, *, sources: bool = True) -> Path:
        """A header, or a source, too."""
        endings = {".h", ".inc", *((".c", ".cc") if sources else ())}
        return self.chance.choice([one for one in self._files() if one.suffix in endings])

    def _folder(self) -> Path:
        return self.root / self.chance.choice((*_FOLDERS, "../outside"))

    def _shown(self, path: Path) -> str:
        return os.path.relpath(path, self.root)

    def _header(self) -> str:
        """One of the names that sources read, and perhaps another header."""
        name = self.chance.choice("xyz")
        value = self.chance.randrange(1000, 9999)
        defined = f"#undef V_{name}\n#define V_{name} {value}\n"
        guard = "" if self.chance.random() < 0.6 else "#pragma once\n"
        return guard + (self._include() if self.chance.random() < 0.15 else "") + defined

    def _source(self, includes: str = "") -> str:
        self._numbers += 1
        names = " + ".join(f"V_{one}" for one in "xyz")
        defaults = "".join(f"#ifndef V_{one}\n#define V_{one} 0\n#endif\n" for one in "xyz")
        head = "#include <stddef.h>\n" if self.chance.random() < 0.3 else ""
        includes = includes or "".join(self._include() for _ in range(self.chance.randrange(1, 4)))
        return _SOURCE.format(
            includes=head + includes + defaults,
            name=f"fill_{self._numbers}",
            value=self.chance.randrange(1000, 9999),
            names=names,
        )

    def _include(self) -> str:
        name = self.chance.choice(_HEADERS[:3] * 4 + _HEADERS)
        before = self.chance.choice(("",) * 8 + ("../", "../", "sub/", "deep/", "inc/", "alt/"))
        named = f"{before}{name}"
        quoted = f"<{named}>" if self.chance.random() < 0.25 else f'"{named}"'
        forms = (
            (40, f"#include {quoted}\n"),
            (2, f"  # \tinclude\t{quoted} // said\n"),
            (2, f"#inc\\\nlude {quoted}\n"),
            (2, f"#/**/include/* and */{quoted}\n"),
            (2, f"%:include {quoted}\n"),
            (2, f"#undef CHOSEN\n#define CHOSEN {quoted}\n#include CHOSEN\n"),
            (1, f"#if __has_include({quoted})\n#include {quoted}\n#endif\n"),
            (1, f"#if __has_include({quoted})\n#undef V_x\n#define V_x 77\n#endif\n"),
            (1, f"#include_next {quoted}\n"),
        )
        weights = [weight for weight, _ in forms]
        return self.chance.choices([text for _, text in forms], weights)[0]

    def _edit(self) -> str:
        """Another number, of the same length or not; perhaps with the time it had."""
        path = self._pick()
        text = path.read_text()
        status = path.stat()
        digits = [at for at, one in enumerate(text) if one.isdigit() and text[at - 1] != "_"]
        at = self.chance.choice(digits or [0])
        new = self.chance.choice(["1", "2", "3", "4", "5", "6", "7", "8", "9", "11"])
        path.write_text(f"{text[:at]}{new}{text[at + 1 :]}" if digits else self._header())
        kept = self.chance.random() < 0.3
        if kept:
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"edit {self._shown(path)}{', its time kept' if kept else ''}"

    def _rewrite(self) -> str:
        path = self._pick()
        if path.suffix in {".c", ".cc"}:
            path.write_text(self._source() + (_MAIN if path.name == "main.c" else ""))
        else:
            path.write_text(self._header())
        return f"rewrite {self._shown(path)}"

    def _touch(self) -> str:
        path = self._pick()
        moment = time.time() + self.chance.choice((0, -1, -100_000, 3, 100_000))
        os.utime(path, (moment, moment))
        return f"touch {self._shown(path)}"

    def _move(self) -> str:
        path = self._pick()
        target = self._folder() / path.name
        if path.name == "main.c" or target == path or not target.parent.is_dir():
            return ""
        path.replace(target)
        return f"move {self._shown(path)} to {self._shown(target)}"

    def _rename(self) -> str:
        path = self._pick()
        names = _HEADERS if path.suffix in {".h", ".inc"} else _SOURCES
        target = path.with_name(self.chance.choice(names))
        if path.name == "main.c" or target == path or (target.exists() and target.suffix == ".c"):
            return ""
        path.replace(target)
        return f"rename {self._shown(path)} to {target.name}"

    def _rename_folder(self) -> str:
        """Two folders change places, or one takes the name of one that is not there."""
        first, second = (self.root / one for one in self.chance.sample(_FOLDERS[1:], 2))
        if first.is_relative_to(second) or second.is_relative_to(first):
            return ""
        between = self.place / "between"
        first.rename(between)
        if second.exists() or second.is_symlink():
            second.rename(first)
        between.rename(second)
        return f"exchange {self._shown(first)} and {self._shown(second)}"

    def _add_header(self) -> str:
        path = self._folder() / self.chance.choice(_HEADERS)
        if path.exists() or path.is_symlink():
            return ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._header())
        return f"add {self._shown(path)}"

    def _remove(self) -> str:
        path = self._pick()
        if path.name == "main.c" or len(self._files()) < 10:
            return ""
        path.unlink()
        return f"remove {self._shown(path)}"

    def _swap(self) -> str:
        first, second = self._pick(sources=False), self._pick(sources=False)
        if first.samefile(second):
            return ""
        between = self.place / "between"
        first.rename(between)
        second.rename(first)
        between.rename(second)
        return f"swap {self._shown(first)} and {self._shown(second)}"

    def _link(self) -> str:
        """A header becomes a link to another one."""
        path, other = self._pick(sources=False), self._pick(sources=False)
        if path == other or os.path.realpath(path) == os.path.realpath(other):
            return ""
        path.unlink()
        path.symlink_to(os.path.relpath(other, path.parent))
        return f"link {self._shown(path)} to {self._shown(other)}"

    def _link_folder(self) -> str:
        """A folder moves out of the project and is linked from where it was, or comes back."""
        folder = self.root / self.chance.choice(_FOLDERS[1:])
        if folder.is_symlink():
            target = folder.resolve()
            folder.unlink()
            target.rename(folder)
            return f"bring back {self._shown(folder)}"
        target = self.place / "outside" / "far" / f"{folder.name}-{len(self.told)}"
        target.parent.mkdir(exist_ok=True)
        folder.rename(target)
        folder.symlink_to(target)
        return f"link {self._shown(folder)} to {self._shown(target)}"

    def _choose_flags(self) -> str:
        self.flags = self.chance.choice(_FLAGS)
        return f"flags {' '.join(self.flags)}"

    def _move_all(self) -> str:
        """The project lies elsewhere; it compiles to the same."""
        target = self.place / self.chance.choice(("project", "elsewhere", "else where/deeper"))
        if target == self.root or target.is_relative_to(self.root):
            return ""
        target.parent.mkdir(exist_ok=True)
        self.root.rename(target)
        self.root = target
        return f"move all to {target.name}"

    def _break(self) -> str:
        path = self._pick()
        path.write_text("#error broken\n" + path.read_text())
        return f"break {self._shown(path)}"

    def _state(self) -> _State:
        files: dict[str, tuple[bytes, int]] = {}
        links: dict[str, str] = {}
        folders: set[str] = set()
        for parent, below, names in os.walk(self.root):
            for name in (*below, *names):
                path = Path(parent, name)
                key = self._shown(path)
                if path.is_symlink():
                    links[key] = str(path.readlink())
                elif path.is_dir():
                    folders.add(key)
                else:
                    files[key] = path.read_bytes(), path.stat().st_mtime_ns
        return _State(self.flags, files, links, frozenset(folders))

    def _go_back(self) -> str:
        """Everything as it was a few steps ago, with its times or with new ones."""
        number = self.chance.randrange(len(self._states))
        state = self._states[number]
        self.flags = state.flags
        shutil.rmtree(self.root)
        self.root.mkdir()
        for folder in sorted(state.folders):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        keeps = self.chance.random() < 0.5
        for name, (content, moment) in state.files.items():
            (self.root / name).write_bytes(content)
            if keeps:
                os.utime(self.root / name, ns=(moment, moment))
        for name, target in state.links.items():
            (self.root / name).symlink_to(target)
        return f"back by {len(self._states) - number}"


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a compile: the program's bytes and what is told of it, or the error's words."""

    sha256: str
    said: tuple[str, ...]
    cached: bool = field(default=False, compare=False)


class Compiler:
    """Compiles a project twice: with what was kept of earlier steps, and with nothing."""

    def __init__(self, toolchain: Toolchain, folder: Path) -> None:
        self._toolchain = toolchain
        self._folder = folder

    def kept(self, given: list[Path], flags: tuple[str, ...]) -> Made:
        """As people compile."""
        os.environ["SCRATCHPRESS_CACHE_DIR"] = str(self._folder / "kept")
        return self._compile(given, flags, is_trial=False)

    def fresh(self, given: list[Path], flags: tuple[str, ...]) -> Made:
        """As if nothing was ever compiled; the C library alone is unpacked."""
        cache = self._folder / "fresh"
        for name in (PROGRAMS, HEADERS):
            shutil.rmtree(cache / name, ignore_errors=True)
        os.environ["SCRATCHPRESS_CACHE_DIR"] = str(cache)
        return self._compile(given, flags, is_trial=True)

    def _compile(self, given: list[Path], flags: tuple[str, ...], *, is_trial: bool) -> Made:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            try:
                request = CompileRequest(
                    read_given(given), CompileOptions(flags=flags), Path(folder), is_trial=is_trial
                )
                program = self._toolchain.compile(request, lambda _: None, Cancellation())
            except ScratchpressError as error:
                return Made("", (str(error.title), str(error.explanation), str(error.remedy)))
            digest = hashlib.sha256(program.path.read_bytes()).hexdigest()
            said = [f"{one.file}:{one.line}: {one.text}" for one in program.diagnostics]
            return Made(digest, (*said, repr(program.references)), cached=program.cached)


class DifferenceError(AssertionError):
    """A compile with what was kept came out otherwise than a fresh one."""

    def __init__(self, number: int, kept: Made, fresh: Made, told: list[str]) -> None:
        steps = "\n".join(told[-20:])
        super().__init__(f"after step {number}: kept {kept}, fresh {fresh}; the last:\n{steps}")


def compare(toolchain: Toolchain, folder: Path, *, steps: int, seed: int) -> Iterator[Made]:
    """Take steps, and give what was made after each.

    Raises:
        DifferenceError: the first time that what was kept changed it.
    """
    project = Project(folder / "place", random.Random(seed))
    compiler = Compiler(toolchain, folder)
    for number in range(1, steps + 1):
        project.step()
        given = project.given()
        made = compiler.kept(given, project.flags)
        fresh = compiler.fresh(given, project.flags)
        if made != fresh:
            raise DifferenceError(number, made, fresh, project.told)
        project.came_out(good=bool(made.sha256))
        yield made


def main() -> int:
    """Take many steps; the exit code is 1 when there is a difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.edits", description=__doc__)
    names = [ToolchainName.ZIG.value, ToolchainName.GCC.value, ToolchainName.CLANG.value]
    parser.add_argument("compiler", choices=names)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="edits-"))
    toolchain = get_toolchain(ToolchainName(arguments.compiler))
    programs = cached = 0
    try:
        found = compare(toolchain, folder, steps=arguments.steps, seed=arguments.seed)
        for number, made in enumerate(found, 1):
            programs += bool(made.sha256)
            cached += made.cached
            if number % 100 == 0:
                print(f"{number} steps, {programs} programs, {cached} of them kept", flush=True)
    except DifferenceError as difference:
        print(f"{difference}\nThe project is in {folder}.")
        return 1
    shutil.rmtree(folder)
    print(f"{arguments.steps} steps, {programs} programs, {cached} of them kept, no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
