"""Times as strangers write them to milliseconds: ISO 8601, seconds, milliseconds, local formats."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.ingest.parse import printable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_MAX_MS = 1 << 53
_NUMBER = re.compile(r"-?\d{9,17}(\.\d{1,9})?")
"""A shorter one is a date of ISO 8601, such as 20240725."""


class TimeReader:
    """Reads one sender's times. Raises ValueError for a zone or a format that is none.

    `timezone` is that of times without an offset; empty refuses them. `format` is strptime's and
    replaces ISO 8601.
    """

    def __init__(
        self, unit: Literal["ms", "s"] = "ms", timezone: str = "", format: str = ""
    ) -> None:
        self._factor = 1000 if unit == "s" else 1
        self._format = format
        self._zone: ZoneInfo | None = None
        if timezone:
            try:
                self._zone = ZoneInfo(timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError(f"timezone: {timezone!r} is no IANA name") from error

    def ms(self, found: object) -> int | None:
        """Milliseconds since 1970; None when there is no time. Raises ValueError."""
        if found is None or found == "":
            return None
        if isinstance(found, str):
            text = found.strip()
            if not self._format and _NUMBER.fullmatch(text):
                return self._of_number(float(text))
            return self._of_text(text)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise ValueError("at is neither a time in ISO 8601 nor a number")
        return self._of_number(found)

    def _of_number(self, number: float) -> int:
        # Comparing first keeps NaN and infinity away from int().
        if not abs(number) <= _MAX_MS / self._factor:
            raise ValueError("at is not a time in " + ("s" if self._factor > 1 else "ms"))
        return round(number * self._factor)

    def _of_text(self, text: str) -> int:
        try:
            if self._format:
                moment = datetime.strptime(text, self._format)
            else:
                moment = datetime.fromisoformat(text)
        except ValueError as error:
            expected = f"of the form {self._format}" if self._format else "a time in ISO 8601"
            raise ValueError(f"at {printable(text)!r} is not {expected}") from error
        if moment.tzinfo is None:
            if self._zone is None:
                raise ValueError(
                    "at has no UTC offset; write for example 2024-07-25T19:30:00+08:00"
                )
            moment = moment.replace(tzinfo=self._zone)
        try:
            return (moment - _EPOCH) // _MS
        except OverflowError as error:
            raise ValueError("at is not a time between the years 1 and 9999") from error
