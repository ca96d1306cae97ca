"""The command line: what it takes, and clear words with exit code 2 for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.__main__ import main, make_parser


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--size", "large"], "'large' is not WIDTHxHEIGHT, for example 1920x1080"),
        (["--size", "1920"], "'1920' is not WIDTHxHEIGHT"),
        (["--size", "10x10"], "10x10: width 640 to 15360, height 480 to 8640"),
        (["demo", "--from", "noon"], "'noon' is not HH:MM, for example 19:30"),
        (["demo", "--from", "19:3"], "'19:3' is not HH:MM"),
        (["demo", "--from", "24:00"], "'24:00' is not a time of day"),
        (["demo", "--from", "19:60"], "'19:60' is not a time of day"),
        (["demo", "--speed", "fast"], "'fast' is not a number"),
        (["demo", "--speed", "0"], "0: the speed goes from 0.1 to 600"),
        (["demo", "--speed", "nan"], "nan: the speed goes from 0.1 to 600"),
        (["--language", "fr"], "invalid choice: 'fr'"),
        (["demonstration"], "invalid choice"),
    ],
)
def test_a_bad_word_is_explained(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)

    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_the_demo_starts_at_half_past_seven_twentyfold() -> None:
    options = make_parser().parse_args(["demo"])
    assert (options.demo, options.demo_from, options.speed) == (True, "19:30", 20.0)
    assert make_parser().parse_args([]).demo is False


def test_options_are_read() -> None:
    words = ["--server", "http://s:1", "--size", "3840X2160", "--screenshot", "x.png"]
    options = make_parser().parse_args(words)

    assert (options.server, options.size) == ("http://s:1", (3840, 2160))
    assert options.screenshot == Path("x.png")
    demo = make_parser().parse_args(["demo", "--from", "7:05", "--speed", "0.5"])
    assert (demo.demo_from, demo.speed) == ("07:05", 0.5)


def test_any_command_of_the_server_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db = str(tmp_path / "town.db")
    assert main(["server", "token", "create", "gauge", "--db", db]) == 0
    assert capsys.readouterr().out.startswith("om_")
    monkeypatch.setattr("sys.argv", ["onemap", "server", "user", "list", "--db", db])
    assert main() == 0
    assert main(["server", "verify", "--db", db]) == 0
    assert "0 events" in capsys.readouterr().out


def test_a_server_command_is_not_taken_for_a_word_of_the_desktop(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["server", "paint"])
    assert left.value.code == 2
    assert "onemap-server" in capsys.readouterr().err
