"""Work is done aside, one after another; a cancelled answer is never heard of."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.map.jobs import Jobs, Watch


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs("test")
    yield made
    made.stop()


def test_answers_come_on_the_gui_thread_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    here, found = threading.current_thread(), list[tuple[int, bool, bool]]()
    for number in range(3):
        jobs.run(
            lambda n=number: (n, threading.current_thread() is here),
            lambda answer: found.append((*answer, threading.current_thread() is here)),
        )
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)

    assert found == [(0, False, True), (1, False, True), (2, False, True)]


def test_a_failure_is_an_answer(jobs: Jobs, qtbot: QtBot) -> None:
    found: list[object] = []

    def fail() -> None:
        raise ValueError("no map")

    jobs.run(fail, found.append)
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)

    assert isinstance(found[0], ValueError)


def test_what_is_cancelled_is_not_answered_and_does_not_stop_the_rest(
    jobs: Jobs, qtbot: QtBot
) -> None:
    gate, found = threading.Event(), list[object]()
    first = jobs.run(lambda: gate.wait(10), found.append)
    jobs.run(lambda: "second", found.append)
    first.cancel()
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)

    assert found == ["second"]


def test_nothing_runs_or_answers_after_the_end(jobs: Jobs, qtbot: QtBot) -> None:
    found: list[object] = []
    jobs.run(lambda: 1, found.append)
    jobs.stop()
    jobs.run(lambda: 2, found.append)
    qtbot.wait(20)

    assert found == []


def test_watched_work_says_how_far_it_is_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    here, told = threading.current_thread(), list[tuple[str, bool]]()

    def work(watch: Watch) -> str:
        watch.tell("half")
        return "whole"

    answers: list[str] = []
    jobs.run_watched(
        work, answers.append, lambda what: told.append((what, threading.current_thread() is here))
    )
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)

    assert (told, answers) == ([("half", True)], ["whole"])


def test_watched_work_learns_that_it_is_cancelled_or_that_all_ends(
    jobs: Jobs, qtbot: QtBot
) -> None:
    heard: list[object] = []

    def work(watch: Watch) -> None:
        while not watch.is_cancelled():
            pass
        watch.tell("too late")

    jobs.run_watched(work, heard.append, heard.append).cancel()
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)
    jobs.run_watched(work, heard.append, heard.append)
    jobs.stop()

    assert heard == []
