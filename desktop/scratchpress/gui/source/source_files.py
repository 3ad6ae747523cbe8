"""The files that a build compiled, and other files that its messages are in."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.languages import Language
from scratchpress.gui.source.source_text import MAX_BYTES, source_text
from scratchpress.sources.naming import shown_names
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.gui.source.source_text import SourceText
    from scratchpress.sources.model import Sources

# Of a workspace: how far above a package its root may be.
_MAX_ABOVE = 4


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it is shown.

    Attributes:
        name: as messages call it.
        text: what to show; ``None`` when it cannot be read.
        is_newer: whether it was written after the compiler read it.
    """

    name: str
    text: SourceText | None
    is_newer: bool = False


class SourceFiles:
    """The files of one program, by the names that messages have for them.

    What was given is shown as it was compiled. Of other files, headers for instance,
    nobody kept that; they are read when a message names them and kept from then on.
    """

    def __init__(self, sources: Sources | None = None, compiled_at: float = 0.0) -> None:
        """Take what a build has read.

        Args:
            sources: ``None`` for no file.
            compiled_at: when a build read them, seconds since 1970; 0 when none did.
        """
        given = sources if sources and sources.language is not Language.EXECUTABLE else None
        files = given.files if given else ()
        self._compiled_at = compiled_at
        self._folders = tuple(dict.fromkeys(file.path.parent for file in files))
        self._others: dict[str, tuple[bytes, bool]] = {}
        self.language = given.language.value if given else ""
        self.given = dict(
            zip(
                shown_names(given) if given else (),
                (file.content for file in files),
                strict=True,
            )
        )

    @property
    def were_compiled(self) -> bool:
        """Whether a build has taken them."""
        return self._compiled_at > 0

    def content(self, name: str) -> bytes:
        """A file that was given, or read before; empty otherwise."""
        return self.given.get(name) or self._others.get(name, (b"", False))[0]

    def read(self, name: str) -> SourceFile:
        """Make a file ready, for a thread beside the window."""
        if name in self.given:
            return SourceFile(name, source_text(self.given[name]))
        if name not in self._others and (found := self._read_other(name)):
            self._others[name] = found
        if name not in self._others:
            return SourceFile(name, None)
        content, is_newer = self._others[name]
        return SourceFile(name, source_text(content), is_newer)

    def changed_since(self, now: Sources) -> frozenset[str]:
        """Names of the files that are not any more what is shown of them."""
        contents = SourceFiles(now).given
        changed = {name for name, content in self.given.items() if contents.get(name) != content}
        for name, (content, _) in list(self._others.items()):
            found = self._read_other(name)
            if found is None or found[0] != content:
                changed.add(name)
        return frozenset(changed)

    def _read_other(self, name: str) -> tuple[bytes, bool] | None:
        for folder in self._places():
            path = folder / name
            try:
                status = path.stat()
                # A pipe would never end.
                if stat.S_ISREG(status.st_mode):
                    with path.open("rb") as file:
                        content = file.read(MAX_BYTES + 1)
                    return content, 0 < self._compiled_at < status.st_mtime
            except (OSError, ValueError):
                continue
        return None

    def _places(self) -> Iterator[Path]:
        """What names of files are relative to."""
        yield from self._folders
        # cargo names them from the root of the workspace that a package is in.
        for folder in self._folders if self.language == Language.RUST else ():
            for above in folder.parents[:_MAX_ABOVE]:
                if is_file(above / "Cargo.toml"):
                    yield above
