"""The events of a Performance Target: one for a metric, subject and period (R25)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.incentives.engine.rule_options import PeriodType
from dianjian_app.incentives.engine.rule_periods import period_of
from dianjian_app.incentives.rules.performance_figures import metric_of_centre, published_through
from dianjian_app.locking import hold, name_now
from dianjian_app.people.staffing import group_on
from dianjian_app.permissions import check_in_scope

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.performance_target.performance_target import PerformanceTarget


WHAT_IT_SAYS = (
	*("metric", "subject_type", "agent", "sales_group", "centre"),
	*("period_type", "period_start", "period_end", "target_value"),
)


class TargetError(frappe.ValidationError):
	"""The target is not possible."""


def validate(target: PerformanceTarget) -> None:
	"""Event validate: make the period whole, fill in the subject's place, and allow one target each. Raises TargetError."""
	period = period_of(PeriodType(target.period_type or "Month"), getdate(target.period_start))
	target.period_start, target.period_end = period.start, period.end
	_fill_subject(target)
	target.metric = metric_of_centre(target.metric, target.centre, target.period_end)
	check_in_scope(target)
	_check_open(target)
	if (target.target_value or 0) <= 0:
		frappe.throw(_("Enter a target above 0."), TargetError)
	hold("Sales Centre", target.centre)
	other = name_now(
		"Performance Target",
		{
			"metric": target.metric,
			"subject_type": target.subject_type,
			"agent": target.agent or ("is", "not set"),
			"sales_group": target.sales_group if target.subject_type == "Group" else ("!=", "-"),
			"centre": target.centre,
			"period_start": target.period_start,
			"period_end": target.period_end,
			"name": ("!=", target.name or ""),
		},
	)
	if other:
		frappe.throw(
			_("{0} already sets this target for the period. Change that one.").format(other),
			TargetError,
			title=_("Already There"),
		)


def refuse_settled(target: PerformanceTarget) -> None:
	"""Event on_trash: a target that a published month was judged by stays. Raises TargetError."""
	_refuse_published(target.name or "", target.centre, getdate(target.period_end))


def _check_open(target: PerformanceTarget) -> None:
	"""Published months are judged by the targets that they had (decision 79): none is added or changed afterwards."""
	before = target.get_doc_before_save()
	said = [f for f in WHAT_IT_SAYS if not before or str(before.get(f) or "") != str(target.get(f) or "")]
	if not said:
		return
	for version in filter(None, (before, target)):
		_refuse_published(target.name or _("This target"), version.centre, getdate(version.period_end))


def _refuse_published(name: str, centre: str, ends: date) -> None:
	closed = published_through(centre)
	if closed and ends <= closed:
		frappe.throw(
			_(
				"{0} ends in a month that {1} has published; what a published month was judged by stays. Set a target for a later period."
			).format(name, centre),
			TargetError,
			title=_("Published"),
		)


def _fill_subject(target: PerformanceTarget) -> None:
	if target.subject_type == "Agent":
		if not target.agent:
			frappe.throw(_("Say whose target it is."), TargetError)
		target.centre = frappe.db.get_value("Sales Staff", target.agent, "centre")
		target.sales_group = group_on(target.agent, target.period_end) or group_on(
			target.agent, target.period_start
		)
		return
	target.agent = None
	if target.subject_type == "Group":
		if not target.sales_group:
			frappe.throw(_("Say which group's target it is."), TargetError)
		target.centre = frappe.db.get_value("Sales Group", target.sales_group, "centre")
	else:
		target.sales_group = None
