"""Encoded pictures for Qt's reader, opened so that two threads cannot wait for each other.

Qt chooses a decoder under a lock of its own and asks the device meanwhile. A device made in Python
takes the interpreter's lock for every answer, so a thread that chooses without holding it (`read`
lets go of it) and one that chooses while holding it (`size`) wait for each other for ever.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageIOHandler, QImageReader


class PictureReader(QImageReader):
    """A reader of `encoded`, its decoder chosen already. `kind` as Qt names it; empty: by content.

    Nothing else may be given a device to Qt's readers of pictures.
    """

    def __init__(self, encoded: bytes, kind: str = "") -> None:
        device = QBuffer()
        device.setData(QByteArray(encoded))
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        super().__init__(device, QByteArray(kind.encode()))
        self._device = device  # Qt does not own it
        # Chooses the decoder, cheaply, and PySide does not let go of the interpreter meanwhile.
        self.supportsOption(QImageIOHandler.ImageOption.Size)
