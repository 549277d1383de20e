"""Whose rows are whose: the one registry of which fields of a DocType say where its rows belong (R47, decision 22).

`hooks.py` names the hooks from it and `permissions.py` decides by it. Nothing here needs a site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dianjian_app import roles

OWN, GROUP, CENTRE, EVERYTHING = "own", "group", "centre", "everything"

LEVEL_OF_ROLE = {
	roles.AGENT: OWN,
	roles.CONSULTANT: OWN,
	roles.LEADER: GROUP,
	roles.ASSISTANT: GROUP,
	roles.FRONT_DESK: CENTRE,
	roles.SERVICE: CENTRE,
	roles.PLANNING: CENTRE,
	roles.ADMINISTRATION: CENTRE,
	roles.MANAGER: CENTRE,
	roles.HR: CENTRE,
	roles.ADMIN: EVERYTHING,
	roles.AUDITOR: EVERYTHING,
}

OWN_WHERE_PRIVATE = (roles.ASSISTANT, roles.FRONT_DESK, roles.SERVICE, roles.PLANNING)


@dataclass(frozen=True)
class RowFields:
	"""Which fields of a DocType carry its place in the organisation."""

	centre: str = "centre"
	group: str | None = "sales_group"
	own: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"agent": ()})
	"""field → the roles that own through it (empty: every role)"""
	common: bool = False
	"""rows without a group belong to every group of the centre"""
	public: bool = False
	"""everybody of the centre reads every row"""
	no_centre_is_public: bool = False
	"""rows without a centre hold for every centre"""
	hidden_from: tuple[str, ...] = ()
	"""fields with the people whom a row is about: they never see it, whatever their role"""
	own_for: tuple[str, ...] = ()
	"""roles that read their own rows alone, whatever they see of others"""
	private: bool = False
	"""beside the person concerned only who decides on people: leader, manager, Administration, HR and above"""


_AGENT = {"agent": (roles.AGENT, roles.LEADER)}
_STAFF = {"staff": ()}
ROW_FIELDS: dict[str, RowFields] = {
	"Sales Centre": RowFields(centre="name", group=None, own={}, public=True),
	"Sales Group": RowFields(group=None, own={}, public=True),
	"Sales Staff": RowFields(own={"name": ()}, public=True),
	"Staff Wage": RowFields(group=None, own={}),
	"Leaver Close-Out": RowFields(group=None, own={}),
	"Sales Candidate": RowFields(own={}),
	"Time Off Request": RowFields(own=_STAFF, private=True),
	"Rest Day Move": RowFields(own={"staff": (), "with_staff": ()}, private=True),
	"Duty Shift": RowFields(group=None, own={}, public=True),
	"Duty Shift Day": RowFields(own=_STAFF, private=True),
	"Leave Balance Entry": RowFields(own=_STAFF, private=True),
	"Working Time Request": RowFields(own=_STAFF, private=True),
	"Punching Policy": RowFields(group=None, own={}, public=True),
	"Punch Device": RowFields(group=None, own={}),
	"Punch File": RowFields(group=None, own={}),
	"Punch Record": RowFields(own={"agent": ()}, private=True),
	"Staff Day Result": RowFields(own={"agent": ()}, private=True),
	"Day Result Appeal": RowFields(own={"agent": ()}, private=True),
	"Attendance Close": RowFields(group=None, own={}),
	"Device Outage": RowFields(group=None, own={}),
	"Lead Batch": RowFields(own={}, common=True),
	"Lead Batch Row": RowFields(own={}, common=True),
	"Call Lead": RowFields(own=_AGENT, common=True),
	"Phone Reveal Log": RowFields(own={"staff": ()}),
	"Lead Allocation": RowFields(own=_AGENT),
	"Inbound Call": RowFields(own={"agent": (), "answered_by": ()}),
	"Call Sheet": RowFields(own=_AGENT),
	"Invitation Register": RowFields(own=_AGENT),
	"Visit Confirmation": RowFields(own={**_AGENT, "receptionist": (roles.CONSULTANT,)}),
	"Property Unit": RowFields(group=None, own={}, public=True),
	"Viewing Event": RowFields(group=None, own={}, public=True),
	"Sales Deal": RowFields(own={**_AGENT, "consultant": (roles.CONSULTANT,)}),
	"Deal File": RowFields(own={"consultant": ()}),
	"Daily Ledger": RowFields(own=_AGENT),
	"Lead Claim": RowFields(own={"agent": (), "holder": ()}),
	"Refusal Record": RowFields(own=_AGENT),
	"Message Log": RowFields(own=_AGENT),
	"Daily Hand-in": RowFields(own={}),
	"Weekly Hand-in": RowFields(own={}),
	"Delivery Log": RowFields(own={}),
	"Group Robot": RowFields(own={}),
	"Opening Balance": RowFields(own=_STAFF, private=True),
	"Incentive Rule": RowFields(group=None, own={}, public=True, no_centre_is_public=True),
	"Rule Review": RowFields(group=None, own={}, public=True),
	"Performance Target": RowFields(own=_AGENT),
	"Incentive Settlement": RowFields(group=None, own={}),
	"Settled Month": RowFields(group=None, own={}),
	"Plan Revision": RowFields(group=None, own={}),
	"Incentive Entry": RowFields(public=True),
	"Incentive Chain Head": RowFields(group=None, own={}),
	"Measure Ground": RowFields(group=None, own={}, public=True, no_centre_is_public=True),
	# the person sees it once somebody answers for it
	"Disciplinary Action": RowFields(own={"told_person": ()}, private=True),
	"Incentive Statement": RowFields(own={"agent": ()}, private=True),
	"Incentive Appeal": RowFields(own={"agent": ()}, private=True),
	"Rule Acknowledgement": RowFields(own={"agent": ()}, private=True),
	"Customer Survey": RowFields(own={"agent": ()}),
	"Survey Link": RowFields(group=None, own={}),
	"Review Flag": RowFields(group=None, own={}, hidden_from=("agent", "with_staff")),
	"Customer Complaint": RowFields(own={"agent": ()}),
	"Customer Question": RowFields(own={"agent": ()}),
	"Visitor Entry": RowFields(own={"agent": ()}),
	"Market Note": RowFields(own={}, public=True),
	"Staff Suggestion": RowFields(own={"agent": ()}, private=True),
	"Staff Certificate": RowFields(own=_STAFF, private=True),
	# what somebody answers is nobody else's to read, whatever the role
	"Questionnaire Form": RowFields(group=None, own={"agent": ()}, own_for=roles.ALL),
	"Staff Questionnaire": RowFields(group=None, own={}),
	"Development Plan": RowFields(own={"agent": ()}, own_for=(roles.ADMINISTRATION,), private=True),
	"Customer Praise": RowFields(own={"agent": ()}),
	"Daily Briefing": RowFields(own={}, public=True),
	"Talk Script": RowFields(group=None, own={}, public=True),
	"Reading Mark": RowFields(own={"agent": ()}, private=True),
	"Training Course": RowFields(group=None, own={}, public=True, no_centre_is_public=True),
	"Training Session": RowFields(own={"trainer_staff": ()}, private=True),
	"Training Due": RowFields(own={"agent": ()}, private=True),
	"Staff Appraisal": RowFields(own={"agent": ()}, private=True),
	"Appraisal Scheme": RowFields(group=None, own={}, public=True, no_centre_is_public=True),
	"Appraisal Form": RowFields(group=None, own={"appraiser": ()}, own_for=roles.ALL),
	"Personal Data Request": RowFields(group=None, own={}),
}
CHILD_TABLES: dict[str, tuple[str, ...]] = {
	"Survey Answer": ("Customer Survey", "Questionnaire Form"),
	"Survey Question": (
		"Staff Questionnaire",
	),  # those of a Survey Template are read with it, by whoever asks for it
	"Development Plan Step": ("Development Plan",),
	"Call Lead Number": ("Call Lead",),
	"Lead Allocation Item": ("Lead Allocation",),
	"Call Sheet Row": ("Call Sheet",),
	"Call Sheet Count": ("Call Sheet",),
	"Invitation": ("Invitation Register",),
	"Shown Unit": ("Visit Confirmation",),
	"Daily Ledger Count": ("Daily Ledger",),
	"Daily Hand-in Line": ("Daily Hand-in",),
	"Weekly Hand-in Day": ("Weekly Hand-in",),
	"Opening Rule Balance": ("Opening Balance",),
	"Opening Ledger Line": ("Opening Balance",),
	"Settlement Line": ("Incentive Settlement",),
	"Settlement Blocker": ("Incentive Settlement",),
	"Plan Revision Line": ("Plan Revision",),
	"Sales Group Membership": ("Sales Staff",),
	"Staff Spell": ("Sales Staff",),
	"Presence Plan Day": ("Sales Staff",),
	"Staff Suspension": ("Sales Staff",),
	"Talk Script Answer": ("Talk Script",),
	"Candidate Interview": ("Sales Candidate",),
	"Training Attendee": ("Training Session",),
	"Group Robot Notice": ("Group Robot",),
	"Appraisal Score": ("Staff Appraisal", "Appraisal Form"),
	"Appraisal Criterion": ("Appraisal Scheme",),
	"Personal Data Request Lead": ("Personal Data Request",),
	"Personal Data Request Step": ("Personal Data Request",),
	"Sales Centre Season": ("Sales Centre",),
	"Centre Calendar": ("Sales Centre",),
	"Call Result": ("Sales Centre",),
	"Performance Figure Choice": ("Sales Centre",),
	"Protection Clause": ("Sales Centre",),
	"Required Deal Paper": ("Sales Centre",),
	"Deal Paper": ("Deal File",),
	"Weekly Rest Day": ("Sales Centre", "Sales Staff"),
	"Rule Review Month": ("Rule Review",),
	"Incentive Outcome": ("Incentive Rule",),
	"Incentive Rule Position": ("Incentive Rule", "Staff Questionnaire"),
}
"""child table → the DocTypes whose rows it holds: a row is seen by who sees its parent"""
NOBODY = ("Phone Vault", "Training Evaluation")
LISTED_AS_OWN = ("Notification Settings", "Dashboard Settings", "Dashboard", "Note")
"""DocTypes of Frappe of which a document is open to whoever finds it in the list"""


def owned_doctypes() -> tuple[str, ...]:
	"""Every DocType whose rows belong to somebody, child tables and the closed ones included."""
	return (*ROW_FIELDS, *CHILD_TABLES, *NOBODY)


def parents_of_children() -> tuple[tuple[str, str], ...]:
	"""(child table, DocType that holds it), a pair for each DocType that does."""
	return tuple((child, parent) for child, parents in CHILD_TABLES.items() for parent in parents)


def has_owned_rows(doctype: str) -> bool:
	"""Whether the rows of a DocType belong to somebody."""
	return doctype in ROW_FIELDS or doctype in CHILD_TABLES or doctype in NOBODY


def conditions_name(doctype: str) -> str:
	"""Name of the function in `row_conditions.py` that gives the query conditions of a DocType."""
	return "rows_of_" + doctype.lower().replace(" ", "_").replace("-", "_")
