"""What an image gets besides its program: certificates, time zones, a user, /tmp, files.

All of it is one layer below the program's, so that it is the same layer, and sent to an
engine once, however often the program is rebuilt. Its bytes come from two packages that
``pyproject.toml`` pins exactly, from constants here and from the files a person chose,
never from this computer's own certificates, zones or accounts.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import RecipeError, StorageError
from scratchpress.core.messages import Message, either, phrase, reason
from scratchpress.core.text import shown_name
from scratchpress.image.layer import LayerFile, LayerFolder, LayerText
from scratchpress.image.layer_changes import WHITEOUT
from scratchpress.recipe.model import Extra
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scratchpress.image.layer import LayerMember
    from scratchpress.recipe.model import FileOptions, ImageOptions

FILE_MODE = 0o644
FOLDER_MODE = 0o755
# Everybody may write, and nobody may remove what is somebody else's.
TMP_MODE = 0o1777

# Where Debian and Alpine keep them, Go's and Rust's libraries look first, and musl's and
# glibc's zone names lead.
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
ZONES = "/usr/share/zoneinfo"
# OpenSSL looks where whoever built it said, unless this names the file.
_CERTIFICATES_VARIABLE = f"SSL_CERT_FILE={CERTIFICATES}"

# The number and the name that distroless images use. By number, because orchestrators that
# refuse root cannot see what a name stands for. The home is the one folder that is there.
USER = "65532:65532"
ACCOUNTS = """\
root:x:0:0:root:/:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
nonroot:x:65532:65532:nonroot:/:/sbin/nologin
"""
GROUPS = """\
root:x:0:
nobody:x:65534:
nonroot:x:65532:
"""

# Engines mount their own over these.
_MOUNTED = {"dev", "proc", "sys"}
# In a layer such a name removes a file of the layers below.
_MAX_NAME_BYTES = 255
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Extras:
    """All that goes into an image besides its program.

    Attributes:
        members: files and folders, sorted by path; every folder they need is one of them.
        user: what the program runs as, numbers of user and group; empty for root.
        environment: variables that the image sets, ``NAME=value``.
        own_folders: names of the folders in ``/`` that the extras bring, not the person.
    """

    members: tuple[LayerMember, ...] = ()
    user: str = ""
    environment: tuple[str, ...] = ()
    own_folders: frozenset[str] = frozenset()


NO_EXTRAS = Extras()


def cost(extra: Extra, zones: Sequence[str] = ()) -> int:
    """Bytes that an extra adds to an image.

    Args:
        extra: which.
        zones: which time zones; all of them when empty.

    Raises:
        RecipeError: there is no such zone.
    """
    return sum(member.size for member in _members(extra, tuple(zones)))


def collect(
    options: ImageOptions, folder: Path, cancellation: Cancellation | None = None
) -> Extras:
    """Everything a recipe asks for besides the program, checked and measured.

    Args:
        options: the recipe's.
        folder: what its paths are relative to.
        cancellation: asked once for each file and megabyte.

    Raises:
        RecipeError: a zone or a file cannot be used; the title names it.
        CancelledError: the person stopped it.
    """
    chosen = (
        member
        for file in options.files
        for member in _chosen(file, folder, cancellation or Cancellation())
    )
    return _extras(options, chosen)


def outline(options: ImageOptions) -> Extras:
    """What ``collect`` gives, without a look at the files a person chose: only their places.

    Raises:
        RecipeError: a zone or a place cannot be used.
    """
    chosen = (LayerFolder(target(file), FOLDER_MODE) for file in options.files)
    return _extras(options, chosen)


def target(file: FileOptions) -> str:
    """Where a chosen file or folder goes; like a copy, one that goes to a folder keeps its name.

    Raises:
        RecipeError: there can be nothing in that place.
    """
    return _target(file.to, PurePath(file.source).name)


def _extras(options: ImageOptions, chosen: Iterable[LayerMember]) -> Extras:
    own = [
        member
        for extra in sorted(set(options.extras))
        for member in _members(extra, options.zones if extra is Extra.TIME_ZONES else ())
    ]
    return Extras(
        members=merged([*own, *chosen]),
        user=USER if Extra.USER in options.extras else "",
        environment=(_CERTIFICATES_VARIABLE,) if Extra.CA_CERTIFICATES in options.extras else (),
        own_folders=frozenset(PurePosixPath(member.path).parts[1] for member in own),
    )


def check_zones(zones: Sequence[str]) -> None:
    """Make sure that there are such time zones.

    Raises:
        RecipeError: one is not; its remedy names those near it.
    """
    if not zones:
        return
    known = zone_names()
    for zone in zones:
        if zone not in known:
            raise _unknown_zone(zone, known)


def certificates_file() -> Path:
    """Where the certificates are on this computer."""
    import certifi  # rarely needed

    return Path(certifi.where())


def zones_folder() -> Path:
    """Where the time zones are on this computer; Python's own files are among them."""
    return _zone_package() / "zoneinfo"


def zone_names() -> tuple[str, ...]:
    """Every time zone there is, old names too, sorted."""
    return tuple(sorted((_zone_package() / "zones").read_text(encoding="ascii").split()))


@cache
def _members(extra: Extra, zones: tuple[str, ...] = ()) -> tuple[LayerMember, ...]:
    match extra:
        case Extra.CA_CERTIFICATES:
            return (LayerText(CERTIFICATES, _packaged(certificates_file()), FILE_MODE),)
        case Extra.TIME_ZONES:
            return tuple(_zone_files(zones))
        case Extra.USER:
            return (
                LayerText("/etc/group", GROUPS.encode(), FILE_MODE),
                LayerText("/etc/passwd", ACCOUNTS.encode(), FILE_MODE),
            )
        case Extra.TMP:
            return (LayerFolder("/tmp", TMP_MODE),)  # noqa: S108 - a path in the image


def _zone_files(zones: tuple[str, ...]) -> Iterator[LayerMember]:
    """The zones chosen, or all of them with the tables that list and describe them."""
    root = zones_folder()
    if zones:
        check_zones(zones)
        paths = [root / zone for zone in sorted(set(zones))]
    else:
        paths = sorted(
            path for path in root.rglob("*") if path.suffix not in {".py", ".pyc"} and is_file(path)
        )
    for path in paths:
        name = path.relative_to(root).as_posix()
        yield LayerText(f"{ZONES}/{name}", _packaged(path), FILE_MODE)


def _zone_package() -> Path:
    import tzdata  # rarely needed

    return Path(tzdata.__file__).parent


def _packaged(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(
            "A part of Scratchpress is missing: the certificates and time zones for images.",
            remedy="Install Scratchpress again.",
            details=str(error),
        ) from error


def _unknown_zone(zone: str, known: Sequence[str]) -> RecipeError:
    import difflib  # rarely needed

    by_lower_name = {name.lower(): name for name in known}
    wanted = zone.lower()
    near = [name for lower, name in by_lower_name.items() if lower.endswith(f"/{wanted}")]
    near += [
        by_lower_name[lower] for lower in difflib.get_close_matches(wanted, by_lower_name, n=3)
    ]
    return RecipeError(
        Message("image.zones: there is no time zone {0}.", shown_name(zone)),
        remedy=Message("Use {0}.", either(tuple(dict.fromkeys(near[:3]))))
        if near
        else "Use a name such as Europe/Lisbon, an area and a city.",
    )


def _chosen(file: FileOptions, folder: Path, cancellation: Cancellation) -> Iterator[LayerMember]:
    """The members for one entry of the recipe: a file, or a folder with all in it."""
    name = shown_name(file.source)
    source = folder / file.source
    try:
        status = source.stat()
        if stat.S_ISDIR(status.st_mode):
            # What is in a folder goes to a folder, so its own name is not added.
            place = _target(file.to, "")
            if place != "/":
                yield LayerFolder(place, FOLDER_MODE)
            yield from _folder(source, place.rstrip("/"), name, file.mode_bits, cancellation)
        elif stat.S_ISREG(status.st_mode):
            yield _measured(source, target(file), file.mode_bits, cancellation)
        else:
            raise _refused(name, "is neither a file nor a folder")
    except OSError as error:
        where = Path(str(error.filename or source))
        inner = shown_name(
            str(where.relative_to(folder) if where.is_relative_to(folder) else where)
        )
        raise RecipeError(
            Message("image.files: {0} cannot be read: {1}.", inner, reason(error)),
            remedy="Correct its path, which starts from the recipe's folder, or check that you"
            " may read it.",
        ) from error


def _folder(
    source: Path, target: str, name: str, mode: int, cancellation: Cancellation
) -> Iterator[LayerMember]:
    """What is in a folder. It holds files and folders; a link could lead anywhere."""
    pending = [(source, target, name.rstrip("/"))]
    while pending:
        folder, inside, about = pending.pop()
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        for entry in entries:
            cancellation.raise_if_cancelled()
            shown = f"{about}/{shown_name(entry.name)}"
            path = f"{inside}/{entry.name}"
            if problem := _name_problem(entry.name) or _kind_problem(entry):
                raise _refused(shown, problem)
            if entry.is_dir():
                yield LayerFolder(path, FOLDER_MODE)
                pending.append((Path(entry.path), path, shown))
            else:
                yield _measured(Path(entry.path), path, mode, cancellation)


def _kind_problem(entry: os.DirEntry[str]) -> str:
    """Why a folder's entry cannot go into an image, as the end of a sentence."""
    if entry.is_symlink() or _is_junction(entry):
        return "is a link, and a folder for an image holds none"
    if not entry.is_dir() and not entry.is_file():
        return "is neither a file nor a folder"
    return ""


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether it is Windows' other kind of link; Python has a word for it since 3.12."""
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1))


def _measured(source: Path, target: str, mode: int, cancellation: Cancellation) -> LayerFile:
    sha256 = hashlib.sha256()
    size = 0
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            cancellation.raise_if_cancelled()
            sha256.update(chunk)
            size += len(chunk)
    return LayerFile(target, source, size, sha256.hexdigest(), mode)


def _target(to: str, name: str) -> str:
    path = f"{to}{name}" if to.endswith("/") else to
    parts = path.removeprefix("/").rstrip("/").split("/") if path != "/" else []
    problem = next(filter(None, map(_name_problem, parts)), "")
    if parts and parts[0] in _MOUNTED:
        problem = Message("is in /{0}, where engines put their own", parts[0])
    if problem:
        raise RecipeError(
            Message("image.files: {0} {1}.", shown_name(to), phrase(problem)),
            remedy="Give a whole path in the image, for example /etc/app/config.json.",
        )
    return "/" + "/".join(parts)


def _name_problem(name: str) -> str:
    """Why a file in an image cannot have this name, as the end of a sentence."""
    if not name:
        return "has an empty part"
    if name in {".", ".."}:
        return Message("has {0} in it", name)
    if name.startswith(WHITEOUT):
        return Message("has a name with {0}, which removes files from images", WHITEOUT)
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        return "has a name that is not text in UTF-8"
    if length > _MAX_NAME_BYTES:
        return Message("has a name of more than {0} bytes", _MAX_NAME_BYTES)
    return ""


def merged(members: Iterable[LayerMember]) -> tuple[LayerMember, ...]:
    """All members and the folders they are in, each path once, sorted.

    Raises:
        RecipeError: two files, or a file and a folder, have the same path.
    """
    found: dict[str, LayerMember] = {}
    for member in members:
        for parent in PurePosixPath(member.path).parents[:-1]:
            _add(found, LayerFolder(str(parent), FOLDER_MODE))
        _add(found, member)
    return tuple(found[path] for path in sorted(found))


def _add(found: dict[str, LayerMember], member: LayerMember) -> None:
    other = found.setdefault(member.path, member)
    if other is member or (isinstance(other, LayerFolder) and isinstance(member, LayerFolder)):
        # Of two folders the first keeps its mode: the extras come first, /tmp with them.
        return
    raise RecipeError(
        Message("image.files: two things go to {0} in the image.", shown_name(member.path)),
        explanation=Message(
            "The extras bring files of their own: /etc/passwd and /etc/group come with the user,"
            " {0} with the certificates, and {1} with the time zones.",
            CERTIFICATES,
            ZONES,
        ),
        remedy="Give one of them another place.",
    )


def _refused(name: str, why: str) -> RecipeError:
    return RecipeError(
        Message("image.files: {0} {1}.", name, phrase(why)),
        remedy="Leave it out of the folder, or put the file it stands for in its place.",
    )
