"""Draws a treemap, two levels at a time; each tile's area is in proportion to its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from scratchpress.gui.language.numbers import format_exact, format_number, format_size
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.size.treemap_layout import Area, squarify
from scratchpress.gui.size.treemap_model import merged
from scratchpress.gui.widgets.accessibility import announce

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.size.treemap_model import Tile

# A tile is seen and hit from this side on; smaller ones are drawn as one.
_SMALLEST_SIDE = 9
_HEADER = 19
_GAP = 1.0
_DESCRIBED = 12


@dataclass(frozen=True, slots=True)
class _Place:
    """A tile and where it is.

    Attributes:
        tile: what it is.
        area: all of it, a heading included.
        shade: 0 for the largest neighbour to 1 for the smallest.
        inside: what is drawn in it.
    """

    tile: Tile
    area: QRectF
    shade: float
    inside: tuple[_Place, ...] = ()


class Treemap(QWidget):
    """Draws the tiles inside of one; goes into one and back by mouse and keyboard."""

    entered = Signal(object)
    """A tile to go into; its receiver decides."""
    left = Signal()
    """Back is wanted."""
    pointed = Signal(object)
    """The tile under the pointer or chosen by keyboard; ``None`` for none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tile: Tile | None = None
        self._whole = 0
        self._places: tuple[_Place, ...] = ()
        self._pointed: Tile | None = None
        self._chosen: Tile | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(say("Where the bytes go"))
        theme.changed.connect(self.update)

    def show_tile(self, tile: Tile | None, whole: int) -> None:
        """Draw what is inside a tile; ``whole`` bytes are 100 %."""
        self._tile, self._whole = tile, whole
        self._pointed = self._chosen = None
        self._place()
        self._describe()
        self.pointed.emit(None)
        self.update()

    def reword_kept(self) -> None:
        """Say it in another language; the names are worded as they are drawn."""
        self._describe()

    def _describe(self) -> None:
        words = joined(", ", (self.words(place.tile) for place in self._places[:_DESCRIBED]))
        self.setAccessibleDescription(words)

    @property
    def in_hand(self) -> Tile | None:
        """The tile under the pointer, else the one chosen by keyboard."""
        return self._pointed or self._chosen

    def words(self, tile: Tile) -> str:
        """Name, bytes and share of a tile."""
        return say(
            "{0}: {1}, {2} %", tile.label, format_exact(tile.size), share(tile.size, self._whole)
        )

    def sizeHint(self) -> QSize:
        """A square that fits beside the output."""
        return QSize(self._theme.px(360), self._theme.px(320))

    def minimumSizeHint(self) -> QSize:
        """As small as the lowest window leaves room for."""
        return QSize(self._theme.px(180), self._theme.px(120))

    def tile_at(self, position: QPointF) -> Tile | None:
        """The innermost tile at a point."""
        for place in self._places:
            if place.area.contains(position):
                for inner in place.inside:
                    if inner.area.contains(position):
                        return inner.tile
                return place.tile
        return None

    def area_of(self, tile: Tile) -> QRectF:
        """Where a tile is drawn; empty when it is not."""
        every = (one for place in self._places for one in (place, *place.inside))
        return next((one.area for one in every if one.tile is tile), QRectF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        self._point(self.tile_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go into the group that was hit."""
        if event.button() is Qt.MouseButton.BackButton:
            self.left.emit()
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        hit = next((one for one in self._places if one.area.contains(event.position())), None)
        if hit is not None:
            self._chosen = self.tile_at(event.position())
            self.update()
            if hit.tile.inside:
                self.entered.emit(hit.tile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter goes into, Backspace goes back."""
        ways = {
            Qt.Key.Key_Left: QPointF(-1, 0),
            Qt.Key.Key_Right: QPointF(1, 0),
            Qt.Key.Key_Up: QPointF(0, -1),
            Qt.Key.Key_Down: QPointF(0, 1),
        }
        key = Qt.Key(event.key())
        if key in ways:
            self._step(ways[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._chosen is not None:
            if self._chosen.inside:
                self.entered.emit(self._chosen)
        elif key is Qt.Key.Key_Backspace:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the largest when the keyboard comes."""
        super().focusInEvent(event)
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if self._chosen is None and self._places and not by_mouse:
            self._choose(self._places[0].tile)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tooltip is that of the tile under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tile = self.tile_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(tile) if tile else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groups with their headings, and what is inside of them."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(12))
        for place in self._places:
            self._draw(painter, place, heading=bool(place.inside))
            for inner in place.inside:
                self._draw(painter, inner, heading=False)
        for tile, role in ((self._pointed, "secondary"), (self._chosen, "accent")):
            if tile is not None and (role != "accent" or self.hasFocus()):
                pen = QPen(self._theme.colour(role), self._theme.px(2))
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                inset = pen.widthF() / 2
                painter.drawRect(self.area_of(tile).adjusted(inset, inset, -inset, -inset))

    def _draw(self, painter: QPainter, place: _Place, *, heading: bool) -> None:
        area = place.area.adjusted(0, 0, -_GAP, -_GAP)
        painter.fillRect(area, self._fill(place, heading=heading))
        metrics = QFontMetrics(painter.font())
        inset = self._theme.px(5)
        room = area.adjusted(inset, 0, -inset, 0)
        line = metrics.height()
        if room.width() < metrics.averageCharWidth() * 4 or area.height() < line:
            return
        painter.setPen(self._theme.colour("text"))
        size = format_size(place.tile.size)
        if heading:
            size_width = metrics.horizontalAdvance(size)
            top = QRectF(room.left(), room.top(), room.width(), self._header())
            if size_width * 2 < top.width():
                right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(top, right, size)
                top.setWidth(top.width() - size_width - inset)
            self._write(painter, top, place.tile.short)
            return
        first = QRectF(room.left(), room.top() + inset / 2, room.width(), line)
        self._write(painter, first, place.tile.short)
        # A part of a number tells nothing.
        fits = metrics.horizontalAdvance(size) <= room.width()
        if fits and area.height() >= line * 2 + inset:
            self._write(painter, first.translated(0, line), size)

    def _write(self, painter: QPainter, room: QRectF, text: str) -> None:
        """A line that is shortened where it must be."""
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _fill(self, place: _Place, *, heading: bool) -> QColor:
        """The person's own in the accent's soft tone, the rest in greys that tell neighbours."""
        if place.tile.own:
            return self._theme.colour("accent_soft")
        strong, soft = self._theme.colour("bar"), self._theme.colour("hover")
        if heading:
            return strong
        return _mixed(strong, soft, 0.35 + 0.65 * place.shade)

    def _header(self) -> int:
        return self._theme.px(_HEADER)

    def _place(self) -> None:
        tile = self._tile
        if tile is None:
            self._places = ()
            return
        area = Area(0.0, 0.0, float(self.width()), float(self.height()))
        # Inside a group its functions have all the room.
        nested = any(one.inside and one.inside[0].is_symbol for one in tile.inside)
        self._places = self._placed(tile.inside, area, nested=nested)

    def _placed(self, tiles: Sequence[Tile], area: Area, *, nested: bool) -> tuple[_Place, ...]:
        side = self._theme.px(_SMALLEST_SIDE)
        shown = merged(tiles, area.width * area.height, float(side * side))
        places = []
        for number, (tile, one) in enumerate(
            zip(shown, squarify([tile.size for tile in shown], area), strict=True)
        ):
            head = self._header()
            inside: tuple[_Place, ...] = ()
            # Where only a heading fits, the name of the group says more than its parts.
            if nested and tile.inside and one.height > head * 2 and one.width > head * 2:
                room = Area(one.left, one.top + head, one.width - _GAP, one.height - head - _GAP)
                inside = self._placed(tile.inside, room, nested=False)
            shade = number / max(1, len(shown) - 1)
            places.append(_Place(tile, QRectF(*one), shade, inside))
        return tuple(places)

    def _point(self, tile: Tile | None) -> None:
        if tile is not self._pointed:
            self._pointed = tile
            self.pointed.emit(tile)
            self.update()

    def _choose(self, tile: Tile) -> None:
        self._chosen = tile
        self.pointed.emit(tile)
        announce(self, self.words(tile))
        self.update()

    def _step(self, way: QPointF) -> None:
        """Choose the nearest tile of the outer level in a direction."""
        chosen = next((one for one in self._places if one.tile is self._chosen), None)
        if chosen is None:
            if self._places:
                self._choose(self._places[0].tile)
            return
        ahead = []
        for number, place in enumerate(self._places):
            step = place.area.center() - chosen.area.center()
            forward = QPointF.dotProduct(step, way)
            aside = abs(step.x() * way.y()) + abs(step.y() * way.x())
            if forward > 0 and place is not chosen:
                ahead.append((forward + 2 * aside, number))
        if ahead:
            self._choose(self._places[min(ahead)[1]].tile)


def share(size: int, whole: int) -> str:
    """A part in per cent: ``41.9``, ``0.04``."""
    percent = 100 * size / max(1, whole)
    return format_number(percent, 1 if percent >= 0.1 else 2)


def _mixed(one: QColor, other: QColor, part: float) -> QColor:
    """Between two colours; ``part`` of the other."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * part,
        one.greenF() + (other.greenF() - one.greenF()) * part,
        one.blueF() + (other.blueF() - one.blueF()) * part,
    )
