"""What applying events changed, by register: ids, not values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Ids whose values an event (or several) changed, by register."""

    areas: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    alerts: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    markups: set[str] = field(default_factory=set)
    escalations: set[str] = field(default_factory=set)
    """By alert."""
    out_of_service: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    """Rules whose change came into force or was taken back."""
    town: bool = False
    operation: bool = False
    """Response level or warnings."""
    everything: bool = False
    """Set when a snapshot replaced the state."""

    def merge(self, other: Changes) -> None:
        """Add the ids of `other` to these."""
        self.areas |= other.areas
        self.assets |= other.assets
        self.streams |= other.streams
        self.teams |= other.teams
        self.alerts |= other.alerts
        self.cases |= other.cases
        self.markups |= other.markups
        self.escalations |= other.escalations
        self.out_of_service |= other.out_of_service
        self.rules |= other.rules
        self.town |= other.town
        self.operation |= other.operation
        self.everything |= other.everything
