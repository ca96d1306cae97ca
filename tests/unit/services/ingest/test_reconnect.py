from __future__ import annotations

from services.ingest.reconnect import LONGEST_WAIT_S, STABLE_S, Reconnect


class Line:
    """A connection as the machine sees it, with a clock of its own."""

    def __init__(self, client_id: str = "office") -> None:
        self.now_s = 0.0
        self.machine = Reconnect("broker:1883", client_id, lambda: self.now_s)
        self.said: list[str] = []

    def connects(self, hold_s: float) -> float:
        """Connect, hold, be cut off; the wait that follows."""
        self._note(self.machine.connected())
        self.now_s += hold_s
        if hold_s >= STABLE_S:
            self._note(self.machine.settled())
        self._note(self.machine.lost("cut off"))
        return self.machine.wait_s()

    def fails(self) -> float:
        self._note(self.machine.lost("refused"))
        return self.machine.wait_s()

    def _note(self, said: object) -> None:
        if said is not None:
            self.said.append(str(said))


def test_the_first_failure_and_the_recovery_are_said():
    line = Line()
    for _ in range(5):
        line.fails()
    line.machine.connected()
    assert len(line.said) == 1
    assert "refused" in line.said[0]


def test_waits_grow_to_a_bound_and_begin_anew_after_a_good_connection():
    line = Line()
    waits = [line.fails() for _ in range(10)]
    assert waits[0] < waits[1] < waits[2]
    assert waits[-1] == LONGEST_WAIT_S
    assert line.connects(STABLE_S) == waits[0]


def test_being_cut_off_at_once_does_not_begin_the_waits_anew():
    line = Line()
    waits = [line.connects(0.1) for _ in range(8)]
    assert waits[1] < waits[2] < waits[3]


def test_a_shared_client_id_is_said_once_however_long_it_lasts():
    line = Line()
    for _ in range(200):
        line.connects(LONGEST_WAIT_S)
    assert (
        len([text for text in line.said if "another client uses the client_id office" in text]) == 1
    )
    assert len(line.said) <= 4


def test_the_end_of_the_quarrel_is_said():
    line = Line()
    for _ in range(5):
        line.connects(0.1)
    before = len(line.said)
    line.machine.connected()
    line.now_s += STABLE_S
    assert line.machine.settled() is not None
    assert len(line.said) == before


def test_a_broker_that_restarts_is_not_taken_for_a_rival():
    line = Line()
    for _ in range(5):
        line.connects(5)
        line.fails()
    assert not [text for text in line.said if "client_id" in text]


def test_without_a_name_of_its_own_the_broker_is_asked():
    line = Line(client_id="")
    for _ in range(5):
        line.connects(0.1)
    assert any("broker's log" in text for text in line.said)
