"""Tab visits what a page shows in the order in which it is read: the order of its layouts."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QWidget


def read_in_order(root: QWidget) -> None:
    """Puts all below `root` that the keyboard can reach in order; again after something was added."""
    for before, after in pairwise(_reachable(root)):
        QWidget.setTabOrder(before, after)


def _reachable(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _reachable(inner)
    elif not isinstance(widget, QAbstractScrollArea):
        yield from _in_layout(widget.layout())


def _in_layout(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        inner = item.widget()
        if inner is not None:
            yield from _reachable(inner)
        else:
            yield from _in_layout(item.layout())
