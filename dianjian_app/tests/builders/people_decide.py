"""Surveys, complaints, praise, trainings, appraisals, disciplinary actions, appeals."""

from datetime import date

import frappe

from dianjian_app.tests.builders import as_user, number


def an_appraisal(
	agent, by, kind="First Assessment", result="Not up to the Work", action=None, day=None, **fields
):
	"""A signed appraisal by somebody."""
	with as_user(by):
		return (
			frappe.get_doc(
				doctype="Staff Appraisal",
				**{
					"agent": agent.name,
					"kind": kind,
					"date": day or frappe.utils.today(),
					"period_start": date(2026, 8, 1),
					"period_end": date(2026, 8, 31),
					"action": action,
					"scores": [
						{"criterion": "业绩", "weight": 60, "score": 50},
						{"criterion": "态度", "weight": 40, "score": 70},
					],
					"result": result,
					**fields,
				},
			)
			.insert()
			.submit()
		)


def a_training(agent, by, day=None, attended=1, kind="Due from a Rule", submit=True, **fields):
	"""A training of the agent's centre that was held."""
	with as_user(by):
		session = frappe.get_doc(
			doctype="Training Session",
			**{
				"topic": "邀约技巧",
				"kind": kind,
				"centre": agent.centre,
				"date": day or frappe.utils.today(),
				"trainer": "张老师",
				"attendees": [{"staff": agent.name, "attended": attended}],
				**fields,
			},
		).insert()
		return session.submit() if submit else session


def a_scan(name="praise.txt", is_private=0):
	"""An uploaded file's address."""
	file = frappe.get_doc(
		doctype="File",
		file_name=f"{number()}{name}",
		content=f"感谢 {frappe.generate_hash()}",
		is_private=is_private,
	)
	return file.insert().file_url
