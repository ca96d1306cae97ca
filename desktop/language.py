"""The language of the interface: Chinese in the source, English from a compiled translation."""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGES = ("zh", "en")


class Language:
    """Installs and removes the translation of `app`."""

    def __init__(self, app: QApplication, language: str) -> None:
        self._app = app
        self._translator = QTranslator(app)
        self.current = language if language in LANGUAGES else "zh"

    def apply(self) -> None:
        """Put the current language into force."""
        self._app.removeTranslator(self._translator)
        if self.current != "zh":
            with as_file(files("resources") / "i18n" / f"onemap_{self.current}.qm") as path:
                if self._translator.load(str(path)):
                    self._app.installTranslator(self._translator)

    def toggle(self) -> str:
        """Change to the other language and answer it."""
        self.current = "en" if self.current == "zh" else "zh"
        self.apply()
        return self.current
