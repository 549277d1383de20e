"""An accepted candidate becomes one of the staff in one step: record, groups, probation, login, wage (R49, R3).

The entrance training of the position is due from the first day. All of it is one transaction: done whole, or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app import locking
from dianjian_app.people import entrance_training, logins, moves
from dianjian_app.people.candidate_events import ACCEPTED, HIRED, CandidateError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_candidate.sales_candidate import SalesCandidate
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff


@frappe.whitelist(methods=["POST"])
def hire(
	candidate: str,
	employee_number: str,
	joining_date: str,
	group: str | None = None,
	expansion: bool | int | str = True,
	probation_until: str | None = None,
	email: str | None = None,
	by_mail: bool | int | str = False,
	monthly_wage: float | int | str | None = None,
) -> dict[str, str | None]:
	"""Make an accepted candidate's staff record with groups and probation, the login, and the wage.

	group: the first group, after the expansion department where expansion is set; email: of the login, none without one;
	monthly_wage: yuan, none without one. Gives {"staff", "user", "link"}; a second call gives the record of the first, and
	no link. Raises PermissionError for who may not enter staff or wages, CandidateError before the decision, and whatever
	the staff record and the login say.
	"""
	frappe.get_doc("Sales Candidate", candidate).check_permission("write")
	if not frappe.has_permission("Sales Staff", "create"):
		frappe.throw(_("Whoever keeps the staff records enters new staff."), frappe.PermissionError)
	doc = locking.document_now("Sales Candidate", candidate)
	if doc.stage == HIRED:
		return {"staff": doc.staff, "user": None, "link": None}
	if doc.stage != ACCEPTED:
		frappe.throw(
			_("{0} is not accepted yet; somebody decides first.").format(doc.candidate_name), CandidateError
		)
	staff = _make_staff(doc, employee_number, joining_date, group, expansion, probation_until)
	entrance_training.owe(staff)
	made = logins.create_login(staff.name, email, by_mail) if email else {"user": None, "link": None}
	if flt(monthly_wage):
		frappe.get_doc(
			doctype="Staff Wage", staff=staff.name, from_date=joining_date, monthly_wage=flt(monthly_wage)
		).insert()
	doc.stage = doc.furthest = HIRED
	doc.staff = staff.name
	doc.flags.by_act = True
	doc.save()
	return {"staff": staff.name, "user": made["user"], "link": made["link"]}


def _make_staff(
	doc: SalesCandidate,
	employee_number: str,
	joining_date: str,
	group: str | None,
	expansion: bool | int | str,
	probation_until: str | None,
) -> SalesStaff:
	memberships = []
	if group:
		memberships = moves.propose_first_groups(
			doc.centre, joining_date, group, expansion, probation_until or None
		)
	return frappe.get_doc(
		doctype="Sales Staff",
		staff_name=doc.candidate_name,
		employee_number=employee_number,
		position=doc.position,
		centre=doc.centre,
		joining_date=joining_date,
		probation_until=probation_until or None,
		staff_phone=doc.phone,
		memberships=memberships,
	).insert()
