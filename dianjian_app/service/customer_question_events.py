"""A customer's question that nobody could answer: a department answers in time, and the asker tells the customer (R41).

Whoever promised the answer asks; who stands for the departments answers, or the group's leader where no department is
named; the answer comes back to the asker's desk, and the customer stands in the asker's list of that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import check_position
from dianjian_app.people.deadlines import deadline
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user, user_of_staff
from dianjian_app.resources.lead_projection import set_next_step
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.customer_question.customer_question import CustomerQuestion

OPEN, ANSWERED, TOLD = "Open", "Answered", "Told"
ANSWER = (roles.SERVICE, roles.LEADER, roles.PLANNING, roles.ADMINISTRATION, roles.MANAGER)
ASKED = ("lead", "customer_name", "script", "at_once", "agent", "agent_name", "sales_group", "centre", "date")
BY_APP = ("stage", "answered_by", "answered_at", "told_on", "reminded_on", "escalated_at", "taken_into")
DAYS, DEFAULT_DAYS = "question_days", 1


class QuestionError(frappe.ValidationError):
	"""A question that cannot be so."""


def validate(question: CustomerQuestion) -> None:
	"""Event validate: who asked, until when, and who answered. Raises QuestionError, NotYourPartError, PermissionError."""
	before = question.get_doc_before_save()
	for field in BY_APP:
		question.set(field, before.get(field) if before else None)
	question.question = hide_numbers((question.question or "").strip())
	question.answer = hide_numbers(question.answer.strip()) if question.answer else None
	if before:
		_keep(question, before)
	else:
		_ask(question)
	_set_deadline(question)
	permissions.check_in_scope(question)


def _ask(question: CustomerQuestion) -> None:
	me = staff_of_user(frappe.session.user)
	if not me:
		frappe.throw(_("Questions are asked by the staff of a sales centre."), QuestionError)
	question.agent, question.date, question.stage = me, getdate(), OPEN
	fill_person(question, getdate())
	question.customer_name = None
	if question.lead:
		lead = frappe.get_doc("Call Lead", question.lead)
		lead.check_permission("read")
		question.customer_name = lead.customer_name
	if question.script:
		frappe.get_doc("Talk Script", question.script).check_permission("read")
	if cint(question.at_once):
		_answered_at_once(question)
	else:
		question.answer = None


def _answered_at_once(question: CustomerQuestion) -> None:
	"""An enquiry that the asker could answer: the customer has been told, and nobody waits (R55)."""
	if not question.answer:
		frappe.throw(_("Write the answer that the customer was given."), QuestionError)
	question.stage, question.department, question.due_on = TOLD, None, None
	question.answered_by, question.answered_at, question.told_on = (
		frappe.session.user,
		now_datetime(),
		getdate(),
	)


def _keep(question: CustomerQuestion, before: CustomerQuestion) -> None:
	for field in ASKED:
		question.set(field, before.get(field))
	if before.stage != OPEN:
		for field in ("question", "department", "answer"):
			if (question.get(field) or "") != (before.get(field) or ""):
				frappe.throw(
					_("{0} is answered and stays as it is; ask again.").format(question.name), QuestionError
				)
		return
	if question.question != before.question and staff_of_user(frappe.session.user) != before.agent:
		frappe.throw(_("Only who asked changes the question."), frappe.PermissionError)
	if question.answer:
		check_position(question, *ANSWER)
		question.stage = ANSWERED
		question.answered_by, question.answered_at = frappe.session.user, now_datetime()


def _set_deadline(question: CustomerQuestion) -> None:
	"""The last working day for the answer, from the day the question arrived."""
	if question.stage != OPEN:
		return
	asked = getdate(get_datetime(question.creation)) if not question.is_new() else getdate()
	question.due_on = deadline(question.centre, asked, DAYS, DEFAULT_DAYS)


def tell_leader(question: CustomerQuestion) -> None:
	"""Event after_insert: a question to no department stands on the desk of the group's leader."""
	leader = question.sales_group and frappe.db.get_value("Sales Group", question.sales_group, "leader")
	user = leader and question.stage == OPEN and not question.department and user_of_staff(leader)
	if user and user != frappe.session.user:
		subject = _("{0} could not answer a customer: {1}").format(
			question.agent_name, question.question[:80]
		)
		put_on_desks([user], question.doctype, question.name, subject)


def bring_answer_back(question: CustomerQuestion) -> None:
	"""Event on_update: the answer stands on the asker's desk, and the customer in the asker's list of today."""
	before = question.get_doc_before_save()
	if question.stage != ANSWERED or (before and before.stage == ANSWERED):
		return
	user = frappe.db.get_value("Sales Staff", question.agent, "user")
	if user and user != frappe.session.user:
		subject = _("Your customer's question is answered: {0}").format(question.question[:80])
		put_on_desks([user], question.doctype, question.name, subject)
	holder = question.lead and frappe.db.get_value("Call Lead", question.lead, "agent")
	if holder and holder == question.agent:
		set_next_step(question.lead, _("Tell the answer to the question"), getdate())


@frappe.whitelist(methods=["POST"])
def customer_told(question: str) -> None:
	"""Who asked, or the leader, says that the customer has the answer. Saying it twice changes nothing (R41).

	question: name of a Customer Question. Raises QuestionError before there is an answer, PermissionError.
	"""
	doc = frappe.get_doc("Customer Question", question, for_update=True)
	doc.check_permission("write")
	if doc.stage == TOLD:
		return
	if doc.stage != ANSWERED:
		frappe.throw(_("There is no answer to {0} yet.").format(doc.name), QuestionError)
	if staff_of_user(frappe.session.user) != doc.agent:
		check_position(doc, roles.LEADER, roles.MANAGER)
	doc.db_set({"stage": TOLD, "told_on": getdate()}, notify=True)


def refuse_delete(question: CustomerQuestion) -> None:
	"""Event on_trash: what was asked is kept. Raises QuestionError."""
	frappe.throw(_("What was asked is kept: {0}.").format(question.name), QuestionError)
