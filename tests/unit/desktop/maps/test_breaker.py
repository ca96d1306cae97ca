from __future__ import annotations

from desktop.maps.breaker import FAILURES, FIRST_S, LONGEST_S, TRIAL_S, Breaker


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def _broken(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.wait_s() == 0
        breaker.failed("is down")
    return breaker


def test_a_server_is_left_alone_after_failures_in_a_row() -> None:
    breaker = _broken(Clock())

    assert breaker.wait_s() == FIRST_S
    assert breaker.problem == "is down"


def test_a_success_in_between_starts_the_count_again() -> None:
    breaker = Breaker(Clock())
    for _ in range(5):
        breaker.failed("x")
        breaker.failed("x")
        breaker.succeeded()

    assert breaker.wait_s() == 0


def test_after_the_pause_one_caller_tries_and_the_others_wait() -> None:
    clock = Clock()
    breaker = _broken(clock)
    clock.now_s += FIRST_S

    assert breaker.wait_s() == 0
    assert breaker.wait_s() > 0
    breaker.succeeded()
    assert breaker.wait_s() == breaker.wait_s() == 0


def test_the_pause_doubles_up_to_a_bound() -> None:
    clock = Clock()
    breaker = _broken(clock)
    pauses = []
    for _ in range(12):
        pauses.append(breaker.wait_s())
        clock.now_s += pauses[-1]
        assert breaker.wait_s() == 0
        breaker.failed("still down")

    assert pauses[:4] == [FIRST_S, 2 * FIRST_S, 4 * FIRST_S, 8 * FIRST_S]
    assert pauses[-1] == LONGEST_S


def test_failures_of_requests_already_under_way_do_not_lengthen_the_pause() -> None:
    breaker = _broken(Clock())
    for _ in range(10):
        breaker.failed("late")

    assert breaker.wait_s() == FIRST_S


def test_a_server_that_asks_for_a_pause_gets_it_at_once() -> None:
    breaker = Breaker(Clock())
    breaker.failed("asks for a pause", pause_s=30)

    assert breaker.wait_s() == 30


def test_a_trial_nobody_reports_on_does_not_block_for_ever() -> None:
    clock = Clock()
    breaker = _broken(clock)
    clock.now_s += FIRST_S
    assert breaker.wait_s() == 0
    clock.now_s += TRIAL_S

    assert breaker.wait_s() == 0
