"""The ways through the site's pages: those of everybody, of the parties at every stage, and what comes of bad input."""

from dataclasses import dataclass, field, replace
from io import BytesIO

import openpyxl
from django.test import Client

from surveys import clock
from surveys.credentials.services import issue_slips
from surveys.monitoring.services import revise
from surveys.monitoring.table import COLUMNS
from tests.factories import PASSWORD
from tests.journeys.sweep.walking import Walk
from tests.journeys.sweep.world import LOG

Given = dict[str, str | tuple[str, bytes]]

OPEN_TO_ALL = (
    "welcome", "choose-language", "privacy", "accessibility", "respond", "respond-explanation", "respond-thanks",
)  # fmt: skip
BY_TOKEN = {"found": "found", "invited": "invited", "no-reminders": "person", "shared-report": "shared"}
"""Pages behind a link of one's own, with the link that opens each."""
PARTIES = {
    "new": ("home", "people", "units", "unit", "roster", "draft", "custodian-key", "log", "changes", "change-new",
            "measures", "measure", "measure-new", "register-import", "feeds", "figures", "trends"),
    "drafted": ("home", "agreement", "agreement-questions", "custodians", "plan", "draft-change", "roster"),
    "planned": ("home", "wave", "invitations", "slips", "agreement"),
    "open": ("home", "wave", "invitations", "opening", "agreement"),
    "closed": ("home", "wave", "opening", "custodian-key", "custodian-key-paper", "custodians", "agreement"),
    "lost": ("home", "opening", "custodians"),
    "released": ("home", "wave", "opening", "report", "report-register", "sharing", "trends", "changes", "change-new",
                 "measures", "measure", "measure-edit", "feeds", "figures", "agreement", "plan", "people", "log"),
}  # fmt: skip
"""What the parties' pages show at each stage of a survey. Which role sees what, the site says itself."""


@dataclass(frozen=True)
class Sent:
    """A form that is sent by somebody, and the status of the page that comes of it."""

    stage: str
    who: str
    name: str
    form: str = "main form"
    given: Given = field(default_factory=dict)
    status: int = 400


BAD_ROSTER = "navn;e-post;enhet;språk\nA;a;x;y".encode()
SENT = (
    Sent("new", "union", "people", "form[action$='/folk/']"),
    Sent("new", "union", "units", "form[action$='/enheter/']"),
    Sent("new", "union", "unit", given={"[name=name]": ""}),
    Sent("new", "union", "unit", "form:has([name=valid_to])"),
    Sent("new", "organiser", "roster", given={"[type=file]": ("liste.csv", BAD_ROSTER)}),
    Sent("new", "employer", "draft"),
    Sent("new", "union", "custodian-key", "#register", {"[name=public_key]": "x"}),
    Sent("drafted", "union", "agreement", "form:has([type=password])"),
    Sent("closed", "union", "custodians"),
    Sent("planned", "organiser", "invitations", "form[action$='/valg/']", {"[type=radio]": "uncheck"}),
    Sent("open", "organiser", "invitations", "form[action$='/ny-lenke/']", {"[name=email]": "ukjent@example.org"}),
    Sent("closed", "employer", "opening", "#hand-in", {"[type=file]": ("del.json", b"{}")}),
    Sent("closed", "union", "opening", "form[action$='/tap/']"),
    Sent("closed", "union", "opening", "form[action$='/tap/']",
         {"[name=lost]": "check", "[type=password]": PASSWORD}, 200),
    Sent("released", "union", "sharing", "form[action$='/deling/']", {"[name=days]": "uncheck"}),
    Sent("released", "union", "change-new"),
    Sent("released", "employer", "measure-new"),
    Sent("released", "union", "measure", "form[action$='/si/']"),
    Sent("released", "union", "measure", "form[action$='/vurder/']"),
    Sent("released", "union", "figures", given={"[type=file]": ("tall.csv", b"enhet;fra;til;tall;verdi\nx;y;z;1;2")}),
    Sent("released", "union", "register-import", given={"[type=file]": ("register.xlsx", b"nothing")}),
    Sent("released", "union", "feeds", "form:not([action])[method=post]", status=200),
)  # fmt: skip
"""What is typed wrong on each form, and what two forms answer with a page."""


def everybody(walk: Walk) -> None:
    """See what anybody may see, and what comes of a link."""
    walk.enter(None)
    for name in OPEN_TO_ALL:
        walk.see(name)
    walk.see("keys", walk.world.values["open"])
    walk.see("respond-by-link", walk.world.values["closed"], state="closed", status=404)
    for name, token in BY_TOKEN.items():
        walk.see(name, walk.world.tokens[token])
    walk.see("shared-report", {"token": "x"}, state="a link that does not work", status=404)
    for name in ("found", "invited"):
        walk.go(name, walk.world.tokens[name])
        walk.send("main form")
        walk.look(f"{name} with errors", name=name)
    walk.go("no-reminders", walk.world.tokens["person"])
    walk.send("main form", status=200)
    walk.look("no reminders from now on", name="no-reminders")


def parties(walk: Walk) -> None:
    """See every page of every stage as each role does, as far as its version has something that no other has."""
    for stage, names in PARTIES.items():
        place, values = walk.world.places[stage], walk.world.values[stage]
        for who, member in place.members.items():
            client = Client()
            client.force_login(member.user)
            walk.enter(member.user)
            for name in names:
                answer = client.get(walk.address(name, values, "nb"))
                if answer.status_code == 200 and walk.new_to(name, answer.content.decode()):
                    walk.see(name, values, state=f"{stage}, {who}: {name}")
    walk.enter(walk.world.places["closed"].members["union"].user)
    for name in ("custodian-key", "opening"):
        walk.go(name, walk.world.values["closed"])
        walk.look_behind(f"{name}: all that its script can show")


def bad_input(walk: Walk) -> None:
    """See what each form says of what is typed wrong, beside what was typed."""
    for sent in SENT:
        walk.enter(walk.world.places[sent.stage].members[sent.who].user)
        walk.go(sent.name, walk.world.values[sent.stage])
        walk.send(sent.form, sent.given, status=sent.status)
        walk.look(f"{sent.name} after {sent.form}")


def register_files(walk: Walk) -> None:
    """See what a file of the register would do, and what is wrong with its lines."""
    values = walk.world.values["released"]
    member = walk.world.places["released"].members["employer"]
    client = Client()
    client.force_login(member.user)
    kept = client.get(walk.address("register-file", values | {"form": "xlsx"}, "nb")).content
    walk.enter(member.user)
    for need, status in (("Mange klager", 200), ("x" * 10_000, 400)):
        book = openpyxl.load_workbook(BytesIO(kept))
        book.worksheets[0].cell(2, COLUMNS.index("need") + 1, need)
        book.worksheets[0].cell(3, COLUMNS.index("name") + 1, "Skjermer i taket")
        book.worksheets[0].cell(3, COLUMNS.index("kind") + 1, "queue_screens")
        book.worksheets[0].cell(3, COLUMNS.index("units") + 1, "lag-1")
        changed = BytesIO()
        book.save(changed)
        walk.go("register-import", values)
        walk.send("main form", {"[type=file]": ("register.xlsx", changed.getvalue())}, status=status)
        walk.look(f"register-import with {need[:12]}", name="register-import")


def two_at_once(walk: Walk) -> None:
    """See what the second of two editors sees, the other party's loss, and slips that were made before."""
    place, values = walk.world.places["released"], walk.world.values["released"]
    walk.enter(place.members["employer"].user)
    walk.go("measure-edit", values)
    measure = place.organisation.measures.get()
    revise(measure=measure, contents=replace(LOG, purpose="Kø på telefonen", need="Mange klager"), read=2,
           by=place.members["employer"], now=clock.now())  # fmt: skip
    walk.send("main form", {"[name=need]": "Det jeg skrev"}, status=409)
    walk.look("measure-edit by two at once", name="measure-edit")
    place, values = walk.world.places["closed"], walk.world.values["closed"]
    walk.enter(place.members["employer"].user)
    walk.see("opening", values, state="the opening after a part was declared lost")
    place, values = walk.world.places["planned"], walk.world.values["planned"]
    issue_slips(wave=place.organisation.agreements.get().waves.get(), actor="test", now=clock.now())
    walk.enter(place.members["organiser"].user)
    walk.see("slips", values, state="slips made before")
    walk.send("main form")
    walk.look("slips made before, unsaid", name="slips")
