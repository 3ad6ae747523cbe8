"""Makes, saves and reads bills of materials (SBOM) for the commands that need one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.cli.signals import in_thread
from scratchpress.core.errors import ScratchpressError, SourceError, StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.atomic_files import save_bytes, saving

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.cli.record import Record
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.pipeline.job import Job
    from scratchpress.registry.sendable import AttachedFile

# A bill of a program has kilobytes, one of a whole system a few megabytes.
_MAX_BYTES = 64 * 1024 * 1024


def make_bill(job: Job, record: Record) -> bytes | None:
    """Make it, stopped by signals; ``None`` when it was stopped or failed, as the record says."""
    from scratchpress.reports.sbom import bill_of_materials  # rarely needed

    made: list[bytes] = []

    def work(cancellation: Cancellation) -> None:
        made.append(bill_of_materials(job, record.result, cancellation))

    try:
        record.stopped = in_thread(work)
    except ScratchpressError as error:
        record.fail(error)
    return made[0] if made and not record.stopped else None


def save_bill(job: Job, record: Record, path: Path) -> None:
    """Make it and write it to a file; what went wrong is in the record."""
    content = make_bill(job, record)
    if content is None:
        return
    try:
        with saving(path):
            save_bytes(path, content)
    except StorageError as error:
        record.fail(error)


def attached_bill(content: bytes) -> AttachedFile:
    """A bill as it is attached to an image."""
    from scratchpress.registry.sendable import AttachedFile  # rarely needed
    from scratchpress.reports.sbom import FILE_NAME, MEDIA_TYPE

    return AttachedFile(MEDIA_TYPE, FILE_NAME, content)


def read_bill(path: Path) -> AttachedFile:
    """A bill that was saved.

    Raises:
        SourceError: it cannot be read, or is none.
    """
    from scratchpress.core.json_text import read_json  # rarely needed

    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(
            Message("{0} cannot be read: {1}.", path.name, reason(error)),
            remedy="Check its name and that you may read it.",
        ) from error
    kind: object = None
    with suppress(ValueError):
        kind = read_json(content, dict[str, object]).get("bomFormat")
    if kind != "CycloneDX" or len(content) > _MAX_BYTES:
        raise SourceError(
            Message("{0} is no bill of materials.", path.name),
            explanation="One is a JSON document in the form of CycloneDX.",
            remedy="Make one with scratchpress build --sbom FILE.",
        )
    return attached_bill(content)
