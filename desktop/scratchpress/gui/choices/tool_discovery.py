"""Finds the compilers of this computer and the runtimes of the engine, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scratchpress.engines.protocol import RuntimeChoice
from scratchpress.gui.choices.compile_card import CompilerChoice
from scratchpress.recipe.model import ToolchainName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from scratchpress.engines.health_monitor import EngineLease
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.work_page import WorkPage
    from scratchpress.toolchains.find import ToolchainReport


class ToolDiscovery(QObject):
    """Looks when something is opened, and where it takes the engine, when it is to be seen."""

    def __init__(
        self,
        page: WorkPage,
        session: Session,
        lend_engine: Callable[[], AbstractContextManager[EngineLease]],
        background: BackgroundTasks,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._background = background
        self._lend_engine = lend_engine
        self._knows_compilers = False
        session.opened.connect(self._find_compilers)
        page.run.opened_rest.connect(self._find_runtimes)

    def _find_compilers(self) -> None:
        """Look for compilers, once."""
        if not self._knows_compilers:
            self._knows_compilers = True
            self._background.run(_available_toolchains, self._show_compilers)

    def _show_compilers(self, reports: tuple[ToolchainReport, ...]) -> None:
        self._page.compile.show_compilers(
            [
                CompilerChoice(report.name, report.title)
                for report in reports
                if report.usable and report.name is not ToolchainName.PREBUILT
            ]
        )

    def _find_runtimes(self) -> None:
        """Offer the runtimes of the engine; one that does not tell leaves its usual one."""

        def ask() -> Sequence[str]:
            with self._lend_engine() as lease:
                engine = lease.engine()
                return engine.runtimes() if isinstance(engine, RuntimeChoice) else ()

        self._background.run(ask, self._page.run.held_by.show_runtimes, lambda _error: None)


def _available_toolchains() -> tuple[ToolchainReport, ...]:
    from scratchpress.toolchains.find import available_toolchains  # start-up time

    return available_toolchains()
