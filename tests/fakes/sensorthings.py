"""A small client for SensorThings that asks as a FROST client does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx

ROOT = "/api/sta/v1.1"


class StaClient:
    """Requests of a FROST client: create by POST, the id from Location, pages by nextLink."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=20)

    async def create(self, set: str, entity: dict[str, Any]) -> str:
        """Post an entity; its id, taken out of the parentheses of Location."""
        answer = await self.http.post(f"{ROOT}/{set}", json=entity)
        assert answer.status_code == 201, answer.text
        location = answer.headers["location"]
        return str(location[location.index("(") + 2 : location.rindex(")") - 1])

    async def refused(self, set: str, entity: object) -> tuple[int, str]:
        """Post what is wrong; status and message."""
        answer = await self.http.post(f"{ROOT}/{set}", json=entity)
        said = answer.json()
        assert said["code"] == answer.status_code
        return answer.status_code, str(said["message"])

    async def find(self, set: str, id: str) -> dict[str, Any]:
        answer = await self.http.get(f"{ROOT}/{set}('{id}')")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def every(self, path: str, **options: str) -> AsyncIterator[dict[str, Any]]:
        """Every entity of a collection, page by page."""
        answer = await self.http.get(
            f"{ROOT}/{path}", params={f"${name}": text for name, text in options.items()}
        )
        while True:
            assert answer.status_code == 200, answer.text
            page = answer.json()
            for each in page["value"]:
                yield each
            if "@iot.nextLink" not in page:
                return
            answer = await self.http.get(page["@iot.nextLink"])

    async def __aenter__(self) -> StaClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
