"""Writes the same build as shell commands: what a person would type without Scratchpress.

The commands are for ``sh``: Linux and macOS as they are, on Windows in WSL or Git
Bash. They can be pasted whole; a test does that and compares the output.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.core.messages import Joined, Message
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.image.contents import contents_for
from scratchpress.image.dockerfile import instructions, program_for
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
from scratchpress.image.reference import parse_base, parse_reference
from scratchpress.pipeline.defaults import reference_for
from scratchpress.recipe.model import SCRATCH, Extra
from scratchpress.recipe.sandbox import Network
from scratchpress.sources.naming import made_name
from scratchpress.system.file_kinds import is_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scratchpress.image.contents import Contents
    from scratchpress.recipe.model import FileOptions, ImageOptions, Recipe
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.protocol import Command

_END = "END"
_ADD_ACCOUNTS = "NR==FNR {name[$1]; number[$3]; print; next} !($1 in name) && !($3 in number)"
_STUMBLING = re.compile(r'["\\:\x00-\x1f]')


def by_hand(
    recipe: Recipe,
    sources: Sources,
    commands: Sequence[Command],
    *,
    others: Mapping[Platform, Sequence[Command]] | None = None,
    context: str = "",
    folder: Path | None = None,
) -> str:
    """The whole build for ``sh``, each step with a comment that says what it is for.

    Args:
        recipe: what to compile, package and run.
        sources: read and checked.
        commands: what compiles them, as ``Toolchain.commands`` gives it.
        others: the same for the recipe's other platforms.
        context: the Docker context in use, or the engine's address; empty or ``default``
            needs no mention.
        folder: what the recipe's paths are relative to; that of the first source when
            ``None``.

    Raises:
        ScratchpressError: the image's name or an argument is not valid.
    """
    reference = reference_for(recipe, sources)
    image = recipe.image
    start = image.base if image.base == SCRATCH else str(parse_base(image.base))
    contents = contents_for(reference, recipe.run.args, outline(image), start, image.labels)
    docker = ["docker"]
    if context and context != "default":
        docker += ["--host" if "://" in context else "--context", context]
    platform = recipe.compile.platform
    # Told only when it matters: old engines without experimental features refuse it.
    foreign = [] if platform is host_platform() else ["--platform", platform.value]
    programs = {platform: commands, **(others or {})}
    several = [one for one in Platform if one in programs] if len(programs) > 1 else []
    steps = [
        _compile_step(sources, {one: programs[one] for one in several} or {platform: commands}),
        _prove_step(_made(sources, several)),
        _dockerfile_step(sources, contents, several),
        *_extras_step(recipe.image, contents, folder or sources.files[0].path.parent, docker),
        _build_step(docker, foreign, reference)
        if not several
        else _build_each_step(docker, several, platform, reference),
        _step(
            "See how small it is.",
            _line(*docker, "images", reference),
        ),
        _step(
            "Run it, with a network, and remove its container afterwards."
            if _is_connected(recipe)
            else "Run it, without a network, and remove its container afterwards.",
            _piped_input(recipe)
            + _line(
                *(*docker, "run", "--rm", *_network_options(recipe)),
                *(*_terminal_options(recipe), *foreign),
                *_mount_options(recipe, folder or sources.files[0].path.parent),
                *(*_environment_options(recipe), reference),
            ),
        ),
    ]
    return Joined("", (Joined("\n\n", steps), "\n"))


def _build_step(docker: Sequence[str], foreign: Sequence[str], reference: str) -> str:
    return _step(
        "Build the image, and clear up what only the build needed.",
        _line(*docker, "build", *foreign, "--tag", reference) + ' "$context"',
        'rm -r "$context"',
    )


def _build_each_step(
    docker: Sequence[str], platforms: Sequence[Platform], first: Platform, reference: str
) -> str:
    name = parse_reference(reference)
    # Old builders take a step that they have kept of one platform for the other's.
    builds = (
        _line(
            *(*docker, "build", "--no-cache", "--platform", one.value),
            *("--build-arg", f"TARGETARCH={one.architecture}", "--tag", str(name.on(one))),
        )
        for one in platforms
    )
    return _step(
        Message(
            "Build an image for each platform, call this computer's by the plain name, too, and"
            " clear\n# up. An engine that keeps several platforms under one name builds them at"
            " once:\n# docker buildx build --platform {0}",
            ",".join(platforms),
        ),
        *(f'{build} "$context"' for build in builds),
        _line(*docker, "tag", str(name.on(first)), reference),
        'rm -r "$context"',
    )


def _compile_step(sources: Sources, commands: Mapping[Platform, Sequence[Command]]) -> str:
    folder = _line("cd", str(sources.files[0].path.parent))
    if sources.language is Language.EXECUTABLE:
        return _step("Go to the program.", folder)
    copies = _plain_copies(sources)
    renamed = {f"./{name}": copy for name, copy in copies.items()} | copies
    return _step(
        "Go to the source and compile it, with all libraries inside the program.",
        folder,
        *(_line("cp", f"./{name}", copy) for name, copy in copies.items()),
        *(
            line
            for platform, ours in commands.items()
            for line in (
                *(_line(*(renamed.get(word, word) for word in command)) for command in ours),
                *(_renamed_for(sources, platform) if len(commands) > 1 else ()),
            )
        ),
        *(_line("rm", copy) for copy in copies.values()),
    )


def _renamed_for(sources: Sources, platform: Platform) -> Iterator[str]:
    """Every platform's commands leave a program of the same name."""
    yield _line("mv", _program(sources), *_made(sources, [platform]))


def _made(sources: Sources, platforms: Sequence[Platform]) -> list[str]:
    """The programs in the folder, one for each of several platforms."""
    program = _program(sources)
    return [f"{program}-{one.architecture}" for one in platforms] or [program]


def _plain_copies(sources: Sources) -> dict[str, str]:
    """Names for copies of the files whose own name a compiler stumbles over.

    zig 0.17 cannot read back its list of included files when a name has one of these
    characters: "failed to parse 'tmp/...-a:b.o.d'". The build itself always
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


def _prove_step(programs: Sequence[str]) -> str:
    return _step(
        "Prove that it needs no libraries: what this prints names none as NEEDED.",
        _line("readelf", "--dynamic", *programs),
    )


def _dockerfile_step(sources: Sources, contents: Contents, platforms: Sequence[Platform]) -> str:
    # A program from elsewhere may have lost its mark as a program on the way, and a strict
    # umask keeps others than root from starting one.
    needs_mode = sources.language is Language.EXECUTABLE or contents.extras.user
    names = [program_for(contents, one) for one in platforms] or [contents.program]
    copies = list(zip(_made(sources, platforms), names, strict=True))
    return _step(
        "In an empty folder, put the program beside a Dockerfile that starts from nothing."
        if contents.start == SCRATCH
        else Message(
            "In an empty folder, put the program beside a Dockerfile that starts from {0}.",
            contents.start,
        ),
        "context=$(mktemp -d)",
        *(f'{_line("cp", program)} "$context"/{name}' for program, name in copies),
        *(f'chmod 755 "$context"/{name}' for name in (names if needs_mode else ())),
        f"cat > \"$context\"/Dockerfile <<'{_END}'",
        *map(_without_history_marks, instructions(contents, several=len(names) > 1)),
        _END,
    )


def _extras_step(
    options: ImageOptions, contents: Contents, folder: Path, docker: Sequence[str]
) -> Iterator[str]:
    """Lay out what the Dockerfile copies besides the program."""
    if not contents.extras.members:
        return
    yield _step(
        "Beside them, lay out what the program needs besides itself.",
        f'files="$context"/{contents.folder}',
        'mkdir "$files"',
        *(line for extra in sorted(set(options.extras)) for line in _extra(extra, options.zones)),
        *(_base_accounts(docker, contents.start) if Extra.USER in options.extras else ()),
        *(line for file in options.files for line in _copy(file, folder)),
        'chmod -R u=rwX,go=rX "$files"',
        *(_mode(file, folder) for file in options.files),
        *(['chmod 1777 "$files"/tmp'] if Extra.TMP in options.extras else []),
    )


def _base_accounts(docker: Sequence[str], start: str) -> Iterator[str]:
    """Keep the accounts that the base has, and of ours those that it does not have."""
    if start == SCRATCH:
        return
    yield f"container=$({_line(*docker, 'create', start, 'none')})"
    for path in ("/etc/passwd", "/etc/group"):
        place = _in_image(path)
        yield f'{_line(*docker, "cp")} "$container":{path} {place}.base || touch {place}.base'
        yield f"awk -F: '{_ADD_ACCOUNTS}' {place}.base {place} > {place}.all"
        yield f"mv {place}.all {place} && rm {place}.base"
    yield f'{_line(*docker, "rm")} "$container"'


def _extra(extra: Extra, zones: Sequence[str]) -> Iterator[str]:
    match extra:
        case Extra.CA_CERTIFICATES:
            yield from _copied_to(certificates_file(), CERTIFICATES)
        case Extra.TIME_ZONES if zones:
            for zone in sorted(set(zones)):
                yield from _copied_to(zones_folder() / zone, f"{ZONES}/{zone}")
        case Extra.TIME_ZONES:
            yield from _copied_to(zones_folder(), ZONES)
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
    if is_folder(source):
        place = _in_image(file.to.rstrip("/"))
        yield f"mkdir -p {place} && {_line('cp', '-R', str(source))}/. {place}"
    else:
        yield from _copied_to(source, target(file))


def _mode(file: FileOptions, folder: Path) -> str:
    mode = f"{file.mode_bits:o}"
    if is_folder(folder / file.source):
        return f"find {_in_image(file.to.rstrip('/'))} -type f -exec chmod {mode} {{}} +"
    return f"chmod {mode} {_in_image(target(file))}"


def _copied_to(source: Path, path: str) -> Iterator[str]:
    parent = _in_image(str(PurePosixPath(path).parent).rstrip("/"))
    yield f"mkdir -p {parent} && {_line('cp', '-R', str(source))} {_in_image(path)}"


def _in_image(path: str) -> str:
    return f'"$files"{shlex.quote(path) if path else ""}'


def _without_history_marks(instruction: str) -> str:
    """An instruction that survives an interactive bash, which expands ``!`` everywhere.

    Only the JSON lists of arguments can hold one, and JSON can write it otherwise.
    """
    return instruction.replace("!", "\\u0021")


def _program(sources: Sources) -> str:
    """What the compile commands leave in the folder; the file itself when it is ready."""
    first = sources.files[0].path
    name = first.name if sources.language is Language.EXECUTABLE else made_name(first)
    return f"./{name}"


def _environment_options(recipe: Recipe) -> Iterator[str]:
    for name, value in recipe.run.env.items():
        yield from ("--env", f"{name}={value}")


def _is_connected(recipe: Recipe) -> bool:
    return bool(recipe.run.ports) or recipe.sandbox.network is Network.BRIDGE


def _network_options(recipe: Recipe) -> Iterator[str]:
    if not _is_connected(recipe):
        yield from ("--network", "none")
    for port in recipe.run.published:
        host = f"[{port.address}]" if ":" in port.address else port.address
        yield from ("--publish", f"{host}:{port.here}:{port.inside}/{port.transport}")


def _terminal_options(recipe: Recipe) -> Iterator[str]:
    if recipe.run.input or recipe.run.terminal:
        yield "--interactive"
    # A terminal cannot be had together with a pipe.
    if recipe.run.terminal and not recipe.run.input:
        yield "--tty"


def _mount_options(recipe: Recipe, folder: Path) -> Iterator[str]:
    for one in recipe.run.shared(folder):
        # As the Docker command reads it: values of a table with commas in between.
        fields = ["type=bind", f"source={one.source}", f"target={one.to}"]
        fields += [] if one.writable else ["readonly"]
        yield from ("--mount", ",".join(_mount_value(value) for value in fields))
    if recipe.run.working_directory:
        yield from ("--workdir", recipe.run.working_directory)


def _mount_value(value: str) -> str:
    stumbles = any(one in value for one in ',"\n')
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if stumbles else value


def _piped_input(recipe: Recipe) -> str:
    """What prints the input for the program to read, if it has one."""
    return _line("printf", "%s", recipe.run.input) + " | " if recipe.run.input else ""


def _step(comment: str, *lines: str) -> str:
    # Bytes of a file name that are no UTF-8 cannot be pasted; they can be shown.
    shown = (line.encode(errors="surrogateescape").decode(errors="replace") for line in lines)
    return Joined("\n", (Joined("", ("# ", comment)), *shown))


def _line(*arguments: str) -> str:
    return shlex.join(arguments)
