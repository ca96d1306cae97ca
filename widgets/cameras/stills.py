"""Decoded stills by key, at the size they are shown.

Owns the pixmaps; must not know tiles' states. Bounded by `keep_only`.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPixmap

from widgets.picture_reader import PictureReader


class StillCache:
    """Pixmaps cut to a size, one per image key; decoded once for a key and size."""

    def __init__(self) -> None:
        self._pixmaps: dict[str, tuple[QSize, QPixmap]] = {}
        self.decoded_count = 0

    def pixmap(self, key: str, encoded: bytes, size: QSize) -> QPixmap:
        """The still filling `size` physical pixels, centre kept; null when it cannot be read."""
        known = self._pixmaps.get(key)
        if known is not None and known[0] == size:
            return known[1]
        pixmap = _decoded(encoded, size)
        self.decoded_count += 1
        self._pixmaps[key] = (QSize(size), pixmap)
        return pixmap

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every still whose key is not in `keys`."""
        kept = set(keys)
        self._pixmaps = {key: one for key, one in self._pixmaps.items() if key in kept}


def _decoded(encoded: bytes, size: QSize) -> QPixmap:
    """Decode straight to the shown size: a JPEG decoder skips most of the work then."""
    if not encoded or size.isEmpty():
        return QPixmap()
    reader = PictureReader(encoded)
    natural = reader.size()
    if natural.isValid() and not natural.isEmpty():
        reader.setScaledSize(natural.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return QPixmap()
    cut = QRect(
        (image.width() - size.width()) // 2,
        (image.height() - size.height()) // 2,
        size.width(),
        size.height(),
    )
    return QPixmap.fromImage(image.copy(cut))
