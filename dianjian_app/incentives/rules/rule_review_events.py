"""A rule is looked at again on its day: what it brought stands beside it, people comment, somebody decides (R31).

Rules are reviewed and changed from time to time; this keeps when, by what figures and why. The change itself is a new
version of the rule. A decision opens the next review.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import formatdate, getdate
from pypika import Case, CustomFunction

from dianjian_app import locking, permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import NotYourPartError, manages_centre
from dianjian_app.people.deadlines import deciders

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.rule_review.rule_review import RuleReview

OPEN, DECIDED = "Open", "Decided"
DECISIONS = ("Keep", "Change", "End")
BY_ACTS = ("stage", "decision", "reason", "decided_by", "decided_on", "reminded_for")
AHEAD = timedelta(days=14)
NO_PROPOSAL = ("Money", "Leave Days")


class RuleReviewError(frappe.ValidationError):
	"""A review or its decision that cannot be so."""


def validate(review: RuleReview) -> None:
	"""Event validate: of a rule of the centre; what it brought is counted anew while it is open. Raises RuleReviewError."""
	before = review.get_doc_before_save()
	if before and before.stage == DECIDED and not review.flags.by_act:
		frappe.throw(_("{0} is decided and stays as it is.").format(review.name), RuleReviewError)
	if not review.flags.by_act:
		for field in BY_ACTS:
			review.set(field, before.get(field) if before else (OPEN if field == "stage" else None))
	rule = frappe.db.get_value(
		"Incentive Rule", review.rule, ["family", "rule_title", "centre", "valid_from"], as_dict=True
	)
	if rule and rule.centre and rule.centre != review.centre:
		frappe.throw(_("The rule is one of {0}.").format(rule.centre), RuleReviewError)
	review.update({"family": rule and rule.family, "rule_title": rule and rule.rule_title})
	review.from_date = review.from_date or (rule and rule.valid_from)
	if getdate(review.due_on) < getdate(review.from_date):
		frappe.throw(_("The review comes after the days that it looks at."), RuleReviewError)
	if not before and _open_one(review):
		frappe.throw(_("A review of this rule is open already."), RuleReviewError)
	if review.stage == OPEN or review.flags.by_act:
		_count(review)
	permissions.check_in_scope(review)


def _open_one(review: RuleReview) -> bool:
	there = {"family": review.family, "centre": review.centre, "stage": OPEN}
	return bool(frappe.db.exists("Rule Review", there))


def _count(review: RuleReview) -> None:
	"""What the rule's versions brought the centre by month, from the entries that were posted."""
	review.set("months", [])
	for row in _by_month(
		str(review.family), str(review.centre), getdate(review.from_date), getdate(review.due_on)
	):
		review.append("months", row)


def _by_month(family: str, centre: str, start: date, end: date) -> list[frappe._dict]:
	entry = frappe.qb.DocType("Incentive Entry")

	def summed(condition: Any, value: Any) -> Any:
		return Sum(Case().when(condition, value).else_(0))

	month = CustomFunction("date_format", ["day", "pattern"])(entry.period_start, "%Y-%m")
	money = entry.outcome_type == "Money"
	query = (
		frappe.qb.from_(entry)
		.select(month.as_("month"), Count(entry.agent).distinct().as_("people"))
		.select(summed(money & (entry.amount > 0), entry.amount).as_("rewards"))
		.select(summed(money & (entry.amount < 0), entry.amount).as_("penalties"))
		.select(summed(entry.outcome_type == "Leave Days", entry.quantity).as_("leave_days"))
		.select(summed(entry.outcome_type.notin(NO_PROPOSAL), 1).as_("proposals"))
		.where((entry.family == family) & (entry.centre == centre))
		.where((entry.period_start >= start) & (entry.period_start <= end))
		.groupby(month)
		.orderby(month)
	)
	return query.run(as_dict=True)


@frappe.whitelist(methods=["POST"])
def decide(review: str, decision: str, reason: str, next_due_on: str | None = None) -> str | None:
	"""The manager or the administrator decides: Keep, Change or End, with the reason; gives the next review, if a day is said.

	next_due_on: YYYY-MM-DD. Raises PermissionError, NotYourPartError, RuleReviewError.
	"""
	frappe.get_doc("Rule Review", review).check_permission("write")
	doc = locking.document_now("Rule Review", review)
	user = frappe.session.user
	if not (manages_centre(user, doc.centre) or roles.ADMIN in frappe.get_roles(user)):
		frappe.throw(_("The manager or the administrator decides about a rule."), NotYourPartError)
	if doc.stage == DECIDED:
		frappe.throw(_("{0} is decided and stays as it is.").format(doc.name), RuleReviewError)
	if decision not in DECISIONS or not (reason or "").strip():
		frappe.throw(_("Choose what becomes of the rule, and say why."), RuleReviewError)
	doc.update({"stage": DECIDED, "decision": decision, "reason": reason.strip()})
	doc.update({"decided_by": user, "decided_on": getdate()})
	doc.flags.by_act = True
	doc.save()
	if not next_due_on or decision == "End":
		return None
	following = frappe.get_doc(
		doctype="Rule Review",
		rule=doc.rule,
		centre=doc.centre,
		from_date=doc.due_on,
		due_on=getdate(next_due_on),
	)
	return following.insert().name


def remind_daily(today: date | None = None) -> list[str]:
	"""Daily job: manager and HR are told once of a review that is due within two weeks. Gives the names."""
	last = (today or getdate()) + AHEAD
	due = frappe.get_all(
		"Rule Review",
		{"stage": OPEN, "due_on": ("<=", last)},
		["name", "centre", "rule_title", "due_on", "reminded_for"],
		order_by="name",
	)
	told = [row for row in due if row.reminded_for != row.due_on]
	for row in told:
		subject = _("The rule {0} is to be reviewed by {1}.").format(row.rule_title, formatdate(row.due_on))
		put_on_desks(deciders(row.centre, roles.MANAGER, roles.HR), "Rule Review", row.name, subject)
		frappe.db.set_value("Rule Review", row.name, "reminded_for", row.due_on, update_modified=False)
	return [row.name for row in told]


def refuse_delete(review: RuleReview) -> None:
	"""Event on_trash: what was decided is kept. Raises RuleReviewError."""
	if review.stage == DECIDED:
		frappe.throw(_("{0} is decided and stays as it is.").format(review.name), RuleReviewError)
