"""Where the desktop keeps its files, by the customs of each system."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import platformdirs

APP = "onemap"
EMBEDDED = "embedded"
"""Profile of the demo town on the embedded server."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one user. Nothing is made until something is written."""

    config: Path
    data: Path
    cache: Path
    logs: Path

    @classmethod
    def of_user(cls) -> Paths:
        """The current user's folders."""
        folders = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(
            Path(folders.user_config_dir),
            Path(folders.user_data_dir),
            Path(folders.user_cache_dir),
            Path(folders.user_log_dir),
        )

    @classmethod
    def under(cls, root: Path) -> Paths:
        """Everything below one folder, for tests and portable installs."""
        return cls(root / "config", root / "data", root / "cache", root / "logs")

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    def embedded_db(self, profile: str) -> Path:
        """The embedded server's database; every town has its own."""
        return self.data / ("town.db" if profile == EMBEDDED else f"town-{_short(profile)}.db")

    @property
    def http_cache(self) -> Path:
        """Basemap and stills."""
        return self.cache / "http"

    @property
    def tile_cache(self) -> Path:
        """Tiles of map servers; may be deleted at any time."""
        return self.cache / "tiles.db"

    @property
    def basemaps(self) -> Path:
        """The user's own list of base maps, TOML files."""
        return self.config / "basemaps"

    @property
    def presets(self) -> Path:
        """The user's own eight maps, TOML files."""
        return self.config / "maps"

    @property
    def offline_areas(self) -> Path:
        """Areas of base maps kept for days without a network."""
        return self.data / "areas"

    def imports(self, server: str) -> Path:
        """What was imported onto the map of one server's town."""
        return self.data / f"imports-{_short(server)}"

    def replica(self, server: str) -> Path:
        """The replica of one server (its URL, or "embedded")."""
        return self.data / f"replica-{_short(server)}.db"

    def outbox(self, server: str) -> Path:
        """The outbox for one server."""
        return self.data / f"outbox-{_short(server)}.db"


def _short(server: str) -> str:
    return sha256(server.rstrip("/").encode()).hexdigest()[:12]
