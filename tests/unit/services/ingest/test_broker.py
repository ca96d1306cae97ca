import pytest

from services.ingest.broker import Broker, resolved


@pytest.mark.parametrize(
    ("broker", "host", "port", "tls"),
    [
        (Broker(), "localhost", 1883, False),
        (Broker(host="b", port=1, tls=True), "b", 1, True),
        (Broker(url="mqtt://b"), "b", 1883, False),
        (Broker(url="mqtts://b"), "b", 8883, True),
        (Broker(url="mqtts://b:99", host="other", port=5), "b", 99, True),
        (Broker(url="mqtt://[::1]:77"), "::1", 77, False),
    ],
)
def test_an_address_says_where_and_how(broker: Broker, host: str, port: int, tls: bool) -> None:
    found = resolved(broker)
    assert (found.host, found.port, found.tls) == (host, port, tls)


@pytest.mark.parametrize("url", ["http://b", "b:1883", "mqtt://b:port", "mqtt://b:99999"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"mqtt|port|Port"):
        resolved(Broker(url=url))
