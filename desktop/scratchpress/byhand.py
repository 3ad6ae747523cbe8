"""The same journey as terminal commands: what a person would type without Scratchpress.

The commands are for ``sh``: Linux and macOS as they are, on Windows in WSL or Git
Bash. They can be pasted whole; a test does that and compares the output.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.image.dockerfile import contents_for, instructions
from scratchpress.image.extras import (
    ACCOUNTS,
    CERTIFICATES,
    GROUPS,
    ZONES,
    certificates_file,
    outline,
    target,
    zones_folder,
)
from scratchpress.pipeline import reference_for
from scratchpress.platforms import host_platform
from scratchpress.recipe import Extra
from scratchpress.sources import Language, made_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scratchpress.image.dockerfile import Contents
    from scratchpress.recipe import FileOptions, ImageOptions, Recipe
    from scratchpress.sources import Sources
    from scratchpress.toolchains.protocol import Command

_END = "END"
_STUMBLING = re.compile(r'["\\:\x00-\x1f]')


def by_hand(
    recipe: Recipe,
    sources: Sources,
    commands: Sequence[Command],
    *,
    context: str = "",
    folder: Path | None = None,
) -> str:
    """The whole journey for ``sh``, each step with a comment that says what it is for.

    Args:
        recipe: what to compile, package and run.
        sources: read and checked.
        commands: what compiles them, as ``Toolchain.commands`` gives it.
        context: the Docker context in use, or the engine's address; empty or ``default``
            needs no mention.
        folder: what the recipe's paths are relative to; that of the first source when
            ``None``.

    Raises:
        ScratchpressError: the image's name or an argument is not valid.
    """
    reference = reference_for(recipe, sources)
    contents = contents_for(reference, recipe.run.args, outline(recipe.image))
    docker = ["docker"]
    if context and context != "default":
        docker += ["--host" if "://" in context else "--context", context]
    platform = recipe.compile.platform
    # Told only when it matters: old engines without experimental features refuse it.
    foreign = [] if platform is host_platform() else ["--platform", platform.value]
    interactive = ["--interactive"] if recipe.run.input else []
    steps = [
        _compile_step(sources, commands),
        _prove_step(_program(sources)),
        _dockerfile_step(sources, contents),
        *_extras_step(recipe.image, contents, folder or sources.files[0].path.parent),
        _step(
            "Build the image, and clear up what only the build needed.",
            _line(*docker, "build", *foreign, "--tag", reference) + ' "$context"',
            'rm -r "$context"',
        ),
        _step(
            "See how small it is.",
            _line(*docker, "images", reference),
        ),
        _step(
            "Run it, without a network, and remove its container afterwards.",
            _given(recipe)
            + _line(*docker, "run", *interactive, "--rm", "--network", "none", *foreign)
            + "".join(f" {shlex.quote(word)}" for word in (*_environment(recipe), reference)),
        ),
    ]
    # Bytes of a file name that are no UTF-8 cannot be pasted; they can be shown.
    return "\n\n".join(steps).encode(errors="surrogateescape").decode(errors="replace") + "\n"


def _compile_step(sources: Sources, commands: Sequence[Command]) -> str:
    folder = _line("cd", str(sources.files[0].path.parent))
    if sources.language is Language.EXECUTABLE:
        return _step("Go to the program.", folder)
    copies = _plain_copies(sources)
    renamed = {f"./{name}": copy for name, copy in copies.items()} | copies
    return _step(
        "Go to the source and compile it, with all libraries inside the program.",
        folder,
        *(_line("cp", f"./{name}", copy) for name, copy in copies.items()),
        *(_line(*(renamed.get(word, word) for word in command)) for command in commands),
        *(_line("rm", copy) for copy in copies.values()),
    )


def _plain_copies(sources: Sources) -> dict[str, str]:
    """Names for copies of the files whose own name a compiler stumbles over.

    zig 0.17 cannot read back its list of included files when a name has one of these
    characters: "failed to parse 'tmp/...-a:b.o.d'". The journey itself always
    compiles copies. Go takes no file that is not called so.
    """
    folder = sources.files[0].path.parent
    names = (os.path.relpath(file.path, folder) for file in sources.files)
    wanted = ".go" if sources.language is Language.GO and not sources.is_project else ""
    return {
        name: f"scratchpress-{number}{wanted or Path(name).suffix}"
        for number, name in enumerate(names, start=1)
        if _STUMBLING.search(name) or not name.endswith(wanted)
    }


def _prove_step(program: str) -> str:
    return _step(
        "Prove that it needs no libraries: what this prints names none as NEEDED.",
        _line("readelf", "--dynamic", program),
    )


def _dockerfile_step(sources: Sources, contents: Contents) -> str:
    # A program from elsewhere may have lost its mark as a program on the way, and a strict
    # umask keeps others than root from starting one.
    needs_mode = sources.language is Language.EXECUTABLE or contents.extras.user
    return _step(
        "In an empty folder, put the program beside a Dockerfile that starts from nothing.",
        "context=$(mktemp -d)",
        f'{_line("cp", _program(sources))} "$context"/{contents.program}',
        *([f'chmod 755 "$context"/{contents.program}'] if needs_mode else []),
        f"cat > \"$context\"/Dockerfile <<'{_END}'",
        *map(_pasteable, instructions(contents)),
        _END,
    )


def _extras_step(options: ImageOptions, contents: Contents, folder: Path) -> Iterator[str]:
    """Lay out what the Dockerfile copies besides the program."""
    if not contents.extras.members:
        return
    yield _step(
        "Beside them, lay out what the program needs besides itself.",
        f'files="$context"/{contents.folder}',
        'mkdir "$files"',
        *(line for extra in sorted(set(options.extras)) for line in _extra(extra, options.zones)),
        *(line for file in options.files for line in _copy(file, folder)),
        'chmod -R u=rwX,go=rX "$files"',
        *(_mode(file, folder) for file in options.files),
        *(['chmod 1777 "$files"/tmp'] if Extra.TMP in options.extras else []),
    )


def _extra(extra: Extra, zones: Sequence[str]) -> Iterator[str]:
    match extra:
        case Extra.CA_CERTIFICATES:
            yield from _placed(certificates_file(), CERTIFICATES)
        case Extra.TIME_ZONES if zones:
            for zone in sorted(set(zones)):
                yield from _placed(zones_folder() / zone, f"{ZONES}/{zone}")
        case Extra.TIME_ZONES:
            yield from _placed(zones_folder(), ZONES)
            # What makes it a package of Python.
            yield f"find {_in_image(ZONES)} -name '__*' -prune -exec rm -r {{}} +"
        case Extra.USER:
            for path, content in (("/etc/passwd", ACCOUNTS), ("/etc/group", GROUPS)):
                yield f"mkdir -p \"$files\"/etc && cat > {_in_image(path)} <<'{_END}'"
                yield f"{content}{_END}"
        case Extra.TMP:
            yield 'mkdir -p "$files"/tmp'


def _copy(file: FileOptions, folder: Path) -> Iterator[str]:
    source = folder / file.source
    if source.is_dir():
        place = _in_image(file.to.rstrip("/"))
        yield f"mkdir -p {place} && {_line('cp', '-R', str(source))}/. {place}"
    else:
        yield from _placed(source, target(file))


def _mode(file: FileOptions, folder: Path) -> str:
    mode = f"{file.mode_bits:o}"
    if (folder / file.source).is_dir():
        return f"find {_in_image(file.to.rstrip('/'))} -type f -exec chmod {mode} {{}} +"
    return f"chmod {mode} {_in_image(target(file))}"


def _placed(source: Path, path: str) -> Iterator[str]:
    parent = _in_image(str(PurePosixPath(path).parent).rstrip("/"))
    yield f"mkdir -p {parent} && {_line('cp', '-R', str(source))} {_in_image(path)}"


def _in_image(path: str) -> str:
    return f'"$files"{shlex.quote(path) if path else ""}'


def _pasteable(instruction: str) -> str:
    """An instruction that survives an interactive bash, which expands ``!`` everywhere.

    Only the JSON lists of arguments can hold one, and JSON can write it otherwise.
    """
    return instruction.replace("!", "\\u0021")


def _program(sources: Sources) -> str:
    """What the compile commands leave in the folder; the file itself when it is ready."""
    first = sources.files[0].path
    name = first.name if sources.language is Language.EXECUTABLE else made_name(first)
    return f"./{name}"


def _environment(recipe: Recipe) -> Iterator[str]:
    for name, value in recipe.run.env.items():
        yield from ("--env", f"{name}={value}")


def _given(recipe: Recipe) -> str:
    """What prints the input for the program to read, if it has one."""
    return _line("printf", "%s", recipe.run.input) + " | " if recipe.run.input else ""


def _step(comment: str, *lines: str) -> str:
    return "\n".join((f"# {comment}", *lines))


def _line(*arguments: str) -> str:
    return shlex.join(arguments)
