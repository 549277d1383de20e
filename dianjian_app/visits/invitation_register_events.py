"""The invitation register: who is invited, who receives, the leader's signature, and the visits that follow (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import roles
from dianjian_app.people.authority import stands_over
from dianjian_app.people.place_on_day import fill_agent
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.lead_projection import set_status
from dianjian_app.stage_codes import visit_stages
from dianjian_app.value_lists import among
from dianjian_app.visits import invitations
from dianjian_app.visits.errors import NotTheSignerError, RegisterError, RegisterFrozenError
from dianjian_app.visits.lead_from_visits import update_lead_from_visits
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.invitation.invitation import Invitation
	from dianjian_app.dianjian_app.doctype.invitation_register.invitation_register import InvitationRegister


def validate(register: InvitationRegister) -> None:
	"""Event validate: place, stage, rows. Raises RegisterError, RegisterFrozenError, OutOfScopeError."""
	before = register.get_doc_before_save()
	if before and (before.agent != register.agent or getdate(before.date) != getdate(register.date)):
		frappe.throw(_("Agent and date of a register stay as they are; make another one."), RegisterError)
	if register.date and getdate(register.date) > getdate(now_datetime()):
		frappe.throw(_("A register cannot be of a day to come: {0}.").format(register.date), RegisterError)
	fill_agent(register, register.date and getdate(register.date))
	check_in_scope(register)
	_check_writer(register)
	if register.amended_from and not (register.amendment_reason or "").strip():
		frappe.throw(_("Say why register {0} is corrected.").format(register.amended_from), RegisterError)
	sync_stage_from_workflow(register, before, visit_stages.REGISTER_STEPS, visit_stages.DRAFT)
	if not register.docstatus and register.stage != visit_stages.DRAFT:
		frappe.throw(_("A register is signed by submitting it."), RegisterFrozenError)
	for field in ("signed_by", "signed_at", "cancel_reason"):
		register.set(field, before.get(field) if before else None)
	invitations.check(register, before)
	register.invitation_count = len(register.rows)


def _check_writer(register: InvitationRegister) -> None:
	"""The agent writes it, or who stands over the group; and it is the register of an agent."""
	user = frappe.session.user
	if staff_of_user(user) != register.agent and not stands_over(user, register.sales_group, register.centre):
		frappe.throw(
			_("The register of {0} is written by {0} or the leader of {1}.").format(
				register.agent_name, register.sales_group
			),
			NotTheSignerError,
		)
	if frappe.db.get_value("Sales Staff", register.agent, "position") not in (roles.AGENT, roles.LEADER):
		frappe.throw(_("{0} is no telesales agent.").format(register.agent_name), RegisterError)


def sign(register: InvitationRegister) -> None:
	"""Event before_submit: the leader's signature; every row has its receptionist, nobody is expected twice.

	Raises NotTheSignerError, RegisterError.
	"""
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
	set_stage(register, visit_stages.SIGNED)


def check_may_sign(register: InvitationRegister) -> None:
	"""The leader of the group or the manager of the centre, and never the agent. Raises NotTheSignerError."""
	user = frappe.session.user
	if staff_of_user(user) == register.agent or not stands_over(user, register.sales_group, register.centre):
		frappe.throw(
			_("Register {0} is signed by the leader of {1}, not by {2}.").format(
				register.name, register.sales_group, user
			),
			NotTheSignerError,
			title=_("Not Your Signature"),
		)


def expect_visits(register: InvitationRegister) -> None:
	"""Event on_submit: one Visit Confirmation a row, made once (R16)."""
	made = set(frappe.get_all("Visit Confirmation", filters={"register": register.name}, pluck="invitation"))
	for row in register.rows:
		if row.name not in made:
			_expect_visit(register, row)


def _expect_visit(register: InvitationRegister, row: Invitation) -> None:
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
		party_size=row.party_size or 1,
		event=row.event,
		receptionist=row.receptionist,
		register=register.name,
		invitation=row.name,
		previous_visit=row.previous_visit,
		chain_no=_chain_no(row.previous_visit),
	)
	visit.flags.by_register = True
	try:
		visit.insert(
			ignore_permissions=True
		)  # the leader's signature makes the visit; nobody makes it by hand
	except frappe.UniqueValidationError:
		frappe.throw(
			_("Row {0}: {1} has just been invited on another register.").format(
				row.idx, row.customer_name or row.lead
			),
			RegisterError,
			title=_("Invited Already"),
		)
	row.db_set("visit", visit.name, update_modified=False)
	if row.previous_visit:
		_follow_missed(row.previous_visit, visit.name)
	set_status(row.lead, "Invited")


def _chain_no(previous: str | None) -> int:
	return (frappe.db.get_value("Visit Confirmation", previous, "chain_no") or 1) + 1 if previous else 1


def _follow_missed(previous: str, following: str) -> None:
	"""The missed visit shows what followed it; one that was not taken up by its button becomes Re-invited, too."""
	missed = frappe.get_doc("Visit Confirmation", previous)
	set_stage(missed, visit_stages.RE_INVITED)
	missed.db_set({"next_visit": following, "stage": missed.stage, "workflow_state": missed.workflow_state})


def refuse_change(register: InvitationRegister) -> None:
	"""Event before_update_after_submit: a signed register does not change (R16). Raises RegisterFrozenError."""
	frappe.throw(
		_(
			"Register {0} is signed and cannot be altered; cancel it with a reason and make a correction."
		).format(register.name),
		RegisterFrozenError,
	)


def cancel(register: InvitationRegister) -> None:
	"""Event before_cancel: with a reason, and only while none of its visits has happened.

	Raises NotTheSignerError, RegisterError, RegisterFrozenError.
	"""
	check_may_sign(register)
	reason = register.flags.cancel_reason
	if not (reason or "").strip():
		frappe.throw(
			_("Say why register {0} is cancelled: use the button Cancel with a Reason.").format(
				register.name
			),
			RegisterError,
			title=_("Reason Needed"),
		)
	happened = [
		v.name
		for v in _visits_now(register)
		if v.stage not in (visit_stages.EXPECTED, visit_stages.CANCELLED)
	]
	if happened:
		frappe.throw(
			_("Register {0} cannot be cancelled: {1} went further already.").format(
				register.name, ", ".join(happened)
			),
			RegisterFrozenError,
		)
	register.cancel_reason = reason
	set_stage(register, visit_stages.CANCELLED)


def _visits_now(register: InvitationRegister) -> list:
	"""The register's visits as committed now, locked: an act on one waits, or is seen."""
	names = frappe.get_all("Visit Confirmation", filters={"register": register.name}, pluck="name")
	visit = frappe.qb.DocType("Visit Confirmation")
	query = frappe.qb.from_(visit).select(visit.name, visit.stage, visit.lead, visit.previous_visit)
	return query.where(visit.name.isin(among(names))).orderby(visit.name).for_update().run(as_dict=True)


def expect_no_more(register: InvitationRegister) -> None:
	"""Event on_cancel: its visits are not expected any more, they stay as cancelled; the missed ones before wait again."""
	for row in _visits_now(register):
		visit = frappe.get_doc("Visit Confirmation", row.name)
		set_stage(visit, visit_stages.CANCELLED)
		visit.db_set({"stage": visit.stage, "workflow_state": visit.workflow_state, "expected_key": None})
		if row.previous_visit:
			frappe.db.set_value("Visit Confirmation", row.previous_visit, "next_visit", None)
		update_lead_from_visits(row.lead)


def refuse_delete(register: InvitationRegister) -> None:
	"""Event on_trash: a draft may go, what was ever signed is kept. Raises RegisterFrozenError."""
	if register.docstatus:
		frappe.throw(
			_("Register {0} is kept and cannot be deleted.").format(register.name), RegisterFrozenError
		)


@frappe.whitelist(methods=["POST"])
def cancel_register(register: str, reason: str) -> None:
	"""Cancel a signed register with a reason, while none of its visits has happened; amend it to correct it (R16).

	Raises NotTheSignerError, RegisterError (no reason), RegisterFrozenError.
	"""
	doc = frappe.get_doc("Invitation Register", register, for_update=True)
	doc.check_permission("cancel")
	doc.flags.cancel_reason = reason
	doc.cancel()


@frappe.whitelist()
def intention_customers(agent: str | None = None, date: str | None = None) -> list[dict]:
	"""The day's intention customers who are not invited yet, as rows to add (R16).

	agent: default the session's; date: YYYY-MM-DD, default today. Gives [{"lead", "customer_name", "phone_mask",
	"source", "product_need", "grade"}], only of sheets that the user may read and of leads still in the agent's hands.
	"""
	agent = agent or staff_of_user(frappe.session.user)
	day = getdate(date or now_datetime())
	sheets = agent and frappe.get_list(
		"Call Sheet", filters={"agent": agent, "date": day, "docstatus": ("<", 2)}, pluck="name"
	)
	if not sheets:
		return []
	row, lead, visit, invitation = (
		frappe.qb.DocType(d) for d in ("Call Sheet Row", "Call Lead", "Visit Confirmation", "Invitation")
	)
	expected = frappe.qb.from_(visit).select(visit.lead).where(visit.stage.isin(visit_stages.UNDER_WAY))
	drafted = frappe.qb.from_(invitation).select(invitation.lead)
	drafted = drafted.where((invitation.agent == agent) & (invitation.docstatus == 0))
	query = (
		frappe.qb.from_(row)
		.join(lead)
		.on(row.lead == lead.name)
		.select(lead.name.as_("lead"), lead.customer_name, lead.phone_mask, lead.source)
		.select(row.product_need, row.grade)
		.where(row.parent.isin(sheets) & (row.is_intention == 1))
		.where((lead.do_not_call == 0) & (lead.agent == agent))
		.where(lead.name.notin(expected) & lead.name.notin(drafted))
		.groupby(lead.name)
		.orderby(row.idx)
	)
	return query.run(as_dict=True)
