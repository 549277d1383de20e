"""Tries rules or a policy on past months: who would have got what, compared with what they got (decision 16). Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.incentives.engine.deduction_guard import CARRY, FAMILY, Policy
from dianjian_app.incentives.engine.evaluate import expected_lines
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.posted_state import PostedState, after_posting
from dianjian_app.incentives.engine.rule import ZERO, Rule
from dianjian_app.incentives.engine.rule_options import LineState
from dianjian_app.incentives.rules.deduction_policy import hold_to_policy, policy_of, read_policy
from dianjian_app.incentives.rules.pack_rules import rules_of_packs
from dianjian_app.incentives.rules.performance_figures import tried_at
from dianjian_app.incentives.rules.rule_document import approved_rules, rule_of
from dianjian_app.incentives.rules.simulation_report import AFTER, BEFORE, simulation_report
from dianjian_app.incentives.settlement.month_reading import MonthReading, read_month
from dianjian_app.people.authority import decides_for
from dianjian_app.people.period import InvalidMonth, Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_entry.incentive_entry import IncentiveEntry

MOST_MONTHS = 12


class SimulationError(frappe.ValidationError):
	"""The months or rules cannot be tried."""


def simulate(
	centre: str,
	months: Sequence[Period],
	rules: Iterable[Rule] = (),
	policy: Policy | None = None,
	today: date | None = None,
) -> dict:
	"""Return what rules would have brought in past months, as plain data.

	rules: each stands in for all versions of its family, whatever its dates; policy: stands in for the centre's. What
	people got is what was posted, or what the approved rules give where a month is not published. The same queries for
	any number of people; nothing is written.
	"""
	today = today or getdate()
	months = sorted(months, key=lambda m: m.start)
	if not months or months[-1].end >= today:
		frappe.throw(_("Choose months that are over."), SimulationError)
	base, own = approved_rules(centre), policy_of(centre)
	rules = list(rules)
	tried = tried_at(rules, centre)
	families = {r.family for r in tried}
	worlds = {
		BEFORE: _World(base, own),
		AFTER: _World([r for r in base if r.family not in families] + tried, policy or own),
	}
	posted: dict[str, list[IncentiveEntry]] = {}
	for month in months:
		read = read_month(centre, month, [*base, *tried], today)
		for world in worlds.values():
			world.live_through(centre, month, read, months[0])
		posted |= _posted(centre, month)
	return {
		"centre": centre,
		"months": [m.month_text for m in months],
		"published": sorted(posted),
		"rules": [r.name for r in rules],
		"policy": policy.name if policy else None,
		**simulation_report({name: world.lines for name, world in worlds.items()}, posted),
	}


@dataclass
class _World:
	"""The months as they go under one set of rules and one policy: each builds on what the ones before brought."""

	rules: list[Rule]
	policy: Policy
	lines: list[Line] = field(default_factory=list)
	balance: dict[str, Decimal] = field(default_factory=dict)
	"""agent → yuan that earlier simulated months left to be taken"""
	posted_state: PostedState | None = None

	def live_through(self, centre: str, month: Period, read: MonthReading, first: Period) -> None:
		"""Add a month's lines as if they had been posted. first: the first simulated month."""
		before = self.posted_state or _until(read.posted_state, first)
		found = expected_lines(self.rules, read.facts, before, month)
		found = [ln for ln in found if ln.state is not LineState.NOTICE]
		found, _guarded = hold_to_policy(found, self.rules, self.policy, centre, month, balance=self.balance)
		for ln in found:
			if ln.key.family == FAMILY and ln.key.dimension == CARRY:
				agent = ln.key.subject.name
				self.balance[agent] = self.balance.get(agent, ZERO) + ln.amount
		self.posted_state = after_posting(before, found)
		self.lines += found


def _until(history: PostedState, first: Period) -> PostedState:
	"""What had happened before the first simulated month."""
	return PostedState(
		{k: v for k, v in history.posted.items() if k.period.end < first.start},
		frozenset(k for k in history.proposed if k.period.end < first.start),
	)


def _posted(centre: str, month: Period) -> dict[str, list[IncentiveEntry]]:
	"""The published month's entries by period, corrections with the month that they correct; empty where it is open."""
	published = frappe.db.exists(
		"Incentive Settlement",
		{"centre": centre, "month": month.month_text, "published_at": ("is", "set"), "docstatus": 1},
	)
	if not published:
		return {}
	fields = ["agent", "family", "outcome_type", "amount", "quantity"]
	filters = {"centre": centre, "period_end": ("between", (month.start, month.end))}
	return {month.month_text: frappe.get_all("Incentive Entry", filters=filters, fields=fields, limit=0)}


def read_rules(names: Iterable[str]) -> list[Rule]:
	"""Rule documents, drafts too, as data. Raises SimulationError for one that is not there, PermissionError."""
	found = []
	for name in names:
		if not frappe.db.exists("Incentive Rule", name):
			frappe.throw(_("There is no rule {0}.").format(name), SimulationError)
		doc = frappe.get_doc("Incentive Rule", name)
		doc.check_permission("read")
		found.append(rule_of(doc))
	if len({r.family for r in found}) < len(found):
		frappe.throw(_("Choose one version of each rule."), SimulationError)
	return found


def rules_to_try(names: Iterable[str], packs: Iterable[str]) -> list[Rule]:
	"""Chosen rules, and those of packs for families that none was chosen of. Raises SimulationError, PackRulesError, PermissionError."""
	chosen = read_rules(names)
	families = {r.family for r in chosen}
	return [*chosen, *(r for r in rules_of_packs(packs) if r.family not in families)]


def months_between(first: str, last: str) -> list[Period]:
	"""The months from one to another, both YYYY-MM, at most twelve. Raises SimulationError."""
	try:
		month, end = Period.parse_month(first), Period.parse_month(last)
	except InvalidMonth as error:
		frappe.throw(str(error), SimulationError)
	months = []
	while month.start <= end.start:
		months.append(month)
		month = Period.month_of(frappe.utils.add_days(month.end, 1))
	if not 1 <= len(months) <= MOST_MONTHS:
		frappe.throw(_("Choose between 1 and {0} months.").format(MOST_MONTHS), SimulationError)
	return months


def check_may(centre: str) -> None:
	"""Manager and HR of the centre, and the administrator. Raises PermissionError."""
	user = frappe.session.user
	if user == "Administrator" or roles.ADMIN in frappe.get_roles(user):
		return
	if not any(decides_for(user, centre, role) for role in (roles.MANAGER, roles.HR)):
		frappe.throw(
			_("Only the manager and HR of {0} and the administrator can try its rules.").format(centre),
			frappe.PermissionError,
		)


@frappe.whitelist(methods=["POST"])
def run_simulation(
	centre: str,
	from_month: str,
	to_month: str,
	rules: str | list | None = None,
	policy: str | None = None,
	packs: str | list | None = None,
) -> dict:
	"""A simulation for the desk; see `simulate`. rules, packs: names, JSON from the desk; policy: a Deduction Policy.

	Raises SimulationError, PackRulesError, PermissionError.
	"""
	check_may(centre)
	names, titles = (frappe.parse_json(x) if isinstance(x, str) and x else (x or []) for x in (rules, packs))
	months = months_between(from_month, to_month)
	tried = rules_to_try(names, titles)
	return simulate(centre, months, tried, read_policy(policy) if policy else None)


@frappe.whitelist()
def simulation_choices(centre: str) -> dict:
	"""What can be tried in a centre: {"rules": [{"value", "label"}], "policies": [...], "packs": [...]}. Raises PermissionError."""
	check_may(centre)
	rules = frappe.get_list(
		"Incentive Rule",
		filters={"docstatus": ("<", 2)},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		fields=["name", "rule_title", "docstatus", "stage"],
		order_by="docstatus, family, version_no desc",
		limit_page_length=0,
	)
	return {
		"rules": [{"value": r.name, "label": f"{r.name} {r.rule_title} ({_(r.stage)})"} for r in rules],
		"policies": frappe.get_all("Deduction Policy", pluck="name", order_by="name"),
		"packs": frappe.get_list(
			"Policy Pack",
			{"content": ("like", '%"rules"%')},
			pluck="name",
			order_by="name",
			limit_page_length=0,
		),
	}
