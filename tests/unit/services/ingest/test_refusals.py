from services.ingest.refusals import KEPT, Refusals


def test_counts_stay_and_words_are_bounded() -> None:
    refusals = Refusals()
    for number in range(KEPT + 5):
        refusals.count("late")
        refusals.note(number, "csv", "x" * 500, "late")
    assert refusals.counts["late"] == KEPT + 5
    told = refusals.last()
    assert (len(told), told[0].at_ms, len(told[0].source)) == (KEPT, KEPT + 4, 120)
