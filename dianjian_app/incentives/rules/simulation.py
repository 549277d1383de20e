"""Rules, or a policy, tried on months that are over: who would have got what, against what they got (decision 16). Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.utils import flt, getdate

from dianjian_app import roles
from dianjian_app.incentives.engine.deduction_guard import CARRY, FAMILY, Policy
from dianjian_app.incentives.engine.evaluate import should_be
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.posted_state import PostedState, after_posting
from dianjian_app.incentives.engine.rule import OutcomeType, Rule, SubjectType
from dianjian_app.incentives.rules.deduction_policy import hold_to_policy, policy_of, read_policy
from dianjian_app.incentives.rules.pack_rules import rules_of_packs
from dianjian_app.incentives.rules.rule_document import approved_rules, rule_of
from dianjian_app.incentives.settlement.month_reading import read_month
from dianjian_app.people.authority import decides_for
from dianjian_app.people.period import InvalidMonth, Period
from dianjian_app.value_lists import among

MOST_MONTHS = 12


class SimulationError(frappe.ValidationError):
	"""Months or rules that cannot be tried."""


def simulate(
	centre: str,
	months: Sequence[Period],
	rules: Iterable[Rule] = (),
	policy: Policy | None = None,
	today: date | None = None,
) -> dict:
	"""What rules would have brought in past months, as plain data.

	rules: each stands in for all versions of its family, whatever its dates; policy: stands in for the centre's. What
	people got is what was posted, or what the approved rules give where a month is not published. The same queries for
	any number of people; nothing is written.
	"""
	today = today or getdate()
	months = sorted(months, key=lambda m: m.start)
	if not months or months[-1].end >= today:
		frappe.throw(_("Choose months that are over."), SimulationError)
	base = approved_rules(centre)
	tried = [replace(r, valid_from=date.min, valid_to=None, centre=None) for r in rules]
	families = {r.family for r in tried}
	scenario = [r for r in base if r.family not in families] + tried
	own = policy_of(centre)
	worlds = {"before": (base, own), "after": (scenario, policy or own)}
	lines: dict[str, list[Line]] = {"before": [], "after": []}
	posted_state: dict[str, PostedState | None] = dict.fromkeys(worlds)
	balance: dict[str, dict] = {"before": {}, "after": {}}
	posted: dict[str, list] = {}
	for month in months:
		read = read_month(centre, month, [*base, *tried], today)
		for world, (its_rules, its_policy) in worlds.items():
			before = posted_state[world] or _until(read.posted_state, months[0])
			found = [
				ln for ln in should_be(its_rules, read.facts, before, month) if ln.state.value != "Notice"
			]
			found, _guarded = hold_to_policy(
				found, its_rules, its_policy, centre, month, balance=balance[world]
			)
			_carry(balance[world], found)
			posted_state[world] = after_posting(before, found)
			lines[world] += found
		posted |= _posted(centre, month)
	return _report(centre, months, tried, policy, lines, posted)


def _until(history: PostedState, first: Period) -> PostedState:
	"""What had happened before the first simulated month."""
	return PostedState(
		{k: v for k, v in history.posted.items() if k.period.end < first.start},
		frozenset(k for k in history.proposed if k.period.end < first.start),
	)


def _carry(balance: dict, lines: list[Line]) -> None:
	for ln in lines:
		if ln.key.family == FAMILY and ln.key.dimension == CARRY:
			agent = ln.key.subject.name
			balance[agent] = balance.get(agent, 0) + ln.amount


def _posted(centre: str, month: Period) -> dict[str, list]:
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


def _report(centre, months, tried, policy, lines, posted) -> dict:
	people: dict[str, dict] = {}
	others = {"before": 0.0, "after": 0.0}

	def of(agent: str) -> dict:
		empty = {"agent": agent, "before": 0.0, "after": 0.0, "leave_before": 0.0, "leave_after": 0.0}
		return people.setdefault(
			agent, {**empty, "by_rule": defaultdict(lambda: [0.0, 0.0]), "proposals": [[], []]}
		)

	def add(world: str, agent: str | None, family: str, outcome: str, amount, quantity) -> None:
		if agent is None:
			others[world] += flt(amount)
		elif outcome == OutcomeType.MONEY.value:
			of(agent)[world] += flt(amount)
			of(agent)["by_rule"][family][world == "after"] += flt(amount)
		elif outcome == OutcomeType.LEAVE_DAYS.value:
			of(agent)[f"leave_{world}"] += flt(quantity)

	for world, found in lines.items():
		for ln in found:
			agent = ln.key.subject.name if ln.key.subject.type is SubjectType.AGENT else None
			if ln.is_proposal and agent:
				of(agent)["proposals"][world == "after"].append(ln.key.outcome_type.value)
			elif ln.is_entry and not (
				world == "before" and Period.month_of(ln.key.period.end).month_text in posted
			):
				add(world, agent, ln.key.family, ln.key.outcome_type.value, ln.amount, ln.quantity)
	for entries in posted.values():
		for e in entries:
			add("before", e.agent, e.family, e.outcome_type, e.amount, e.quantity)
	names = dict(
		frappe.get_all("Sales Staff", {"name": ("in", among(people))}, ["name", "staff_name"], as_list=True)
	)
	rows = []
	for agent in sorted(people):
		row = people[agent]
		row["name"] = names.get(agent, agent)
		row["difference"] = round(row["after"] - row["before"], 2)
		row["by_rule"] = {
			family: [round(b, 2), round(a, 2)] for family, (b, a) in sorted(row["by_rule"].items()) if b or a
		}
		for field in ("before", "after"):
			row[field] = round(row[field], 2)
		rows.append(row)
	cost = {world: round(sum(r[world] for r in rows) + others[world], 2) for world in ("before", "after")}
	return {
		"centre": centre,
		"months": [m.month_text for m in months],
		"published": sorted(posted),
		"rules": [r.name for r in tried],
		"policy": policy.name if policy else None,
		"agents": rows,
		"cost_before": cost["before"],
		"cost_after": cost["after"],
		"difference": round(cost["after"] - cost["before"], 2),
		"winners": sum(r["difference"] > 0 for r in rows),
		"losers": sum(r["difference"] < 0 for r in rows),
	}


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
			_("Rules of {0} are tried by its manager, HR and the administrator.").format(centre),
			frappe.PermissionError,
		)


@frappe.whitelist(methods=["POST"])
def run(
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
def choices(centre: str) -> dict:
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
