"""Wrong sign-ins shut the door for a while, for the name and for the address."""

from __future__ import annotations

from services.api import throttle
from services.api.throttle import ADDRESS_FAILURES, NAME_FAILURES, WINDOW_S, SignInGuard


class Stopwatch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_name_is_shut_after_its_failures_and_opens_as_they_age() -> None:
    clock = Stopwatch()
    guard = SignInGuard(clock)
    for _ in range(NAME_FAILURES):
        assert guard.wait_s("chen", "10.0.0.1") == 0
        guard.count("chen", "10.0.0.1")
        clock.now += 1
    assert guard.wait_s("chen", "10.0.0.9") == WINDOW_S - NAME_FAILURES
    assert guard.wait_s("li", "10.0.0.1") == 0
    clock.now += WINDOW_S - NAME_FAILURES
    assert guard.wait_s("chen", "10.0.0.1") == 0
    guard.count("chen", "10.0.0.1")
    assert guard.wait_s("chen", "10.0.0.1") == 1


def test_an_address_that_tries_many_names_is_shut_too() -> None:
    guard = SignInGuard(Stopwatch())
    for number in range(ADDRESS_FAILURES):
        assert guard.wait_s(f"n{number}", "10.0.0.1") == 0
        guard.count(f"n{number}", "10.0.0.1")
    assert guard.wait_s("somebody", "10.0.0.1") == WINDOW_S
    assert guard.wait_s("somebody", "10.0.0.2") == 0


def test_what_is_remembered_is_bounded() -> None:
    guard = SignInGuard(Stopwatch())
    for number in range(throttle._KEYS + 10):
        guard.count(f"n{number}", "")
    assert len(guard._failures) == throttle._KEYS
