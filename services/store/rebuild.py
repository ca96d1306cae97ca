"""State from the journal: the last snapshot plus the tail, every link of it checked."""

from __future__ import annotations

import logging

from msgspec.structs import replace

from services.contract.apply import apply
from services.contract.codec import BadMessage, decode_state
from services.contract.model import TownState
from services.store.audit import check_link
from services.store.journal import JournalStore

_CHUNK = 2_000
_log = logging.getLogger(__name__)


def rebuild(store: JournalStore) -> TownState:
    """The state at the journal's head. Raises BrokenChain when the tail does not hold."""
    state = _last_snapshot(store) or TownState()
    while True:
        events = store.read(state.seq + 1, _CHUNK)
        for event in events:
            check_link(event, state.seq + 1, state.hash)
            apply(state, event)
        if len(events) < _CHUNK:
            return state


def _last_snapshot(store: JournalStore) -> TownState | None:
    """The newest snapshot if it can be read and belongs to this very journal."""
    stored = store.load_snapshot()
    if stored is None:
        return None
    seq, data = stored
    try:
        state = decode_state(data)
    except BadMessage as error:
        _log.warning("snapshot at event %d cannot be read, replaying the journal: %s", seq, error)
        return None
    if state.seq != seq or store.hash_at(seq) != state.hash:
        _log.warning("snapshot at event %d is not of this journal, replaying it", seq)
        return None
    return state


def copy_state(state: TownState) -> TownState:
    """A state of its own that shares the (immutable) values."""
    return replace(
        state,
        areas=dict(state.areas),
        assets=dict(state.assets),
        streams=dict(state.streams),
        teams=dict(state.teams),
        alerts=dict(state.alerts),
        cases=dict(state.cases),
        warnings=dict(state.warnings),
        case_numbers=dict(state.case_numbers),
        markups=dict(state.markups),
        escalations=dict(state.escalations),
        ended_warnings=dict(state.ended_warnings),
        out_of_service=dict(state.out_of_service),
        rule_changes=dict(state.rule_changes),
        trips=dict(state.trips),
        standing=dict(state.standing),
        ended_alerts=dict(state.ended_alerts),
    )
