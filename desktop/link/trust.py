"""Which certificates of servers are believed: those the system believes, and one's own authority.

HTTP and WebSocket share one context, so that they can never disagree.
"""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx


class TrustError(Exception):
    """The file with one's own authority cannot be used; the text is one sentence for the user."""


def make_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that checks servers, with the authorities of `ca_file` (PEM) besides the system's.

    Raises TrustError.
    """
    context = ssl.create_default_context()
    if not _has_roots(context):
        # Some builds of Python find no system store; httpx brings the public authorities.
        context = httpx.create_ssl_context(trust_env=False)
    if ca_file:
        path = Path(ca_file).expanduser()
        try:
            context.load_verify_locations(cafile=str(path))
        except OSError as error:
            why = error.strerror if not isinstance(error, ssl.SSLError) else "no certificate in it"
            raise TrustError(
                f"The file of certificates {path} cannot be used ({why}); ca_file in the settings "
                "names a PEM file with your authority's certificate."
            ) from error
    return context


def certificate_problem(error: BaseException) -> str:
    """What is wrong with the server's certificate; "" when the error is about something else."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the server's certificate is not trusted: {cause.verify_message}. Install your "
                "authority's certificate in the system, or name its file in the settings (ca_file)."
            )
        cause = cause.__cause__ or cause.__context__
    return ""


def _has_roots(context: ssl.SSLContext) -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(context.cert_store_stats()["x509_ca"] or paths.cafile or paths.capath)
