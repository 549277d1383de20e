"""The invitation register: who is invited, who receives, the leader's signature, and the visits that follow (R16)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.calls.grades import grades_of
from dianjian_app.people.place import fill_place, stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.projection import set_status
from dianjian_app.stages import follow, show
from dianjian_app.visits import stages

PLACE = ("centre", "sales_group", "agent", "date")
KNOWN_STATUSES = ("Invited", "Visited", "Deal")


class RegisterError(frappe.ValidationError):
	"""A register or a row of it that cannot be; the message names the row."""


class RegisterFrozenError(frappe.ValidationError):
	"""A signed register is not altered."""


class NotTheSignerError(frappe.PermissionError):
	"""Somebody signed who may not."""


def validate(register) -> None:
	"""Event validate: place, stage, rows. Raises RegisterError, OutOfScopeError."""
	before = register.get_doc_before_save()
	if before and (before.agent != register.agent or getdate(before.date) != getdate(register.date)):
		frappe.throw(_("Agent and date of a register stay as they are; make another one."), RegisterError)
	if getdate(register.date) > getdate(now_datetime()):
		frappe.throw(_("A register cannot be of a day to come: {0}.").format(register.date), RegisterError)
	fill_place(register, register.date and getdate(register.date))
	check_in_scope(register)
	if register.amended_from and not (register.amendment_reason or "").strip():
		frappe.throw(_("Say why register {0} is corrected.").format(register.amended_from), RegisterError)
	follow(register, before, stages.REGISTER_STEPS, stages.DRAFT)
	if not register.docstatus and register.stage != stages.DRAFT:
		frappe.throw(_("A register is signed by submitting it."), RegisterFrozenError)
	for field in ("signed_by", "signed_at"):
		register.set(field, before.get(field) if before else None)
	_check_rows(register, before)
	register.invitation_count = len(register.rows)


def sign(register) -> None:
	"""Event before_submit: the leader's signature; every row has its receptionist. Raises NotTheSignerError."""
	check_may_sign(register)
	if not register.rows:
		frappe.throw(_("Nobody is invited on the register; it cannot be signed."), RegisterError)
	for row in register.rows:
		if not row.receptionist:
			frappe.throw(
				_("Row {0}: name the consultant who receives {1}.").format(
					row.idx, row.customer_name or row.lead
				),
				RegisterError,
				title=_("Receptionist Missing"),
			)
	register.signed_by, register.signed_at = frappe.session.user, now_datetime()
	show(register, stages.SIGNED)


def check_may_sign(register) -> None:
	"""The leader of the group or the manager of the centre, and never the agent."""
	user = frappe.session.user
	if user != "Administrator" and (
		staff_of_user(user) == register.agent or not stands_over(user, register.sales_group, register.centre)
	):
		frappe.throw(
			_("Register {0} is signed by the leader of {1}, not by {2}.").format(
				register.name, register.sales_group, user
			),
			NotTheSignerError,
			title=_("Not Your Signature"),
		)


def expect_visits(register) -> None:
	"""Event on_submit: one Visit Confirmation a row, made once (R16)."""
	for row in register.rows:
		if frappe.db.exists("Visit Confirmation", {"invitation": row.name}):
			continue
		visit = frappe.get_doc(
			doctype="Visit Confirmation",
			lead=row.lead,
			customer_name=row.customer_name,
			phone_mask=row.phone_mask,
			phone_hash=row.phone_hash,
			source=row.source,
			product_need=row.product_need,
			agent=register.agent,
			agent_name=register.agent_name,
			sales_group=register.sales_group,
			centre=register.centre,
			date=getdate(row.planned_at),
			planned_at=row.planned_at,
			receptionist=row.receptionist,
			register=register.name,
			invitation=row.name,
			previous_visit=row.previous_visit,
			chain_no=_chain_no(row.previous_visit),
		)
		visit.flags.by_register = True
		visit.insert(
			ignore_permissions=True
		)  # the leader's signature makes the visit; nobody makes one by hand
		row.db_set("visit", visit.name, update_modified=False)
		if row.previous_visit:
			frappe.db.set_value("Visit Confirmation", row.previous_visit, "next_visit", visit.name)
		set_status(row.lead, "Invited")


def refuse_change(register) -> None:
	"""Event before_update_after_submit: a signed register does not change (R16)."""
	frappe.throw(
		_(
			"Register {0} is signed and cannot be altered; cancel it with a reason and make a correction."
		).format(register.name),
		RegisterFrozenError,
	)


def cancel(register) -> None:
	"""Event before_cancel: only while none of its visits has happened."""
	check_may_sign(register)
	happened = frappe.get_all(
		"Visit Confirmation",
		filters={"register": register.name, "stage": ("not in", (stages.EXPECTED, stages.CANCELLED))},
		pluck="name",
	)
	if happened:
		frappe.throw(
			_("Register {0} cannot be cancelled: {1} went further already.").format(
				register.name, ", ".join(happened)
			),
			RegisterFrozenError,
		)
	show(register, stages.CANCELLED)


def expect_no_more(register) -> None:
	"""Event on_cancel: its visits are not expected any more; they stay as cancelled."""
	for name in frappe.get_all("Visit Confirmation", filters={"register": register.name}, pluck="name"):
		visit = frappe.get_doc("Visit Confirmation", name)
		show(visit, stages.CANCELLED)
		visit.db_set({"stage": visit.stage, "workflow_state": visit.workflow_state})


def refuse_delete(register) -> None:
	"""Event on_trash: only a draft without rows may go."""
	if register.docstatus or register.rows:
		frappe.throw(
			_("{0} holds invitations and cannot be deleted.").format(register.name), RegisterFrozenError
		)


@frappe.whitelist()
def intention_customers(agent: str | None = None, date: str | None = None) -> list[dict]:
	"""The day's intention customers who are not invited yet, as rows to add (R16).

	agent: default the session's; date: default today. Gives [{"lead", "customer_name", "phone_mask", "source",
	"product_need", "grade"}]. Raises PermissionError when the sheet is out of the user's scope.
	"""
	agent = agent or staff_of_user(frappe.session.user)
	day = getdate(date or now_datetime())
	sheets = frappe.get_list(
		"Call Sheet", filters={"agent": agent, "date": day, "docstatus": ("<", 2)}, pluck="name"
	)
	if not sheets:
		return []
	row, lead, visit = (frappe.qb.DocType(d) for d in ("Call Sheet Row", "Call Lead", "Visit Confirmation"))
	invited = frappe.qb.from_(visit).select(visit.lead).where(visit.stage.isin(stages.UNDER_WAY))
	query = (
		frappe.qb.from_(row)
		.join(lead)
		.on(row.lead == lead.name)
		.select(lead.name.as_("lead"), lead.customer_name, lead.phone_mask, lead.source)
		.select(row.product_need, row.grade)
		.where(row.parent.isin(sheets) & (row.is_intention == 1) & (lead.do_not_call == 0))
		.where(lead.name.notin(invited))
		.groupby(lead.name)
		.orderby(row.idx)
	)
	return query.run(as_dict=True)


def _check_rows(register, before) -> None:
	known = {r.name: r.lead for r in before.rows} if before else {}
	leads = _leads_of({r.lead for r in register.rows})
	intention = {code for code, g in grades_of(register.centre).items() if g.is_intention}
	seen: set[str] = set()
	for row in register.rows:
		row.update({field: register.get(field) for field in PLACE})
		lead = leads.get(row.lead)
		_check_row(register, row, lead, intention, fresh=known.get(row.name) != row.lead)
		if row.lead in seen:
			frappe.throw(
				_("Row {0}: {1} is on the register already.").format(row.idx, row.lead), RegisterError
			)
		seen.add(row.lead)
		row.customer_name, row.source = lead.customer_name, lead.source
		row.phone_mask, row.phone_hash = lead.phone_mask, lead.phone_hash
		row.product_need = row.product_need or lead.product_need
		_check_receptionist(register, row)
	if register.docstatus == 0:
		_refuse_invited_twice(register)


def _leads_of(names: set[str]) -> dict:
	fields = [
		"name",
		"agent",
		"centre",
		"customer_name",
		"source",
		"product_need",
		"phone_mask",
		"phone_hash",
	]
	rows = frappe.get_all(
		"Call Lead",
		filters={"name": ("in", list(names) or [""])},
		fields=[*fields, "do_not_call", "grade", "status"],
	)
	return {r.name: r for r in rows}


def _check_row(register, row, lead, intention: set[str], *, fresh: bool) -> None:
	at = _("Row {0}").format(row.idx)
	if (
		lead is None
		or lead.centre != register.centre
		or (fresh and not row.previous_visit and lead.agent != register.agent)
	):
		frappe.throw(_("{0}: {1} was not handed out to this agent.").format(at, row.lead), RegisterError)
	if lead.do_not_call:
		frappe.throw(
			_("{0}: {1} refuses calls and is not invited.").format(at, lead.customer_name), RegisterError
		)
	if lead.grade not in intention and lead.status not in KNOWN_STATUSES:
		frappe.throw(
			_("{0}: {1} is graded {2}; only intention customers ({3}) are invited.").format(
				at, lead.customer_name, lead.grade or "-", ", ".join(sorted(intention))
			),
			RegisterError,
			title=_("No Intention Customer"),
		)
	if not row.planned_at or get_datetime(row.planned_at).date() < getdate(register.date):
		frappe.throw(
			_("{0}: enter the planned visit, not before the register's day.").format(at), RegisterError
		)


def _check_receptionist(register, row) -> None:
	if not row.receptionist:
		return
	staff = frappe.db.get_value(
		"Sales Staff", row.receptionist, ["position", "status", "centre", "staff_name"], as_dict=True
	)
	if (
		not staff
		or staff.position != roles.CONSULTANT
		or staff.status != "Active"
		or staff.centre != register.centre
		or row.receptionist == register.agent
	):
		frappe.throw(
			_("Row {0}: {1} cannot receive; choose an active sales consultant of {2}.").format(
				row.idx, (staff and staff.staff_name) or row.receptionist, register.centre
			),
			RegisterError,
		)


def _refuse_invited_twice(register) -> None:
	again = frappe.get_all(
		"Visit Confirmation",
		filters={"lead": ("in", [r.lead for r in register.rows] or [""]), "stage": ("in", stages.UNDER_WAY)},
		fields=["customer_name", "planned_at", "name"],
		limit=1,
	)
	if again:
		frappe.throw(
			_("{0} is invited already for {1} ({2}).").format(
				again[0].customer_name, frappe.format(again[0].planned_at, "Datetime"), again[0].name
			),
			RegisterError,
			title=_("Invited Already"),
		)


def _chain_no(previous: str | None) -> int:
	return (frappe.db.get_value("Visit Confirmation", previous, "chain_no") or 1) + 1 if previous else 1
