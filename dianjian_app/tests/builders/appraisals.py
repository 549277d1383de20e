"""Appraisal schemes, and a period's appraisals opened, answered, weighed and signed (R38)."""

from datetime import date

import frappe

from dianjian_app.incentives.appraisal import appraisal_cycle, appraisal_form_events
from dianjian_app.tests.builders import as_user, number

FORM, APPRAISAL = "Appraisal Form", "Staff Appraisal"
AFTER = date(2026, 10, 1)


def a_scheme(place, **fields):
	return frappe.get_doc(
		doctype="Appraisal Scheme",
		**{
			"scheme_name": f"季度考核{number()}",
			"centre": place.name,
			"position": "Telesales Agent",
			"period_type": "Quarter",
			"valid_from": "2026-07-01",
			"self_weight": 10,
			"leader_weight": 50,
			"colleague_weight": 40,
			"criteria": [{"criterion": "态度", "weight": 60}, {"criterion": "能力", "weight": 40}],
			**fields,
		},
	).insert()


def opened(place, **fields):
	scheme = a_scheme(place, **fields)
	appraisal_cycle.open_due(AFTER)
	return scheme


def forms(**filters):
	fields = ["name", "agent", "side", "appraiser", "status"]
	return frappe.get_all(FORM, filters, fields, order_by="side, appraiser", limit=0)


def appraisal_of(person, scheme):
	return frappe.get_doc(APPRAISAL, {"agent": person.name, "scheme": scheme.name})


def answered(form, *scores):
	user = frappe.db.get_value("Sales Staff", form.appraiser, "user")
	with as_user(user):
		doc = frappe.get_doc(FORM, form.name)
		for row, score in zip(doc.scores, scores, strict=True):
			row.score = score
		doc.save()
		appraisal_form_events.send(form.name)


def all_answered(appraisal):
	"""Everybody asked answers: self 90 and 100, the leader 80 and 70, colleagues from 70 and 50 on."""
	colleagues = iter(((70, 50), (80, 60), (60, 70), (70, 60)))
	for form in forms(appraisal=appraisal.name):
		answered(form, *{"Self": (90, 100), "Leader": (80, 70)}.get(form.side) or next(colleagues))


def weighed(appraisal):
	appraisal_cycle.weigh_one(appraisal.name)
	return frappe.get_doc(APPRAISAL, appraisal.name)


def signed(place, appraisal):
	with as_user(place.manager):
		doc = frappe.get_doc(APPRAISAL, appraisal.name)
		doc.update({"talk_on": "2026-10-09", "talk_note": "已面谈"}).save()
		return doc.submit()
