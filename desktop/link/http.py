"""The server's HTTP doors a desktop uses: sign-in, basemap, stills, and the way to others."""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import httpx
import msgspec

from desktop.link.options import TokenProvider
from desktop.link.trust import certificate_problem

MAX_BASEMAP = 256 * 1024 * 1024
MAX_STILL = 8 * 1024 * 1024
MAX_STILLS = 256
LONGEST_WAIT_S = 300
"""What a server that shuts its sign-in may ask for at most, when it does not say."""


class HttpError(Exception):
    """The server did not do it; the text says why."""


class SignInDenied(HttpError):
    """Name or password is wrong, or the session has ended."""


class Refused(HttpError):
    """The server understood and will not; `content` is what it says about it."""

    def __init__(self, code: int, content: bytes) -> None:
        super().__init__(f"the server answered {code}")
        self.code = code
        self.content = content


class TooManyTries(HttpError):
    """Sign-in is shut for `wait_s` seconds after too many wrong tries."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many wrong sign-ins; try again in {wait_s} s")
        self.wait_s = wait_s


class Unreachable(HttpError):
    """There is no way to the server now."""


class Untrusted(Unreachable):
    """The server's certificate is not believed."""


class SignedIn(msgspec.Struct, frozen=True):
    """A session, as POST /api/session answers it."""

    token: str
    name: str
    display: str = ""
    roles: tuple[str, ...] = ()


class Picture(msgspec.Struct, frozen=True):
    """A camera's still: encoded image, town time it was taken (0: not told), entity tag."""

    data: bytes
    at_ms: int
    etag: str


_signed_in = msgspec.json.Decoder(SignedIn)


class HttpDoor:
    """One server's HTTP side; close it with `aclose`.

    `folder` keeps the basemap for later runs under `kept_as`, the url when that is empty: an
    embedded server has another port every day. `url` may be set later. `tls` says which
    certificates are believed.
    """

    def __init__(
        self,
        url: str,
        token_provider: TokenProvider,
        folder: Path,
        *,
        kept_as: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: float = 10.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self._token_provider = token_provider
        self._folder = folder
        self._kept_as = kept_as or self.url
        self._stills: dict[str, Picture] = {}
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=timeout,
            trust_env=False,
            verify=True if tls is None else tls,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def sign_in(self, name: str, password: str) -> SignedIn:
        """Open a session. Raises SignInDenied, Unreachable, HttpError."""
        response = await self._ask(
            "POST", "/api/session", json={"name": name, "password": password}
        )
        try:
            return _signed_in.decode(response.content)
        except msgspec.MsgspecError as error:
            raise HttpError(f"the server's answer is not a session: {error}") from error

    async def basemap(self) -> bytes:
        """The basemap's GeoJSON; b"" when the server has none.

        Asked for with the kept one's ETag, so that it travels once. Raises HttpError when the
        server does not give it: `kept_basemap` then still answers the last one.
        """
        kept, tag = self.kept_basemap(), self._kept_tag()
        headers = await self._bearer()
        if kept is not None and tag:
            headers["If-None-Match"] = tag
        response = await self._ask("GET", "/api/basemap", headers=headers, missing_ok=True)
        if response.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
            return kept
        if response.status_code == httpx.codes.NOT_FOUND:
            return b""
        if len(response.content) > MAX_BASEMAP:
            raise HttpError("the basemap is too large")
        self._keep(response.content, response.headers.get("ETag", ""))
        return response.content

    def kept_basemap(self) -> bytes | None:
        """The basemap of an earlier visit, None when there is none."""
        try:
            return self._file("geojson").read_bytes()
        except OSError:
            return None

    def kept_basemap_ms(self) -> int:
        """When the basemap was last fetched, 0 when it never was."""
        try:
            return round(self._file("geojson").stat().st_mtime * 1000)
        except OSError:
            return 0

    async def still(self, camera: str) -> Picture | None:
        """A camera's newest still (JPEG or PNG), None when it has none. Raises HttpError."""
        held = self._stills.get(camera)
        headers = await self._bearer()
        if held is not None and held.etag:
            headers["If-None-Match"] = held.etag
        path = f"/api/cameras/{quote(camera, safe='')}/still"
        response = await self._ask("GET", path, headers=headers, missing_ok=True)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return held
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if len(response.content) > MAX_STILL:
            raise HttpError("the still is too large")
        taken = response.headers.get("X-Taken-At", "")
        picture = Picture(
            response.content,
            int(taken) if taken.isdigit() else 0,
            response.headers.get("ETag", ""),
        )
        self._stills.pop(camera, None)
        self._stills[camera] = picture
        while len(self._stills) > MAX_STILLS:
            del self._stills[next(iter(self._stills))]
        return picture

    async def evidence(self, id: str) -> Picture | None:
        """A picture kept as evidence of an alert, None when there is none. Raises HttpError."""
        path = f"/api/media/{quote(id, safe='')}"
        response = await self._ask("GET", path, headers=await self._bearer(), missing_ok=True)
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if len(response.content) > MAX_STILL:
            raise HttpError("the picture is too large")
        return Picture(response.content, 0, id)

    async def ask(
        self, method: str, path: str, json: object = None, *, is_patient: bool = False
    ) -> bytes:
        """What a route answers, asked with this session; `is_patient` lets the server take its
        time. Raises Refused, HttpError."""
        headers = await self._bearer()
        timeout = self._patient() if is_patient else None
        response = await self._ask(method, path, headers=headers, json=json, timeout=timeout)
        return response.content

    async def lines(self, path: str, json: object) -> AsyncGenerator[str, None]:
        """What a route answers to a POST, a line at a time as it comes; the server may take its
        time over each. Closing the generator ends the work. Raises Refused, HttpError."""
        headers, timeout = await self._bearer(), self._patient()
        try:
            async with self._client.stream(
                "POST", self.url + path, headers=headers, json=json, timeout=timeout
            ) as response:
                if not response.is_success:
                    await response.aread()
                    _check(response)
                async for line in response.aiter_lines():
                    if line:
                        yield line
        except httpx.HTTPError as error:
            raise self._broken(error) from error

    def _patient(self) -> httpx.Timeout:
        usual = self._client.timeout
        return httpx.Timeout(connect=usual.connect, write=usual.write, pool=usual.pool, read=None)

    async def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self._token_provider()}"}

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        json: object = None,
        missing_ok: bool = False,
        timeout: httpx.Timeout | None = None,
    ) -> httpx.Response:
        try:
            response = await self._client.request(
                method,
                self.url + path,
                headers=headers,
                json=json,
                timeout=timeout or self._client.timeout,
            )
        except httpx.HTTPError as error:
            raise self._broken(error) from error
        code = response.status_code
        if code == httpx.codes.NOT_MODIFIED or (missing_ok and code == httpx.codes.NOT_FOUND):
            return response
        _check(response)
        return response

    def _broken(self, error: httpx.HTTPError) -> HttpError:
        if not isinstance(error, httpx.TransportError):
            return HttpError(str(error))
        if problem := certificate_problem(error):
            return Untrusted(problem)
        return Unreachable(f"{self.url} does not answer: {error}")

    def _file(self, suffix: str) -> Path:
        return self._folder / f"basemap-{sha256(self._kept_as.encode()).hexdigest()[:12]}.{suffix}"

    def _kept_tag(self) -> str:
        try:
            return self._file("etag").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _keep(self, content: bytes, tag: str) -> None:
        """Keep a basemap; a disk that does not take it costs only the next download."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file("etag").unlink(missing_ok=True)
            fresh = self._file("new")
            fresh.write_bytes(content)
            fresh.replace(self._file("geojson"))
            self._file("etag").write_text(tag, "utf-8")
        except OSError:
            pass


def _check(response: httpx.Response) -> None:
    """Raises what an answer other than success means."""
    code = response.status_code
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise SignInDenied("the server does not accept this sign-in")
    if code == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("Retry-After", "")
        raise TooManyTries(int(wait) if wait.isdecimal() else LONGEST_WAIT_S)
    if not response.is_success:
        raise Refused(code, response.content)
