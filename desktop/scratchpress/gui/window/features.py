"""Makes the features of the work page: one controller for each, which subscribes to the session.

What happens when something is opened, and when a build starts, tells something or ends, is in
whoever connects to ``session.opened``, ``session.started``, ``session.happened`` and
``session.ended``. Where one needs what another one has done, it is made after it: they hear of
it in this order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.gui.choices.cache_controller import CacheController
from scratchpress.gui.choices.preview_controller import PreviewController
from scratchpress.gui.choices.tool_discovery import ToolDiscovery
from scratchpress.gui.image.github_controller import GithubController
from scratchpress.gui.image.image_saver import ImageSaver
from scratchpress.gui.image.push_controller import PushController
from scratchpress.gui.output.output_saver import OutputSaver
from scratchpress.gui.session.build_controller import BuildController
from scratchpress.gui.session.build_presenter import BuildPresenter
from scratchpress.gui.session.watch_controller import WatchController
from scratchpress.gui.size.bytes_controller import BytesController
from scratchpress.gui.size.history_controller import HistoryController
from scratchpress.gui.size.shrink_controller import ShrinkController
from scratchpress.gui.source.source_actions import SourceActions
from scratchpress.gui.source.source_controller import SourceController

if TYPE_CHECKING:
    from scratchpress.gui.app.clipboard import Clipboard
    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.engines.engine_controller import EngineController
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.session.background_tasks import BackgroundTasks
    from scratchpress.gui.session.consent_controller import ConsentController
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions
    from scratchpress.gui.window.overlays import Toast
    from scratchpress.gui.window.work_page import WorkPage


def add_features(
    page: WorkPage,
    session: Session,
    actions: SharedActions,
    *,
    recent: RecentController,
    engines: EngineController,
    theme: Theme,
    background: BackgroundTasks,
    toast: Toast,
    clipboard: Clipboard,
    consent: ConsentController,
) -> None:
    """Make all of them; each goes with the part of the page that it serves."""
    # Shows a source as new before others show what is known of it.
    BuildPresenter(page, session)
    SourceController(page, session, toast)
    consent.follow(session)
    SourceActions(page, session, actions, background)
    BuildController(page, session, actions)
    WatchController(page, session, background)
    HistoryController(page.size_view, session, recent, background, toast)
    BytesController(page.size_pages, session, background)
    ShrinkController(page, session, engines.lend, background, toast, consent=consent.ask)
    PreviewController(page, session, engines, background)
    ToolDiscovery(page, session, engines.lend, background)
    ImageSaver(page, session, actions, background, toast)
    OutputSaver(page.results.output, session, background, toast)
    PushController(page, session, actions, theme=theme, background=background, clipboard=clipboard)
    GithubController(
        page, session, actions, theme=theme, background=background, clipboard=clipboard
    )
    cache = CacheController(page.compile.kept, background, toast)
    session.opened.connect(cache.measure)
    session.ended.connect(cache.measure)
    page.copy_text.connect(clipboard.copy)
    page.results.output.tools.copied.connect(clipboard.say_copied)
