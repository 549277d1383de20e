"""Appeals against one entry, one measure, or something missing: in time, decided by somebody else, then carried out (R31, R35).

Only that line is held; everything else goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, flt, formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.incentives.discipline.proposals import DECIDED
from dianjian_app.incentives.entries.reversal import reverse
from dianjian_app.people.authority import decides_for
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import InvalidMonth, Period
from dianjian_app.people.place_on_day import fill_agent
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.value_lists import among
from dianjian_app.workflow_stages import sync_stage_from_workflow

FILED, IN_REVIEW, UPHELD, DISMISSED, WITHDRAWN = "Filed", "In Review", "Upheld", "Dismissed", "Withdrawn"
STEPS = {
	FILED: (IN_REVIEW, WITHDRAWN),
	IN_REVIEW: (UPHELD, DISMISSED, WITHDRAWN),
	UPHELD: (),
	DISMISSED: (),
	WITHDRAWN: (),
}
OPEN = (FILED, IN_REVIEW)
ENTRY, MEASURE, MISSING = "An Entry", "A Measure", "Something Missing"
OF = {ENTRY: ("entry",), MEASURE: ("action",), MISSING: ("rule", "month")}
BY_APP = (
	*("agent", "agent_name", "sales_group", "centre", "date", "answer_by", "escalated_at", "second_review"),
	*("first_appeal", "decided_by", "decided_at", "reversal", "live_key"),
)
WRITTEN = ("kind", "entry", "action", "rule", "month")
DECIDERS = (roles.HR, roles.MANAGER)


class AppealError(frappe.ValidationError):
	"""An appeal that cannot be: too late, about nothing, or a second one."""


class NotTheJudgeError(frappe.PermissionError):
	"""Somebody acts on an appeal who may not."""


def file(appeal) -> None:
	"""Event before_insert: by whom it concerns, within the time, once. Raises AppealError, NotTheJudgeError."""
	for field in BY_APP:
		appeal.set(field, None)
	for kind, fields in OF.items():
		for field in fields if kind != appeal.kind else ():
			appeal.set(field, None)
	person, since = _about(appeal)
	me = staff_of_user(frappe.session.user)
	if not me or me != person:
		frappe.throw(
			_("An appeal is filed by the person it concerns."), NotTheJudgeError, title=_("Not Yours")
		)
	appeal.agent, appeal.date = me, getdate()
	fill_agent(appeal, appeal.date)
	_in_time(appeal, since)
	_once(appeal)
	appeal.answer_by = _deadline(appeal.centre, appeal.date, "answer_days", 5)


def _about(appeal) -> tuple[str | None, date]:
	"""Whom it concerns and since when the time runs. Raises AppealError."""
	if appeal.kind == ENTRY and appeal.entry:
		fields = ["agent", "sales_group", "posted_on"]
		entry = frappe.db.get_value("Incentive Entry", appeal.entry, fields, as_dict=True)
		if entry:
			leader = (
				frappe.db.get_value("Sales Group", entry.sales_group, "leader") if not entry.agent else None
			)
			return entry.agent or leader, getdate(entry.posted_on)
	if appeal.kind == MEASURE and appeal.action:
		action = frappe.db.get_value(
			"Disciplinary Action", appeal.action, ["agent", "status", "decided_on"], as_dict=True
		)
		if action and action.status == DECIDED:
			return action.agent, getdate(action.decided_on)
		frappe.throw(_("Only a measure that was decided can be appealed against."), AppealError)
	if appeal.kind == MISSING and appeal.rule:
		return staff_of_user(frappe.session.user), _published_on(appeal)
	frappe.throw(_("Say which entry, measure or rule the appeal is about."), AppealError)


def _published_on(appeal) -> date:
	try:
		month = Period.parse_month(appeal.month or "")
	except InvalidMonth:
		frappe.throw(
			_("{0} is no month; write it as YYYY-MM, e.g. 2026-11.").format(appeal.month or "-"), AppealError
		)
	me = staff_of_user(frappe.session.user)
	published = frappe.db.get_value(
		"Incentive Settlement",
		{
			"centre": frappe.db.get_value("Sales Staff", me, "centre"),
			"month": month.month_text,
			"published_at": ("is", "set"),
			"docstatus": 1,
		},
		"published_at",
	)
	if not published:
		frappe.throw(
			_("{0} is not published yet; wait for the settlement.").format(appeal.month), AppealError
		)
	return getdate(published)


def _in_time(appeal, since: date) -> None:
	last = _deadline(appeal.centre, since, "appeal_days", 3)
	again = _first_dismissed(appeal)
	if again:
		last = max(last, _deadline(appeal.centre, getdate(again.decided_at), "appeal_days", 3))
	if appeal.date > last:
		frappe.throw(
			_("The time to appeal ended on {0}.").format(formatdate(last)), AppealError, title=_("Too Late")
		)
	appeal.second_review, appeal.first_appeal = int(bool(again)), again and again.name


def _first_dismissed(appeal):
	"""The person's dismissed appeal about the same: it may be looked at once more, by others (R31)."""
	same = {field: appeal.get(field) for field in OF[appeal.kind]}
	filters = {**same, "agent": appeal.agent, "stage": DISMISSED, "second_review": 0}
	return frappe.db.get_value(
		"Incentive Appeal", filters, ["name", "decided_at", "decided_by"], as_dict=True
	)


def _once(appeal) -> None:
	same = "|".join(str(appeal.get(field)) for field in OF[appeal.kind])
	appeal.live_key = f"{appeal.agent}|{appeal.kind}|{same}|{int(bool(appeal.second_review))}"[:140]
	other = frappe.db.get_value("Incentive Appeal", {"live_key": appeal.live_key}, "name")
	if other:
		frappe.throw(_("{0} is about the same already.").format(other), AppealError, title=_("Already Filed"))


def _deadline(centre: str, start: date, field: str, default: int) -> date:
	"""So many working days on, on the centre's calendar (R35)."""
	days = frappe.db.get_value("Sales Centre", centre, field)
	return read_calendars([centre])[centre].add_working_days(start, default if days is None else cint(days))


def validate(appeal) -> None:
	"""Event validate: each step by whom it belongs to, and what stands stays. Raises AppealError, NotTheJudgeError."""
	before = appeal.get_doc_before_save()
	was = sync_stage_from_workflow(appeal, before, STEPS, FILED)
	if not before:
		appeal.grounds = hide_numbers(appeal.grounds or "")
		appeal.decision_reason, appeal.corrected_amount = None, 0
		return
	for field in (*BY_APP, *WRITTEN):
		appeal.set(field, before.get(field))
	if was in (UPHELD, DISMISSED, WITHDRAWN):
		frappe.throw(_("{0} is decided and stays as it is.").format(appeal.name), AppealError)
	if was != FILED or not _is_appellant(appeal):
		appeal.grounds, appeal.attachment = before.grounds, before.attachment
	if was != IN_REVIEW:
		appeal.decision_reason, appeal.corrected_amount = before.decision_reason, before.corrected_amount
	if appeal.stage == was:
		return
	if appeal.stage == WITHDRAWN:
		if not _is_appellant(appeal):
			frappe.throw(_("An appeal is withdrawn by whoever filed it."), NotTheJudgeError)
		appeal.live_key = None
	else:
		check_judge(appeal)
	if appeal.stage in (UPHELD, DISMISSED):
		_decide(appeal)


def _is_appellant(appeal) -> bool:
	return staff_of_user(frappe.session.user) == appeal.agent


def check_judge(appeal) -> None:
	"""HR, or the manager, of the centre; never the appellant, nor anybody who decided the line before (R31).

	Raises NotTheJudgeError.
	"""
	user = frappe.session.user
	if _is_appellant(appeal):
		frappe.throw(_("Nobody decides their own appeal."), NotTheJudgeError, title=_("About Yourself"))
	if not any(decides_for(user, appeal.centre, role) for role in DECIDERS):
		frappe.throw(_("Appeals are decided by HR or the department manager."), NotTheJudgeError)
	if user in decided_before(appeal):
		frappe.throw(
			_("You have decided this line before; somebody else decides the appeal."),
			NotTheJudgeError,
			title=_("Not Your Own Decision"),
		)


def decided_before(appeal) -> set[str]:
	"""Users who have had a hand in what is appealed against, or in the first appeal."""
	users: set[str | None] = set()
	if appeal.first_appeal:
		users.add(frappe.db.get_value("Incentive Appeal", appeal.first_appeal, "decided_by"))
	if appeal.kind == ENTRY:
		settlement = frappe.db.get_value("Incentive Entry", appeal.entry, "settlement")
		fields = ["manager_approved_by", "hr_approved_by"]
		users |= set(frappe.db.get_value("Incentive Settlement", settlement, fields) or ())
	elif appeal.kind == MEASURE:
		fields = ["manager_decided_by", "hr_decided_by", "heard_by"]
		users |= set(frappe.db.get_value("Disciplinary Action", appeal.action, fields) or ())
	return {u for u in users if u}


def _decide(appeal) -> None:
	if not (appeal.decision_reason or "").strip():
		frappe.throw(_("Write the reason of the decision."), AppealError, title=_("Reason Needed"))
	appeal.decision_reason = hide_numbers(appeal.decision_reason)
	appeal.decided_by, appeal.decided_at = frappe.session.user, now_datetime()
	if appeal.stage != UPHELD:
		return
	if appeal.kind == ENTRY:
		appeal.reversal = reverse(appeal.entry, flt(appeal.corrected_amount), appeal.name)
	elif appeal.kind == MEASURE:
		disciplinary_decision.revoke(appeal.action, appeal.name)


def follow_up(appeal) -> None:
	"""Event on_update: a comment on what was appealed against, so that its reader knows."""
	before = appeal.get_doc_before_save()
	if (
		appeal.kind == MEASURE
		and before
		and before.stage != appeal.stage
		and appeal.stage in (UPHELD, DISMISSED)
	):
		frappe.get_doc("Disciplinary Action", appeal.action).add_comment(
			"Comment", text=_("Appeal {0}: {1}").format(appeal.name, _(appeal.stage))
		)


def refuse_delete(appeal) -> None:
	"""Event on_trash: appeals are kept. Raises AppealError."""
	frappe.throw(_("Appeals are kept."), AppealError)


def held(entries: Iterable[str]) -> set[str]:
	"""Those of the entries that an open appeal holds, in one query; everything else goes on (R31)."""
	names = list(entries)
	rows = frappe.get_all(
		"Incentive Appeal",
		filters={"entry": ("in", among(names)), "stage": ("in", OPEN)},
		pluck="entry",
	)
	return set(rows)


def escalate() -> list[str]:
	"""Daily: appeals whose answer is overdue are marked and told to HR and the manager, once. Gives their names."""
	late = frappe.get_all(
		"Incentive Appeal",
		filters={"stage": ("in", OPEN), "answer_by": ("<", getdate()), "escalated_at": ("is", "not set")},
		pluck="name",
	)
	for name in late:
		frappe.db.set_value("Incentive Appeal", name, "escalated_at", now_datetime())
		doc = frappe.get_doc("Incentive Appeal", name)
		_tell_overdue(doc)
	return late


def _tell_overdue(appeal) -> None:
	users = [
		user
		for role in DECIDERS
		for user in frappe.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent")
		if user != "Administrator" and decides_for(user, appeal.centre, role)
	]
	for user in sorted(set(users)):
		frappe.get_doc(
			doctype="Notification Log",
			for_user=user,
			type="Alert",
			document_type=appeal.doctype,
			document_name=appeal.name,
			subject=_("The answer to appeal {0} is overdue since {1}").format(
				appeal.name, formatdate(appeal.answer_by)
			),
		).insert(ignore_permissions=True)  # told by the clock


@frappe.whitelist()
def of_entry(entry: str) -> dict:
	"""What an entry's form says of appeals: {"held", "open": the appeal for who may see it, "may_appeal", "until"}. Raises PermissionError."""
	doc = frappe.get_doc("Incentive Entry", entry)
	doc.check_permission("read")
	me = staff_of_user(frappe.session.user)
	mine = me and me == doc.agent
	found = frappe.db.get_value("Incentive Appeal", {"entry": entry, "stage": ("in", OPEN)}, "name")
	sees = found and frappe.has_permission("Incentive Appeal", doc=frappe.get_doc("Incentive Appeal", found))
	last = _deadline(doc.centre, getdate(doc.posted_on), "appeal_days", 3)
	known = frappe.db.exists(
		"Incentive Appeal", {"entry": entry, "agent": doc.agent, "stage": ("!=", WITHDRAWN)}
	)
	return {
		"held": bool(found),
		"open": found if sees else None,
		"may_appeal": bool(mine and not known and not doc.reverses and getdate() <= last),
		"until": str(last),
	}
