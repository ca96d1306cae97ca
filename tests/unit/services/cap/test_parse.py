from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cap.document import MessageType, Named, Reference, ResponseType, Severity, Status
from services.cap.parse import MAX_PROBLEMS, CapError, parse_cap
from tests.unit.services.cap.samples import NAMES, changed, sample


def refused(data: bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(CapError) as caught:
        parse_cap(data)
    return [(p.element, p.line, p.expected) for p in caught.value.problems]


def test_a_thunderstorm_is_read_with_longitude_first() -> None:
    alert = parse_cap(sample("thunderstorm"))
    (info,) = alert.infos
    (area,) = info.areas
    assert (alert.status, alert.message_type) == (Status.ACTUAL, MessageType.ALERT)
    assert alert.sent == datetime.fromisoformat("2026-07-18T14:57:00+08:00")
    assert alert.sent.utcoffset() == timedelta(hours=8)
    assert info.response_types == (ResponseType.SHELTER,)
    assert info.event_codes == (Named("SAME", "SVR"),)
    assert info.description.endswith("with gusts & hail.")
    assert area.polygons[0][:2] == ((121.10, 31.05), (121.20, 31.05))


def test_an_earthquake_updates_another_message_and_has_a_circle() -> None:
    alert = parse_cap(sample("earthquake"))
    before = datetime.fromisoformat("2026-07-18T12:41:00+00:00")
    assert alert.references == (Reference("quakes@seismo.example", "EQ-20260718-2", before),)
    (area,) = alert.infos[0].areas
    assert (area.circles[0].centre, area.circles[0].radius_km) == ((121.15, 31.1), 5.0)
    assert (area.altitude_ft, area.ceiling_ft) == (0.0, 120.5)
    assert alert.infos[0].language == "en-US"
    assert alert.infos[0].parameters[1] == Named("Magnitude", "3.4 Ml")


def test_a_missing_child_comes_in_two_languages_with_a_picture() -> None:
    alert = parse_cap(sample("amber"))
    assert [info.language for info in alert.infos] == ["en-US", "zh-CN"]
    (picture,) = alert.infos[0].resources
    assert (picture.mime_type, picture.size_bytes) == ("image/jpeg", 18)


@pytest.mark.parametrize(
    ("name", "severity"),
    [("red", "Extreme"), ("orange", "Severe"), ("yellow", "Moderate"), ("blue", "Minor")],
)
def test_chinese_colours_are_read(name: str, severity: str) -> None:
    (info,) = parse_cap(sample(f"rainstorm_{name}")).infos
    assert (info.event, info.severity) == ("暴雨", Severity(severity))


@pytest.mark.parametrize(
    ("old", "new", "element", "line", "word"),
    [
        ("  <identifier>QB-TS-0718-01</identifier>\n", "", "identifier", 2, "required"),
        ("  <sender>met@qingbei.example</sender>\n", "", "sender", 2, "required"),
        ("  <sent>2026-07-18T14:57:00+08:00</sent>\n", "", "sent", 2, "required"),
        ("  <status>Actual</status>\n", "", "status", 2, "required"),
        ("  <msgType>Alert</msgType>\n", "", "msgType", 2, "required"),
        ("  <scope>Public</scope>\n", "", "scope", 2, "required"),
        ("    <category>Met</category>\n", "", "category", 9, "required"),
        ("    <event>SEVERE THUNDERSTORM</event>\n", "", "event", 9, "required"),
        ("    <urgency>Immediate</urgency>\n", "", "urgency", 9, "required"),
        ("    <severity>Severe</severity>\n", "", "severity", 9, "required"),
        ("    <certainty>Observed</certainty>\n", "", "certainty", 9, "required"),
        ("QB-TS-0718-01", "QB TS", "identifier", 3, "without spaces"),
        ("met@qingbei.example", "a,b", "sender", 4, "commas"),
        ("2026-07-18T14:57:00+08:00", "2026-07-18T14:57:00Z", "sent", 5, "offset"),
        ("2026-07-18T14:57:00+08:00", "2026-02-30T14:57:00+08:00", "sent", 5, "offset"),
        ("2026-07-18T14:57:00+08:00", "2026-07-18 14:57", "sent", 5, "offset"),
        (">Actual<", ">actual<", "status", 6, "Exercise, System, Test, Draft"),
        (">Alert<", ">New<", "msgType", 7, "Update, Cancel, Ack, Error"),
        (">Alert<", ">Update<", "references", 2, "msgType Update"),
        (">Alert<", ">Cancel<", "references", 2, "msgType Cancel"),
        (">Public<", ">Restricted<", "restriction", 2, "scope Restricted"),
        (">Public<", ">Private<", "addresses", 2, "scope Private"),
        (">Met<", ">Weather<", "category", 11, "one of Geo, Met"),
        (">Shelter<", ">Hide<", "responseType", 13, "Shelter"),
        (">Immediate<", ">Now<", "urgency", 14, "Immediate"),
        (">Severe<", ">Red<", "severity", 15, "Extreme"),
        (">Observed<", ">Very Likely<", "certainty", 16, "Observed"),
        (">en-US<", ">English please<", "language", 10, "language code"),
        ("<event>SEVERE THUNDERSTORM<", "<event> <", "event", 12, "empty"),
        ("<valueName>SAME</valueName>", "", "valueName", 17, "required"),
        ("31.05,121.10 31.05", "121.10,31.05 31.05", "polygon", 26, "latitude"),
        ("31.15,121.10 31.05,121.10<", "31.15,121.10<", "polygon", 26, "the same as the first"),
        (
            "31.05,121.10 31.05,121.20 31.15,121.20 31.15,121.10 31.05,121.10",
            "31.05,121.10 31.05,121.20 31.05,121.10",
            "polygon",
            26,
            "four places",
        ),
        ("<areaDesc>The lake shore from the sluice to the ferry<", "<x>y<", "", 25, ""),
        ("<scope>", "<colour>red</colour><scope>", "colour", 8, "none such"),
        ("<scope>", "<status>Test</status><scope>", "status", 8, "order"),
        ("<sent>", "<sent>2026-07-18T14:57:00+08:00</sent><sent>", "sent", 5, "once"),
        ("<info>", "words<info>", "alert", 2, "no text"),
        (">Actual<", "><b>Actual</b><", "b", 6, "text only"),
        ("cap:1.2", "cap:1.1", "alert", 2, "cap:1.2"),
        ("<alert ", "<!DOCTYPE alert><alert ", "alert", 2, "DOCTYPE"),
    ],
)
def test_each_fault_is_named_with_element_line_and_what_is_expected(
    old: str, new: str, element: str, line: int, word: str
) -> None:
    if element == "":
        new, data = "", sample("thunderstorm")
        data = data.replace(b"<areaDesc>", b"<areaName>").replace(b"</areaDesc>", b"</areaName>")
        assert ("areaName", line, "expected none such in <area> of CAP 1.2") in refused(data)
        return
    found = refused(changed("thunderstorm", old, new))
    assert any(e == element and n == line and word in said for e, n, said in found), found


@pytest.mark.parametrize(
    ("sample_name", "old", "new", "element"),
    [
        ("earthquake", "31.1000,121.1500 5.0", "31.1000,121.1500", "circle"),
        ("earthquake", "31.1000,121.1500 5.0", "31.1000,121.1500 -5", "circle"),
        ("earthquake", ">120.5<", ">high<", "ceiling"),
        ("earthquake", "<altitude>0</altitude>", "", "altitude"),
        ("earthquake", ",2026-07-18T12:41:00-00:00<", "<", "references"),
        ("amber", "<mimeType>image/jpeg</mimeType>", "", "mimeType"),
        ("amber", "<size>18<", "<size>big<", "size"),
    ],
)
def test_faults_of_circles_references_and_resources_are_named(
    sample_name: str, old: str, new: str, element: str
) -> None:
    assert element in {name for name, _, _ in refused(changed(sample_name, old, new))}


def test_all_faults_are_told_at_once_in_the_messages_order() -> None:
    data = sample("thunderstorm").replace(b">Severe<", b">Red<").replace(b">Actual<", b">Real<")
    assert [element for element, _, _ in refused(data)] == ["status", "severity"]


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    data = changed("thunderstorm", "<scope>", "<x/>" * 50 + "<scope>")
    assert len(refused(data)) == MAX_PROBLEMS


def test_a_signature_is_let_pass() -> None:
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><a/></Signature></alert>'
    assert parse_cap(changed("thunderstorm", "</alert>", signature)).infos


@given(st.sampled_from(NAMES), st.data())
def test_a_damaged_message_is_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    raw = bytearray(sample(name))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        parse_cap(bytes(raw))
    except CapError as error:
        assert all(p.element and p.line > 0 and p.expected for p in error.problems)
