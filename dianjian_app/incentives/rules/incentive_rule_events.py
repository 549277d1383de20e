"""The events of an Incentive Rule: contradictions refused, approved versions frozen, versions following each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate, now_datetime, today

from dianjian_app import roles
from dianjian_app.incentives.engine import rule_check
from dianjian_app.incentives.engine.metric_source import MetricSource
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_errors import RuleError
from dianjian_app.incentives.engine.rule_options import SubjectType
from dianjian_app.incentives.metrics.metric import read_metrics
from dianjian_app.incentives.metrics.metric_check import check_doctype
from dianjian_app.incentives.rules.deduction_policy import check_class
from dianjian_app.incentives.rules.rule_document import approved_rules, rule_of, sentences
from dianjian_app.locking import document_now, hold, rows_now
from dianjian_app.permissions import check_in_scope
from dianjian_app.stage_codes.incentive_stages import APPROVED, DRAFT, RETIRED, RULE_STEPS
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.incentive_rule.incentive_rule import IncentiveRule


MAY_APPROVE = (roles.ADMIN, roles.MANAGER)
WRITTEN_BY_APP = (
	*("approved_by", "approved_at", "valid_to"),
	*("corrections", "corrections_amount", "corrections_seen", "corrections_seen_at"),
)


class RuleContradictionError(frappe.ValidationError):
	"""A rule that contradicts itself or another."""


class RuleFrozenError(frappe.ValidationError):
	"""An approved version is never changed; a new version follows it."""


class RuleApprovalError(frappe.PermissionError):
	"""Somebody approved or retired a rule who may not."""


def name_of(rule: IncentiveRule) -> str:
	"""R20-1, or R20-八里洲-1 for the version of one centre."""
	rule.version_no = _next_version(rule)
	return "-".join(filter(None, ((rule.family or "").strip(), rule.centre, str(rule.version_no))))


def _next_version(rule: IncentiveRule) -> int:
	versions = frappe.get_all(
		"Incentive Rule",
		filters={"family": (rule.family or "").strip(), "centre": rule.centre or ("is", "not set")},
		pluck="version_no",
	)
	return max(versions, default=0) + 1


def validate(rule: IncentiveRule) -> None:
	"""Event validate: the rule must make sense, and says in words what it does. Raises RuleContradictionError."""
	before = rule.get_doc_before_save()
	sync_stage_from_workflow(rule, before, RULE_STEPS, DRAFT)
	if not rule.docstatus and rule.stage != DRAFT:
		frappe.throw(_("Submit the rule to approve it."), RuleFrozenError)
	rule.family = (rule.family or "").strip()
	_keep(rule, before)
	check_in_scope(rule)
	_drop_unused(rule)
	sources, metrics = read_metrics(filter(None, (rule.metric, rule.tie_break_1, rule.tie_break_2)))
	pure = rule_of(rule)
	_refusing(rule_check.check, pure, metrics.get(pure.metric))
	_check_metrics(pure, sources)
	rule.sentence = sentences(pure, metrics)


def _keep(rule: IncentiveRule, before: IncentiveRule | None) -> None:
	"""What the app writes stays what the app wrote."""
	if before:
		for field in ("family", "centre", "version_no"):
			rule.set(field, before.get(field))
	for field in WRITTEN_BY_APP:
		rule.set(field, before.get(field) if before else None)


def _drop_unused(rule: IncentiveRule) -> None:
	"""Figures that the chosen target, condition or kind has no use for don't linger unseen in the form."""
	if rule.kind != "Penalty":
		rule.penalty_class = ""
	if rule.target_type != "Fixed":
		rule.target_value = 0
	if rule.target_type == "None":
		rule.scale_by_presence = 0
	if rule.condition not in ("From Percent of Target", "Place Within", "Place Outside", "Every N"):
		rule.condition_value = 0
	for outcome in rule.outcomes:
		if outcome.amount or outcome.percent:
			outcome.zero_is_meant = 0
	if rule.condition not in ("Place Within", "Place Outside"):
		rule.tie_break_1 = rule.tie_break_2 = None


def _refusing(check: Callable[..., None], *args: object) -> None:
	"""A pure check with its errors shown to people."""
	try:
		check(*args)
	except RuleError as error:
		told = [_(a) if isinstance(a, str) else a for a in error.args]
		frappe.throw(
			_(error.text).format(*told), RuleContradictionError, title=_("The Rule Contradicts Itself")
		)


def _check_metrics(pure: Rule, sources: Mapping[str, MetricSource]) -> None:
	for name in (pure.metric, *pure.tie_breaks):
		if name not in sources:
			frappe.throw(_("There is no metric {0}.").format(name), RuleContradictionError)
		check_doctype(sources[name].doctype)
		wanted = {SubjectType.GROUP: "sales_group", SubjectType.CENTRE: "centre"}.get(pure.subject)
		if wanted and not frappe.get_meta(sources[name].doctype).get_field(wanted):
			frappe.throw(
				_("{0} does not record its {1}. Count it by agent.").format(
					_(sources[name].doctype), _(pure.subject.value)
				),
				RuleContradictionError,
			)


def approve(rule: IncentiveRule) -> None:
	"""Event before_submit: complete, by somebody who may, and not before what it depends on. Raises RuleError kinds."""
	check_may_approve(rule)
	metrics = read_metrics([rule.metric])[1]
	pure = rule_of(rule)
	_refusing(rule_check.check_complete, pure, metrics.get(pure.metric))
	if frappe.db.get_value("Incentive Metric", rule.metric, "disabled"):
		frappe.throw(_("Metric {0} is disabled.").format(rule.metric), RuleContradictionError)
	check_class(rule)
	others = [r for r in _same_scope(rule) if r.family != pure.family]
	_refusing(rule_check.check_shares, [*others, pure])
	rule.approved_by, rule.approved_at = frappe.session.user, now_datetime()
	set_stage(rule, APPROVED)


def _same_scope(rule: IncentiveRule) -> list[Rule]:
	if rule.centre:
		return approved_rules(rule.centre)
	rows = frappe.get_all("Incentive Rule", filters={"docstatus": 1}, pluck="name")
	return [rule_of(frappe.get_doc("Incentive Rule", name)) for name in rows]


def check_may_approve(rule: IncentiveRule) -> None:
	"""Whoever approves or retires a rule may. Raises RuleApprovalError."""
	user = frappe.session.user
	if user == "Administrator" or set(MAY_APPROVE) & set(frappe.get_roles(user)):
		return
	frappe.throw(
		_("Only the telesales administrator or the department manager can approve rules."), RuleApprovalError
	)


def follow_earlier(rule: IncentiveRule) -> None:
	"""Event on_submit: earlier versions end the day before; one that it covers whole never holds (decision 9)."""
	hold("Incentive Metric", rule.metric)
	begins = getdate(rule.valid_from)
	for row in rows_now(
		"Incentive Rule",
		{
			"family": rule.family,
			"centre": rule.centre or ("is", "not set"),
			"docstatus": 1,
			"name": ("!=", rule.name),
		},
		["name", "valid_from", "valid_to"],
	):
		if row.valid_to and getdate(row.valid_to) < begins:
			continue
		earlier = document_now("Incentive Rule", row.name)
		_end(earlier, add_days(max(getdate(row.valid_from), begins), -1))


def _end(rule: IncentiveRule, last_day: date) -> None:
	rule.flags.ended_by_app = True
	rule.valid_to = last_day
	set_stage(rule, RETIRED)
	rule.save(ignore_permissions=True)  # whoever approved the version that follows was permitted to


def refuse_change(rule: IncentiveRule) -> None:
	"""Event before_update_after_submit: an approved version does not change (decision 9). Raises RuleFrozenError."""
	before = rule.get_doc_before_save()
	rule.sentence = before.sentence
	if rule.flags.ended_by_app:
		return
	sync_stage_from_workflow(rule, before, RULE_STEPS, APPROVED)
	if rule.stage == RETIRED and before.stage == APPROVED:
		check_may_approve(rule)
		rule.valid_to = before.valid_to or today()
		return
	rule.valid_to, rule.stage, rule.workflow_state = before.valid_to, before.stage, before.workflow_state
	frozen = [f.fieldname for f in rule.meta.fields if f.fieldname not in ("sentence",)]
	if any(
		str(rule.get(f) or "") != str(before.get(f) or "")
		for f in frozen
		if not isinstance(rule.get(f), list)
	):
		_frozen(rule)


def refuse_cancel(rule: IncentiveRule) -> None:
	"""Event before_cancel. Raises RuleFrozenError."""
	_frozen(rule)


def refuse_delete(rule: IncentiveRule) -> None:
	"""Event on_trash: only a draft goes. Raises RuleFrozenError."""
	if rule.docstatus:
		_frozen(rule)


def refuse_row(row: Document) -> None:
	"""Events validate and on_trash of a row of a rule that is written by itself. Raises PermissionError."""
	frappe.throw(_("Change the rule itself, not a row of it."), frappe.PermissionError)


def _frozen(rule: IncentiveRule) -> None:
	frappe.throw(
		_("{0} is approved and cannot be changed. Create a new version that begins on a date.").format(
			rule.name
		),
		RuleFrozenError,
		title=_("Rule Is Approved"),
	)


@frappe.whitelist(methods=["POST"])
def new_version(rule: str, valid_from: str | None = None, reason: str = "") -> str:
	"""A draft that follows an approved version; gives its name (decision 9).

	valid_from: YYYY-MM-DD, default tomorrow; it may lie in the past, then closed months are corrected by
	differences. Raises PermissionError.
	"""
	old = frappe.get_doc("Incentive Rule", rule)
	old.check_permission("read")
	if not frappe.has_permission("Incentive Rule", "create"):
		frappe.throw(_("You are not permitted to write rules."), frappe.PermissionError)
	new = frappe.copy_doc(old)
	new.update(
		{
			"supersedes": old.name,
			"valid_from": valid_from or add_days(today(), 1),
			"valid_to": None,
			"change_reason": reason,
			"docstatus": 0,
			"stage": DRAFT,
			"workflow_state": None,
		}
	)
	return new.insert().name


@frappe.whitelist(methods=["POST"])
def retire(rule: str, last_day: str | None = None) -> None:
	"""End a rule without a version that follows; it holds through `last_day` (YYYY-MM-DD, default today).

	Raises RuleApprovalError, RuleContradictionError when the day lies in a published month.
	"""
	doc = frappe.get_doc("Incentive Rule", rule)
	doc.check_permission("submit")
	check_may_approve(doc)
	if doc.docstatus != 1 or doc.stage != APPROVED:
		frappe.throw(_("Only an approved rule that is in force can be retired."), RuleFrozenError)
	day = getdate(last_day or today())
	closed = frappe.get_all(
		"Incentive Settlement",
		filters={"published_at": ("is", "set"), **({"centre": doc.centre} if doc.centre else {})},
		pluck="period_end",
		order_by="period_end desc",
		limit=1,
	)
	if closed and day < getdate(closed[0]):
		frappe.throw(
			_("{0} lies in a published month. Choose {1} or later.").format(
				formatdate(day), formatdate(closed[0])
			),
			RuleContradictionError,
		)
	_end(doc, day)
