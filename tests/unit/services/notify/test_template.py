from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from services.notify.message import Message
from services.notify.template import fill, fill_url, names_in, one_line, values_of


def test_names_are_filled_and_strange_ones_stay() -> None:
    assert fill("{to}: {x} {0.__class__}", {"to": "a{x}"}) == "a{x}: {x} {0.__class__}"
    assert names_in("{to} {to} {key}") == {"to", "key"}


@given(st.text())
def test_no_value_changes_the_address_of_a_url(value: str) -> None:
    usable = value.encode("utf-8", "ignore").decode()
    url = fill_url("https://sms.example/send?to={to}&k=1", {"to": usable})
    parts = urlsplit(url)
    assert (parts.netloc, parts.path) == ("sms.example", "/send")
    assert parse_qs(parts.query, keep_blank_values=True) == {"to": [usable], "k": ["1"]}


@given(st.text())
def test_one_line_is_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()


def test_the_text_is_subject_and_body() -> None:
    message = Message("k", "c", "a", "积水", "25 cm\n撤离")
    assert values_of(message)["text"] == "积水 25 cm 撤离"
