"""The town's domain values and the state they add up to.

Every value is a frozen struct; only `TownState` is mutable, and only `apply` changes it.
Times are integer milliseconds since the Unix epoch, UTC (`_ms`). Coordinates are CGCS2000
longitude and latitude in degrees (EPSG:4490). Ids are opaque, unique within a town.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

Attributes = dict[str, str | float | bool]


class Level(IntEnum):
    """Severity of an alert or warning. Red is Ⅰ, blue is Ⅳ; a higher value is worse."""

    NONE = 0
    BLUE = 1
    YELLOW = 2
    ORANGE = 3
    RED = 4


class ResponseLevel(IntEnum):
    """Response level of an operation. Another field than a warning's level; Ⅰ is the highest."""

    NONE = 0
    IV = 1
    III = 2
    II = 3
    I = 4  # noqa: E741


class AlertState(StrEnum):
    """Alarm states of ISA-18.2."""

    NORMAL = "normal"
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED_UNACKNOWLEDGED = "returned_unacknowledged"
    SHELVED = "shelved"
    SUPPRESSED = "suppressed"
    OUT_OF_SERVICE = "out_of_service"


class Stage(StrEnum):
    """Stages of a case, GB/T 30428: 登记 立案 派遣 处置 反馈 核查 结案 作废."""

    REGISTERED = "registered"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    REPORTED = "reported"
    VERIFYING = "verifying"
    CLOSED = "closed"
    VOID = "void"


class Tier(StrEnum):
    """The loop that handles a case: 小环 (neighbourhood), 中环 (street office), 大环 (joint)."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


class TeamStatus(StrEnum):
    """待命 出动 到场 作业 归队."""

    STANDBY = "standby"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    WORKING = "working"
    RETURNING = "returning"


class TripState(StrEnum):
    """How far the order to a breaker got."""

    ORDERED = "ordered"
    SENT = "sent"
    FAILED = "failed"


class MarkupKind(StrEnum):
    """What a markup draws; `Markup` says what its coordinates mean."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"
    CIRCLE = "circle"
    TEXT = "text"


class Quality(IntEnum):
    """Quality of one reading."""

    GOOD = 0
    UNCERTAIN = 1
    BAD = 2


class Value(msgspec.Struct, frozen=True, array_like=True):
    """Base of the domain values: immutable, encoded as arrays, so fields are only appended."""


class Town(Value, frozen=True):
    """The town itself. `centre` is (lon, lat); `timezone` an IANA name."""

    id: str
    name: str
    name_en: str
    timezone: str
    centre: tuple[float, float]
    population: int = 0
    basemap: str = ""
    """Content hash of the basemap the server offers; empty when it has none."""
    packs: tuple[tuple[str, str, str], ...] = ()
    """The packs in force: id, name and name in English."""


class Area(Value, frozen=True):
    """A neighbourhood or village; `rings` are closed lists of (lon, lat), the first the outer."""

    id: str
    name: str
    kind: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    population: int = 0


class Asset(Value, frozen=True):
    """A thing on the map: camera, pump, shelter, underpass, gate, warehouse …"""

    id: str
    kind: str
    name: str
    lon: float
    lat: float
    area: str = ""
    status: str = "active"
    attributes: Attributes = {}


class Stream(Value, frozen=True):
    """One property of one device. `index` is its row in every reading frame of this town."""

    id: str
    index: int
    kind: str
    name: str
    unit: str
    lon: float
    lat: float
    asset: str = ""
    area: str = ""
    attributes: Attributes = {}
    limits: tuple[tuple[Level, float], ...] = ()
    """Where the rules on this stream begin: level and threshold in `unit`, mildest first."""


class Team(Value, frozen=True):
    """A response team; lon and lat are its base, where it is now comes from its streams."""

    id: str
    name: str
    people: int
    lon: float
    lat: float
    equipment: str = ""
    status: TeamStatus = TeamStatus.STANDBY
    case: str = ""
    status_at_ms: int = 0


class LogEntry(Value, frozen=True):
    """One line of a chronology. `what` is an event kind, `text` what was said."""

    at_ms: int
    actor: str
    what: str
    text: str = ""


class Alert(Value, frozen=True):
    """An alarm raised by a rule on a stream. `level` is latched until acknowledged."""

    id: str
    rule: str
    stream: str
    title: str
    level: Level
    state: AlertState
    value: float
    unit: str
    area: str
    lon: float
    lat: float
    raised_at_ms: int
    changed_at_ms: int
    returned: bool = False
    """The condition is gone (whether or not somebody has acknowledged it)."""
    acknowledged_by: str = ""
    acknowledged_at_ms: int = 0
    shelved_until_ms: int = 0
    shelved_reason: str = ""
    case: str = ""
    camera: str = ""
    """The camera that looks at the place, if any."""
    guidance: str = ""
    title_en: str = ""
    guidance_en: str = ""
    """Title and guidance in English; empty when the rule has none."""
    class_code: str = ""
    """Class of a case opened from it, as the rule says."""
    tier: Tier | None = None
    """The loop the rule proposes at this level; None for an alert from before rules said it."""
    group: str = ""
    """The alert its group began with (first-out), itself if it is that one; empty when none."""
    suppressed_by: str = ""
    """While suppressed by design: the alert that is the cause, or the suppression's name."""
    suppressed_reason: str = ""
    suppressed_reason_en: str = ""
    evidence: str = ""
    """Id of the picture or clip that came with the reading, if any."""
    link: str = ""
    """Where the guidance can be read in full."""
    log: tuple[LogEntry, ...] = ()
    """What happened to it and who did it, the last `ALERT_LOG` lines."""
    latched: bool = False
    """It stands until somebody resets it by hand, whatever its condition does."""
    group_key: str = ""
    """What the alerts of its group share: pack, then place, neighbourhood or rule."""


class OutOfService(Value, frozen=True):
    """A stream, or one rule on it, whose alarms are off while it is repaired (ISA-18.2)."""

    stream: str
    rule: str
    """Empty for every rule on the stream."""
    reason: str
    by: str
    since_ms: int

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.stream}|{self.rule}"

    def covers(self, alert: Alert) -> bool:
        """Whether the alert is one of those that are off."""
        return alert.stream == self.stream and self.rule in ("", alert.rule)


class RuleChange(Value, frozen=True):
    """What somebody changed of a rule since the packs were read: a merge patch (RFC 7386)."""

    rule: str
    patch: str
    """JSON; `{}` when the rule is as its pack says."""
    reason: str
    by: str
    at_ms: int


class Case(Value, frozen=True):
    """A case 案件 from registration to closure."""

    id: str
    number: str
    title: str
    class_code: str
    tier: Tier
    level: Level
    stage: Stage
    place: str
    area: str
    lon: float
    lat: float
    opened_at_ms: int
    opened_by: str
    alert: str = ""
    teams: tuple[str, ...] = ()
    log: tuple[LogEntry, ...] = ()
    due_ms: int = 0
    """When handling is due; the clock starts at dispatch. 0 while no clock runs."""
    dispatched_at_ms: int = 0
    arrived_at_ms: int = 0
    closed_at_ms: int = 0
    closed_by: str = ""
    evidence: str = ""
    title_en: str = ""
    """The alert's title in English, while the title is the alert's."""


class Warning(Value, frozen=True):
    """A warning in force: kind (typhoon, rain …), level, text, issuer, time of issue."""

    kind: str
    level: Level
    text: str
    issuer: str
    issued_at_ms: int
    id: str = ""
    """Empty for one issued here: `key` is its kind then."""
    is_drill: bool = False
    messages: tuple[str, ...] = ()
    """The CAP messages it came by, as `sender,identifier,sent`, the one that made it last."""
    sent_ms: int = 0
    """When the last of them was sent, as its sender says."""
    versions_ms: tuple[int, ...] = ()
    """When the versions before this one were issued, since it came into force."""
    ended_at_ms: int = 0
    urgency: str = ""
    certainty: str = ""
    category: str = ""
    starts_ms: int = 0
    expires_ms: int = 0
    """When it ends by itself; 0 when somebody has to lift it."""
    areas: tuple[str, ...] = ()
    """Neighbourhoods it is for; empty for the whole town."""
    area_text: str = ""
    description: str = ""
    instruction: str = ""
    text_en: str = ""
    description_en: str = ""
    instruction_en: str = ""

    @property
    def key(self) -> str:
        """What it is known by among the warnings."""
        return self.id or self.kind


class Operation(Value, frozen=True):
    """The response in force."""

    level: ResponseLevel = ResponseLevel.NONE
    plan: str = ""
    since_ms: int = 0
    by: str = ""


class Markup(Value, frozen=True):
    """A redlining 标绘 somebody drew on the map for all to see.

    `lonlat` holds one place for a point, a text and the centre of a circle, the vertices of a
    line, and the outer ring of a polygon without its closing vertex.
    """

    id: str
    kind: MarkupKind
    lonlat: tuple[tuple[float, float], ...]
    radius_m: float = 0.0
    """Of a circle; 0 otherwise."""
    text: str = ""
    role: str = ""
    """What it means (danger, closure, route …), a word that decides the look; may be empty."""
    drawn_at_ms: int = 0
    drawn_by: str = ""
    changed_at_ms: int = 0
    changed_by: str = ""
    area: str = ""
    plan: str = ""
    """The plan that was in force when it was drawn; empty when there was none."""


class Notice(Value, frozen=True):
    """One message a step of a ladder asks for. `key` makes it go once; the address is not here."""

    key: str
    channel: str
    person: str


class Escalation(Value, frozen=True):
    """How far an alert nobody acknowledges has climbed its ladder.

    `step` counts from 0; -1 says that the alert became unacknowledged anew at `begun_at_ms` and
    has not climbed since.
    """

    alert: str
    begun_at_ms: int
    ladder: str = ""
    step: int = -1
    stepped_at_ms: int = 0
    notices: tuple[Notice, ...] = ()
    """Every message asked for on this climb."""
    sent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """Keys of the messages that went, and of those given up."""


class Trip(Value, frozen=True):
    """The order to a smart breaker to switch off, until its alert is reset by hand.

    There is no order to switch on again: a person does that at the breaker.
    """

    asset: str
    alert: str
    key: str
    """Goes with every try, so that the breaker acts on the order once."""
    ordered_at_ms: int
    state: TripState = TripState.ORDERED
    tries: int = 0
    text: str = ""
    """A receipt, or why it could not be sent."""


OPEN_STATES = frozenset(
    {AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED}
)
HELD_STATES = frozenset({AlertState.SHELVED, AlertState.SUPPRESSED, AlertState.OUT_OF_SERVICE})
"""Known and counted, but asking nobody for anything."""
UNANSWERED_STATES = frozenset({AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED})
"""Nobody has said yet that the alert is seen."""
ENDED_WARNINGS = 200
"""Ended warnings a state remembers."""
ALERT_LOG = 64
"""Lines an alert remembers of what happened to it."""
TRIPPED = "tripped"
"""The status of a breaker that is off until somebody has been there."""
ENDED_ALERTS = 256
"""Ended alerts a state knows as such: those that may have been a cause until just now."""
ENDED_STAGES = frozenset({Stage.CLOSED, Stage.VOID})


class TownState(msgspec.Struct):
    """Everything the journal adds up to. Changed by `apply` and by nothing else."""

    seq: int = 0
    hash: str = ""
    at_ms: int = 0
    town: Town | None = None
    areas: dict[str, Area] = {}
    assets: dict[str, Asset] = {}
    streams: dict[str, Stream] = {}
    teams: dict[str, Team] = {}
    alerts: dict[str, Alert] = {}
    cases: dict[str, Case] = {}
    warnings: dict[str, Warning] = {}
    operation: Operation = Operation()
    case_numbers: dict[str, int] = {}
    """Cases numbered so far, by local day (YYYYMMDD)."""
    unknown_events: int = 0
    """Events of kinds this version does not know; counted and skipped."""
    markups: dict[str, Markup] = {}
    ended_warnings: dict[str, Warning] = {}
    """Warnings that were lifted, the last `ENDED_WARNINGS` of them, oldest first."""
    escalations: dict[str, Escalation] = {}
    """By alert, while it waits for somebody to acknowledge it."""
    out_of_service: dict[str, OutOfService] = {}
    rule_changes: dict[str, RuleChange] = {}
    """By rule; an empty patch is not kept."""
    trips: dict[str, Trip] = {}
    """By breaker, until the alert is reset."""
    standing: dict[str, None] = {}
    """Alerts that are not normal, in the order in which they became so."""
    ended_alerts: dict[str, None] = {}
    """Alerts that became normal, the last `ENDED_ALERTS` of them, oldest first."""
