"""Scripts and answers beside the call: which version holds, what to answer, and what nobody can answer yet (R39, R53)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from pypika import Order

from dianjian_app.people.reading_marks import HELPED, leave_mark, read_by
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import row_condition
from dianjian_app.service.offers import held
from dianjian_app.service.talk_script_events import CASES, IN_FORCE, OFFERS

FOUND = 20
"""answers that a search shows"""
FIELDS = ("name", "title", "kind", "project", "product_type", "version", "in_force_from", "author_name")
ANSWERING, INVITING, CALLING_BACK = "Answering Calls", "Inviting", "Calling Back"


@frappe.whitelist()
def scripts_for_call(lead: str | None = None) -> dict[str, Any]:
	"""The versions in force that the session's person may read, and which of them fits a customer best.

	lead: name of a Call Lead. Gives {"scripts": [{…FIELDS, "is_case", "is_read"}], "fits": name or None}. Raises
	PermissionError.
	"""
	frappe.new_doc("Talk Script").check_permission("read")
	scripts = frappe.get_list(
		"Talk Script",
		{"stage": IN_FORCE, "kind": ("not in", OFFERS)},
		list(FIELDS),
		order_by="kind, title",
		limit_page_length=0,
	)
	read = read_by(staff_of_user(frappe.session.user), "Talk Script")
	for script in scripts:
		script.is_case, script.is_read = script.kind in CASES, script.name in read
	return {"scripts": scripts, "fits": _fitting(scripts, _customer(lead) if lead else None)}


@frappe.whitelist()
def script_text(script: str) -> dict[str, Any]:
	"""What a version says: {…FIELDS, "stage", "changes", "script", "is_read", "answers": [{"name", "question", "answer", "helped"}]}.

	Answers that helped most come first. Raises PermissionError.
	"""
	doc = frappe.get_doc("Talk Script", script)
	doc.check_permission("read")
	answers = [
		{"name": row.name, "question": row.question, "answer": row.answer, "helped": row.helped}
		for row in doc.answers
	]
	return {
		**{field: doc.get(field) for field in (*FIELDS, "stage", "changes", "script")},
		"is_read": doc.name in read_by(staff_of_user(frappe.session.user), "Talk Script"),
		"answers": sorted(answers, key=lambda row: -row["helped"]),
	}


@frappe.whitelist()
def find_answers(word: str) -> dict[str, Any]:
	"""Questions and answers in force that have a word: {"total", "answers": the FOUND that helped most}.

	An answer is {"name", "question", "answer", "helped", "script", "title"}. Raises PermissionError.
	"""
	frappe.new_doc("Talk Script").check_permission("read")
	word = (word or "").strip()
	if not word:
		return {"total": 0, "answers": []}
	script, row = frappe.qb.DocType("Talk Script"), frappe.qb.DocType("Talk Script Answer")
	like = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
	query = (
		frappe.qb.from_(row)
		.join(script)
		.on((row.parent == script.name) & (row.parenttype == "Talk Script"))
		.where((script.stage == IN_FORCE) & (row.question.like(like) | row.answer.like(like)))
		.where(script.kind.notin(OFFERS) | held(script, getdate()))
		.select(row.name, row.question, row.answer, row.helped, script.name.as_("script"), script.title)
		.orderby(row.helped, order=Order.desc)
		.orderby(script.title, row.idx)
	)
	condition = row_condition("Talk Script", script)
	found = (query if condition is None else query.where(condition)).run(as_dict=True)
	return {"total": len(found), "answers": found[:FOUND]}


@frappe.whitelist(methods=["POST"])
def answer_helped(script: str, row: str) -> int:
	"""The session's person says that an answer helped, once for each answer and day. Gives how often it helped.

	script: a version in force; row: name of its answer's row. Raises PermissionError, DoesNotExistError.
	"""
	doc = frappe.get_doc("Talk Script", script)
	doc.check_permission("read")
	rows = [answer for answer in doc.answers if answer.name == row and doc.docstatus == 1]
	if not rows:
		frappe.throw(_("The answer is no longer there; open the script again."), frappe.DoesNotExistError)
	helped = rows[0]
	if leave_mark(HELPED, "Talk Script", doc.name, helped.answer_key):
		table = frappe.qb.DocType("Talk Script Answer")
		frappe.qb.update(table).set(table.helped, table.helped + 1).where(table.name == helped.name).run()
		frappe.clear_document_cache("Talk Script", doc.name)
	return int(frappe.db.get_value("Talk Script Answer", helped.name, "helped") or 0)


@frappe.whitelist(methods=["POST"])
def flag_question(
	asked: str, lead: str | None = None, script: str | None = None, department: str | None = None
) -> str:
	"""A customer asked what no script answers: it goes to the leader, or to a department. Gives the Customer Question's name.

	lead: who asked; script: the version beside the call; department: who answers, empty for the leader. Raises
	QuestionError, PermissionError.
	"""
	if script:
		frappe.get_doc("Talk Script", script).check_permission("read")
	doc = frappe.get_doc(
		doctype="Customer Question", question=asked, lead=lead, script=script, department=department
	)
	return doc.insert().name


def _customer(lead: str) -> frappe._dict:
	doc = frappe.get_doc("Call Lead", lead)
	doc.check_permission("read")
	return frappe._dict(project=doc.project_asked, product=doc.product_need, calls=doc.follow_up_no or 0)


def _fitting(scripts: list[frappe._dict], customer: frappe._dict | None) -> str | None:
	"""The script of the customer's project and product and of this kind of call; the newest where several fit alike."""
	kind = CALLING_BACK if customer and customer.calls else INVITING
	best: tuple[int, str] | None = None
	for script in scripts:
		points = _points(script, customer, kind)
		if points is not None and (best is None or points > best[0]):
			best = (points, script.name)
	return best[1] if best else None


def _points(script: frappe._dict, customer: frappe._dict | None, kind: str) -> int | None:
	"""How well a script fits; None where it is another project's or product's, or a case."""
	if script.is_case:
		return None
	points = 2 if script.kind == kind else 0
	for wanted, worth in (("project", 8), ("product_type", 4)):
		asked = customer and customer["project" if wanted == "project" else "product"]
		if script.get(wanted) and asked and script.get(wanted) != asked:
			return None
		points += worth if script.get(wanted) and script.get(wanted) == asked else 0
	return points
