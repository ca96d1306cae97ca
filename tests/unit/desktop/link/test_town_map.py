"""The town's map: shown from the copy at once, again only when the server has another."""

from __future__ import annotations

from pathlib import Path

from desktop.link.town_map import TownMap
from tests.unit.desktop.link.test_http import Town, door


async def test_what_is_kept_is_shown_once_and_the_same_not_again(tmp_path: Path) -> None:
    town, shown = Town(), []
    http = door(town, tmp_path)
    first = TownMap(http, lambda content, made_ms: shown.append((content, made_ms > 0)))
    await first.show_kept()
    assert shown == []
    await first.fetch()
    assert shown == [(b"content", True)]
    assert first.is_asked.is_set()

    second = TownMap(http, lambda content, _: shown.append((content, True)))
    await second.show_kept()
    await second.fetch()
    assert len(shown) == 2
    await http.aclose()


async def test_without_a_server_the_kept_map_stays_and_asking_has_an_end(tmp_path: Path) -> None:
    town, shown = Town(), []
    http = door(town, tmp_path)
    await http.basemap()
    town.gone = True
    map_ = TownMap(http, lambda content, _: shown.append(content))
    await map_.show_kept()
    await map_.fetch()
    assert shown == [b"content"]
    assert map_.is_asked.is_set()
    await http.aclose()
