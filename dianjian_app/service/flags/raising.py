"""Flags are raised: each day from what the rooms before have recorded, and at once where a device tells (R17, R33, R42).

Once per evidence: what was flagged is not flagged again, looked at or not. Raising one tells the centre's managers and
does nothing else; no money moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.period import Period
from dianjian_app.service.flags import detectors, facts
from dianjian_app.service.flags.detectors import Finding, Kind, Thresholds
from dianjian_app.service.flags.review_flag_events import RESULT_OF_FINDING, key_of

SETTINGS = "Telesales Settings"
FIELD_OF = {
	"sign_least": "flag_sign_least",
	"sign_times": "flag_sign_times",
	"calls": "flag_calls",
	"calls_seconds": "flag_calls_seconds",
	"alike": "flag_alike",
	"late_minutes": "flag_late_minutes",
	"same_second_days": "flag_same_second_days",
}
"""threshold → field of the settings"""
CALLS_DAYS = 10
"""how far back calls are read: a sheet is confirmed within days"""
MOST_EVIDENCE = 200


def raise_daily() -> None:
	"""Daily job: look through every centre's month and the one before."""
	centres = frappe.get_all("Sales Centre", pluck="name", order_by="name", limit=0)
	for_each(
		centres,
		lambda centre: raise_flags(centre, getdate()),
		lambda centre: _("Flags of {0} could not be raised").format(centre),
	)


def raise_flags(centre: str, today: date) -> list[str]:
	"""Raise what is found at a centre and was not flagged before; gives the names of the new flags."""
	limits = read_thresholds()
	this_month = Period.month_of(today)
	found: list[Finding] = []
	for month in (Period.month_of(this_month.start - timedelta(days=1)), this_month):
		signed = facts.signed_visits(centre, month)
		found += detectors.one_signer(signed, limits, f"{month.start:%Y-%m}")
		found += detectors.out_of_hours(signed, facts.hours_of(centre), limits)
		found += detectors.alike_numbers(facts.customers_with_numbers(centre, month), limits)
		found += detectors.same_second(facts.punches(centre, month), limits)
		found += facts.denied_visits(centre, month)
	found += detectors.short_calls(
		facts.connected_calls(centre, Period(today - timedelta(days=CALLS_DAYS), today)), limits
	)
	return put_down(centre, found)


def read_thresholds() -> Thresholds:
	"""The thresholds as the settings say; an empty field is the default."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	return Thresholds(
		**{name: cint(stored[field]) for name, field in FIELD_OF.items() if stored.get(field) is not None}
	)


def put_down(centre: str, found: Iterable[Finding]) -> list[str]:
	"""Write the findings that are new as flags, and tell the managers; gives their names."""
	findings = list(found)
	if not findings:
		return []
	known = _known(centre)
	people = _people(findings)
	made = []
	for finding in findings:
		key = _key(centre, finding)
		whose = (finding.kind.value, finding.about, finding.beside)
		names = {evidence.name for evidence in finding.evidence}
		if key in known.keys or (not finding.key and names <= known.evidence[whose]):
			continue
		known.keys.add(key)
		known.evidence[whose] |= names
		made.append(_write(centre, finding, key, people))
	return made


def _key(centre: str, finding: Finding) -> str:
	what = finding.key or "|".join(sorted(evidence.name for evidence in finding.evidence))
	return key_of(centre, finding.kind, what)


class _Known:
	"""What was flagged at a centre before."""

	def __init__(self) -> None:
		self.keys: set[str] = set()
		self.evidence: dict[tuple, set[str]] = defaultdict(set)


def _known(centre: str) -> _Known:
	known = _Known()
	fields = ["flag_key", "kind", "agent", "with_staff", "evidence"]
	for flag in frappe.get_all("Review Flag", {"centre": centre}, fields, limit=0):
		known.keys.add(flag.flag_key)
		lines = (flag.evidence or "").splitlines()
		known.evidence[(flag.kind, flag.agent, flag.with_staff)] |= {
			line.partition(": ")[2] for line in lines
		}
	return known


def _people(findings: list[Finding]) -> dict[str, Any]:
	wanted = sorted({name for f in findings for name in (f.about, f.beside) if name})
	if not wanted:
		return {}
	rows = frappe.get_all("Sales Staff", {"name": ("in", wanted)}, ["name", "staff_name", "user"], limit=0)
	return {row.name: row for row in rows}


def _write(centre: str, finding: Finding, key: str, people: dict[str, Any]) -> str:
	about, beside = (people.get(name or "", frappe._dict()) for name in (finding.about, finding.beside))
	latest = max(evidence.at for evidence in finding.evidence)
	lines = [f"{evidence.doctype}: {evidence.name}" for evidence in finding.evidence]
	flag = frappe.get_doc(
		doctype="Review Flag",
		kind=finding.kind.value,
		agent=finding.about,
		agent_name=about.get("staff_name"),
		with_staff=finding.beside,
		with_name=beside.get("staff_name"),
		centre=centre,
		date=getdate(latest),
		flagged_at=now_datetime(),
		found=finding.number,
		rest=finding.rest,
		evidence="\n".join(lines[:MOST_EVIDENCE]),
		flag_key=key,
		**(_finding_of(finding) if finding.kind is Kind.DENIED else {}),
	)
	flag.flags.by_the_app = True
	flag.insert(ignore_permissions=True)  # the app raises it; nobody has the right to
	if finding.kind is not Kind.DENIED:  # told when the customer denied it
		concerned = {about.get("user"), beside.get("user")}
		users = [user for user in deciders(centre, roles.MANAGER) if user not in concerned]
		subject = _("To be looked at: {0}, {1}").format(_(flag.kind), flag.agent_name or "")
		put_on_desks(users, flag.doctype, flag.name, subject)
	return flag.name


def _finding_of(finding: Finding) -> dict[str, Any]:
	"""What the manager found on the survey's link already."""
	fields = ["finding", "finding_note", "found_by", "found_at"]
	link = frappe.db.get_value("Survey Link", finding.key, fields, as_dict=True)
	if not link or not link.finding:
		return {}
	return {
		"result": RESULT_OF_FINDING[link.finding],
		"note": link.finding_note,
		"looked_by": link.found_by,
		"looked_at": link.found_at,
	}
