"""Loads images into a Docker daemon, or lets the daemon build them."""

from __future__ import annotations

import tarfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docker.errors import APIError

from scratchpress.core.errors import EngineError
from scratchpress.core.messages import Message
from scratchpress.core.platforms import Platform
from scratchpress.engines.docker.errors import refused
from scratchpress.engines.model import StoredImage
from scratchpress.image.contents import IMAGE_LABEL
from scratchpress.image.oci import INDEX_FILE, LAYOUT_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.docker.session import Inspected, Session
    from scratchpress.image.dockerfile import BuildContext
    from scratchpress.image.model import Image

_LOADING = "load the image"
_BUILDING = "build the image"
_NAMING = "name the image"
# What makes the archive an OCI layout, beside the blobs.
_OCI_MEMBERS = {INDEX_FILE, LAYOUT_FILE}
_BLOCK = tarfile.BLOCKSIZE
_PIECE = 1024 * 1024


def store_image(
    session: Session, image: Image, platform: Platform, cancellation: Cancellation
) -> StoredImage:
    """Make the daemon hold the image under its reference; see ``ImageHolder.store``.

    Args:
        session: with the daemon.
        image: what to hold.
        platform: what the daemon runs.
        cancellation: stops it.
    """
    with session.cut_by(cancellation), session.asking(_LOADING):
        if image.variants:
            return _store_all(session, image, platform)
        previous = session.find_image(image.reference)
        if previous is not None and _is_same(previous, image):
            _remove_variants(session, previous, image.reference)
            return _stored(previous, loaded=False)
        held = _find_by_id(session, image)
        if held is None:
            _load(session, image)
        else:
            _tag(session, held, image.reference)
        stored = session.find_image(image.reference)
        if stored is None or not _is_same(stored, image):
            # Another window has just given the name to its own image. Ours is run all the same.
            stored = _find_by_id(session, image)
        if stored is None:
            raise _taken(image)
        _remove_variants(session, previous, image.reference)
        _remove_previous(session, previous, stored)
        return _stored(stored, loaded=held is None)


def _store_all(session: Session, image: Image, platform: Platform) -> StoredImage:
    """Hold an image for several platforms.

    A containerd store holds the index under the image's name. Any other store holds an image
    for each platform under a name of its own; the image's name is then the daemon's own's.
    """
    own = image.on(platform)
    wanted = {one.reference: one for one in image.variants} | {image.reference: own}
    previous = {name: session.find_image(name) for name in wanted}
    held = previous[image.reference]
    if held is not None and held["Id"] == image.digest:
        return _stored(held, loaded=False)
    found = {one.reference: _find_by_id(session, one) for one in image.variants}
    loaded = not all(found.values())
    if loaded:
        _load_all(session, image)
    stored = session.find_image(image.reference)
    if stored is None or stored["Id"] != image.digest:
        for name, one in wanted.items():
            if (each := _find_by_id(session, one)) is not None:
                _tag(session, each, name)
        stored = session.find_image(image.reference)
    if stored is None or not (stored["Id"] == image.digest or _is_same(stored, own)):
        stored = _find_by_id(session, own)
    if stored is None:
        raise _taken(image)
    for before in previous.values():
        _remove_previous(session, before, stored)
    return _stored(stored, loaded=loaded)


def build_image(
    session: Session,
    context: BuildContext,
    on_step: Callable[[str], None],
    cancellation: Cancellation,
) -> StoredImage:
    """Let the daemon build a Dockerfile; see ``ImageBuilder.build``."""
    with session.cut_by(cancellation):
        with session.asking(_BUILDING):
            previous = session.find_image(context.reference)
        with context.tar.open("rb") as tar:
            for line in _build_steps(session, context, tar):
                on_step(line)
        with session.asking(_BUILDING):
            stored = session.find_image(context.reference)
            if stored is None:
                raise EngineError(
                    Message(
                        "The engine built the image, but does not hold {0}.", context.reference
                    ),
                    remedy="Try again.",
                )
            _remove_previous(session, previous, stored)
            return _stored(stored, loaded=previous is None or previous["Id"] != stored["Id"])


def remove_nameless_images(session: Session) -> int:
    """Remove images of ours that nobody can name any more; return how many.

    Where a load was cut off, the daemon may finish it alone: the name goes to the new image,
    and who would have removed the one before is not there any more.
    """
    with session.asking("list the images"):
        found = session.images(filters={"dangling": True, "label": IMAGE_LABEL})
        # Those that were pulled can be named by their digest.
        nameless = [each["Id"] for each in found if _is_nameless(each)]
    with session.asking("remove an image"):
        return sum(_remove_unused(session, identifier) for identifier in nameless)


def name_image(
    session: Session, stored: StoredImage, names: Sequence[str], cancellation: Cancellation
) -> None:
    """Let an image be known by more names; see ``ImageTagger.give_names``."""
    with session.cut_by(cancellation), session.asking(_NAMING):
        held: Inspected = session.inspect_image(stored.id)
        for name in names:
            previous = session.find_image(name)
            _tag(session, held, name)
            _remove_previous(session, previous, held)


def _taken(image: Image) -> EngineError:
    return EngineError(
        Message("The engine took the image, but {0} is another one there.", image.reference),
        explanation="Something else used the same name at the same time.",
        remedy="Try again, or choose another name for the image.",
    )


def _load_all(session: Session, image: Image) -> None:
    """Load an image with all its platforms, in whichever way the daemon keeps them."""
    _load(session, image)
    stored = session.find_image(image.reference)
    if stored is not None and stored["Id"] == image.digest:
        return
    if all(_find_by_id(session, one) for one in image.variants):
        return
    # Podman reads the index first, and takes the image for its own platform alone.
    with image.archive.open("rb") as tar:
        _send(session, without_index(tar))


def without_index(archive: BinaryIO) -> Iterator[bytes]:
    """What is left of an image's archive for those who are to read ``manifest.json``."""
    with tarfile.open(fileobj=archive, mode="r:") as tar:
        kept = [each for each in tar.getmembers() if each.name not in _OCI_MEMBERS]
    for member in kept:
        archive.seek(member.offset)
        left = member.offset_data - member.offset + -(-member.size // _BLOCK) * _BLOCK
        while left:
            piece = archive.read(min(left, _PIECE))
            left -= len(piece)
            yield piece
    yield bytes(2 * _BLOCK)


def _load(session: Session, image: Image) -> None:
    with image.archive.open("rb") as tar:
        _send(session, tar)


def _send(session: Session, tar: BinaryIO | Iterator[bytes]) -> None:
    for report in session.send_tar("/images/load", tar, quiet=0):
        _raise_if_refused(report, _LOADING)


def _build_steps(session: Session, context: BuildContext, tar: BinaryIO) -> Iterator[str]:
    """The lines the daemon reports, complete ones only."""
    line = ""
    reports = session.send_tar(
        "/build", tar, t=context.reference, platform=str(context.platform), rm=1, forcerm=1
    )
    while True:
        with session.asking(_BUILDING):
            report = next(reports, None)
            if report is None:
                break
            _raise_if_refused(report, _BUILDING)
        line += str(report.get("stream", ""))
        *complete, line = line.split("\n")
        yield from (each.rstrip() for each in complete if each.strip())
    if line.strip():
        yield line.rstrip()


def _raise_if_refused(report: Mapping[str, Any], doing: str) -> None:
    # The answer has begun as 200 by the time anything can fail.
    if "error" in report:
        raise refused(str(report["error"]), doing=doing)


def _find_by_id(session: Session, image: Image) -> Inspected | None:
    for identifier in image.ids:
        if held := session.find_image(identifier):
            return held
    return None


def _is_same(held: Inspected, image: Image) -> bool:
    return held["Id"] in image.ids


def _tag(session: Session, held: Inspected, reference: str) -> None:
    name, _, tag = reference.rpartition(":")
    session.tag(held["Id"], name, tag)


def _remove_previous(session: Session, previous: Inspected | None, stored: Inspected) -> None:
    """Remove the image that lost its name to ours, if it was one of ours and is unused."""
    if previous is None or previous["Id"] == stored["Id"] or not _is_ours(previous):
        return
    left = session.find_image(previous["Id"])
    if left is None or left.get("RepoTags"):
        return
    _remove_unused(session, previous["Id"])


def _remove_unused(session: Session, identifier: str) -> bool:
    """Remove an image, without force: the daemon itself refuses while anything needs it."""
    try:
        session.remove_image(identifier)
    except APIError:
        return False
    return True


def _is_nameless(listed: Mapping[str, Any]) -> bool:
    """Whether an image has neither a name nor a digest; engines write ``<none>`` for that."""
    names = [*(listed.get("RepoTags") or ()), *(listed.get("RepoDigests") or ())]
    return all(name.startswith("<none>") for name in names)


def _remove_variants(session: Session, previous: Inspected | None, reference: str) -> None:
    """Take away the names that an image for several platforms had for each, now that it is one.

    Only where all of them are there, are ours, and one was the image that had the plain name:
    a person may have named an image so.
    """
    names = [f"{reference}-{one.architecture}" for one in Platform]
    tags = (previous or {}).get("RepoTags") or ()
    if not any(tag == name or tag.endswith(f"/{name}") for tag in tags for name in names):
        return
    held = [session.find_image(name) for name in names]
    if all(one is not None and _is_ours(one) for one in held):
        for name in names:
            with suppress(APIError):
                session.remove_image(name)


def _is_ours(inspected: Inspected) -> bool:
    return IMAGE_LABEL in ((inspected.get("Config") or {}).get("Labels") or {})


def _stored(inspected: Inspected, *, loaded: bool) -> StoredImage:
    return StoredImage(inspected["Id"], loaded, inspected.get("Size"))
