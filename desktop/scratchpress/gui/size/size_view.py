"""The Size tab: the image's size as a headline, bars to compare, and sentences about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QWidget

from scratchpress.core import sizes
from scratchpress.gui.language.numbers import format_exact, format_number, format_size
from scratchpress.gui.language.words import again, joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.size.compared_rows import ComparedRows
from scratchpress.gui.size.history_view import HistoryView
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, rows
from scratchpress.gui.widgets.scroll_areas import ScrollArea
from scratchpress.gui.widgets.style_kinds import set_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter, QPaintEvent

    from scratchpress.engines.model import StoredImage
    from scratchpress.executable.model import Executable
    from scratchpress.gui.look.theme import Theme
    from scratchpress.image.model import Image


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the comparison: a name, a size in bytes, and where the size is from.

    ``base`` is how many of the bytes are what the image starts from.
    """

    name: str
    size: int
    source: str = ""
    base: int = 0


KNOWN_IMAGES = tuple(Bar(one.name, one.size, one.source) for one in sizes.KNOWN_IMAGES)


class SizeBars(ComparedRows):
    """Sizes drawn to one scale; the first is ours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._bars: Sequence[Bar] = KNOWN_IMAGES
        self._ours = False
        self.setToolTip(
            say(
                "Other images, unpacked, from:\n{0}",
                joined("\n", (said(bar.source) for bar in KNOWN_IMAGES)),
            )
        )

    def compare(self, ours: Bar | None) -> None:
        """Draw ours above the images people know; without ours, those alone."""
        self._ours = ours is not None
        self._bars = ((ours,) if ours else ()) + KNOWN_IMAGES
        words = (joined(": ", (bar.name, format_size(bar.size))) for bar in self._bars)
        self.setAccessibleName(say("Sizes to compare"))
        self.setAccessibleDescription(joined(", ", words))
        self.update()

    def height_of_rows(self) -> int:
        """Room for ours and all others, so that nothing moves when ours comes."""
        return self.row_height * (len(KNOWN_IMAGES) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, bar and size of each."""
        painter = self.begin_painting()
        height, gap, name_width = self.row_height, self.gap, self.name_width
        middle = Qt.AlignmentFlag.AlignVCenter
        sizes = [format_size(bar.size) for bar in self._bars]
        size_width = max(painter.fontMetrics().horizontalAdvance(size) for size in sizes)
        room = self.width() - name_width - size_width - gap
        largest = max(bar.size for bar in self._bars)
        top = 0 if self._ours else height
        for index, (bar, size) in enumerate(zip(self._bars, sizes, strict=True)):
            ours = self._ours and index == 0
            role, elide = "text" if ours else "secondary", Qt.TextElideMode.ElideMiddle
            self.draw_name(painter, bar.name, top, role, elide)
            # A bar is never thinner than one can see, or the smallest image has none.
            length = max(self._theme.px(4), room * bar.size / largest)
            thickness = self._theme.px(10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent" if ours else "bar"))
            shape = QRectF(name_width, top + (height - thickness) / 2, length, thickness)
            radius = min(length, thickness) / 2
            painter.drawRoundedRect(shape, radius, radius)
            if bar.base:
                self._draw_share(painter, shape, bar.base / bar.size)
            painter.setPen(self._theme.colour(role))
            size_place = QRectF(name_width + length + gap, top, size_width + gap, height)
            painter.drawText(size_place, middle, size)
            top += height

    def _draw_share(self, painter: QPainter, shape: QRectF, share: float) -> None:
        """The part of a bar that is the base's, in the colour of other people's images."""
        own = max(self._theme.px(4), shape.width() * (1 - share))
        base = shape.adjusted(0, 0, -min(own, shape.width()), 0)
        path = QPainterPath()
        path.addRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(base, self._theme.colour("bar"))
        gap = QRectF(base.right(), shape.top(), self._theme.px(2), shape.height())
        painter.fillRect(gap, self._theme.colour("card"))
        painter.restore()


class SizeView(ScrollArea):
    """The headline, the comparison, and one sentence for each other number.

    It scrolls where a low window has no room for all of it.
    """

    bytes_wanted = Signal()
    shrink_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(say("Size"), QWidget())
        self._theme = theme
        self._headline = label("—", "headline")
        self._headline.setAccessibleName(say("Size of the image"))
        self._headline.setProperty("known", "false")
        self._meaning = label(say("No size yet: build the image to see it."), "hint", wrap=True)
        self._bytes = button(say("Where do the bytes go?"), "small", self.bytes_wanted)
        self._bytes.setToolTip(say("By library and by function"))
        self._shrink = button(say("Shrink…"), "small", self.shrink_wanted)
        self._shrink.setToolTip(say("Find the smallest program that prints the same"))
        self._bars = SizeBars(theme)
        self.history = HistoryView(theme)
        self._sentences = label("", "secondary", wrap=True, selectable=True)
        fill(
            # Numbers at the right keep away from the bar that scrolls.
            rows(self.content, margin=theme.margins(0, 0, 8, 0), gap=theme.px(2)),
            self._headline,
            self._meaning,
            theme.px(6),
            fill(columns(gap=theme.px(8)), self._bytes, self._shrink, STRETCH),
            theme.px(10),
            self._bars,
            self.history,
            STRETCH,
            self._sentences,
        )
        self._last: int | None = None
        self._lines: list[str] = []
        self.offer_actions(bytes_=False, shrink=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._reach_by_keyboard)

    def minimumSizeHint(self) -> QSize:
        """As wide as what is in it, and high enough to read while scrolling."""
        return QSize(self.content.minimumSizeHint().width(), self._theme.px(96))

    @property
    def headline(self) -> str:
        """The big number as it stands there."""
        return self._headline.text()

    @property
    def meaning(self) -> str:
        """What is said of the big number."""
        return self._meaning.text()

    @property
    def sentences(self) -> str:
        """What is said of the other numbers."""
        return self._sentences.text()

    def offer_actions(self, *, bytes_: bool, shrink: bool) -> None:
        """Whether there is a program to look into, and sources to make a smaller one of."""
        self._bytes.setEnabled(bytes_)
        self._shrink.setEnabled(shrink)

    def focus_actions(self, *, shrink: bool = False) -> None:
        """Put the keyboard back to where another page was opened."""
        target = self._shrink if shrink else self._bytes
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, last: int | None) -> None:
        """A build starts; ``last`` is the size of this source's last build."""
        self._last = last

    def show_image(self, image: Image, executable: Executable | None) -> None:
        """The image is computed."""
        exact = format_exact(image.size)
        self._headline.setText(format_size(image.size))
        set_kind(self._headline, "known", "true")
        self._headline.setToolTip(exact)
        self._headline.setAccessibleName(say("Size of the image: {0}", exact))
        words = say("The whole image: one program, nothing else.")
        if image.base is not None:
            words = say(
                "The whole image: {0} are {1}, {2} are yours.",
                format_size(image.base.facts.size),
                visible(image.base.name),
                format_size(image.own_size),
            )
        if image.variants:
            sizes = (joined(" ", (one.platform, format_size(one.size))) for one in image.variants)
            words = say("The image for each platform: {0}.", joined(" · ", sizes))
        self._meaning.setText(words)
        name = visible(image.reference.partition(":")[0].rpartition("/")[2])
        base = image.base.facts.size if image.base is not None else 0
        self._bars.compare(Bar(name, image.size, base=base))
        self._lines = self._compared(image)
        if executable is not None:
            self._lines.append(
                say(
                    "The program itself: {0}, static, for {1}.",
                    # A word joiner: Qt would break the line after the slash.
                    format_exact(executable.size),
                    executable.platform.value.replace("/", "/\u2060"),
                )
            )
        # The place is kept until the number is known, so that nothing jumps.
        self._lines.append(say("Sent over the network: …"))
        self._sentences.setText(joined("\n", self._lines))

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._lines = list(map(again, self._lines))

    def show_transfer(self, size: int) -> None:
        """How much a push sends, which takes a moment to compute."""
        waiting = say("Sent over the network: …")
        words = say("Sent over the network: {0} compressed.", format_size(size))
        self._lines = [words if line == waiting else line for line in self._lines]
        self._sentences.setText(joined("\n", self._lines))

    def show_stored(self, stored: StoredImage) -> None:
        """The engine holds the image and may count it its own way."""
        if stored.engine_size is not None:
            self._lines.append(
                say("Docker counts {0}, in its own way.", format_size(stored.engine_size))
            )
            self._sentences.setText(joined("\n", self._lines))

    def forget(self) -> None:
        """Another source: there is no size of it yet."""
        self._headline.setText("—")
        set_kind(self._headline, "known", "false")
        self._headline.setToolTip("")
        self._headline.setAccessibleName(say("Size of the image: none yet"))
        self._meaning.setText(say("No size yet: build the image to see it."))
        self._bars.compare(None)
        self._sentences.setText("")

    def _reach_by_keyboard(self, _lowest: int, highest: int) -> None:
        """Take part in the focus order only while there is something to scroll."""
        policy = Qt.FocusPolicy.StrongFocus if highest > 0 else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def _compared(self, image: Image) -> list[str]:
        ubuntu = KNOWN_IMAGES[-1]
        sentences = []
        if self._last and self._last != image.size:
            last = format_size(self._last)
            if self._last > image.size:
                times = _times(self._last, image.size)
                sentences.append(say("{0} times smaller than the last build ({1}).", times, last))
            else:
                times = _times(image.size, self._last)
                sentences.append(say("{0} times larger than the last build ({1}).", times, last))
        if image.size * 2 < ubuntu.size:
            times = _times(ubuntu.size, image.size)
            sentences.append(
                say("{0} times smaller than {1} with nothing added.", times, ubuntu.name)
            )
        return sentences


def _times(larger: int, smaller: int) -> str:
    """``6.2`` for small factors, ``217`` for large ones."""
    factor = larger / max(smaller, 1)
    if factor < 1.1:
        return format_number(factor, 2)
    return format_number(factor, 1 if factor < 20 else 0)
