"""Batches and leads."""

from datetime import date

import frappe
from frappe.utils.file_manager import save_file

from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import mask
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.people import a_centre


def a_source():
	"""A source that every seeded site has."""
	return "常规资源"


def a_batch(centre=None, content=None, filename="resources.xlsx", **fields):
	"""A Lead Batch with its workbook attached (bytes)."""
	centre = centre or a_centre()
	batch = frappe.get_doc(
		doctype="Lead Batch",
		**{"batch_name": f"批次{number()}", "centre": centre.name, "source": a_source(), **fields},
	).insert()
	if content is not None:
		batch.file = save_file(filename, content, batch.doctype, batch.name, is_private=1).file_url
		batch.save()
	return batch


def a_number() -> str:
	"""A mobile number (E.164) that no other call of this run gives."""
	return f"+8613{500000000 + number():09d}"


def a_lead(centre=None, group=None, agent=None, phone=None, **fields):
	"""A lead; held by `agent` (a Sales Staff document) where one is given, else in the pool of `group` or centre."""
	phone = phone or a_number()
	centre_name = (agent and agent.centre) or (group and group.centre) or (centre or a_centre()).name
	digest = vault.store([phone])[phone]
	lead = frappe.get_doc(
		doctype="Call Lead",
		**{
			"customer_name": f"客户{number()}",
			"phone_mask": mask(phone),
			"phone_hash": digest,
			"status": "Held" if agent else "Pool",
			"source": a_source(),
			"centre": centre_name,
			"sales_group": (agent and agent.sales_group) or (group and group.name),
			"agent": agent and agent.name,
			"date": date(2026, 9, 1),
			"numbers": [
				{"phone_mask": mask(phone), "phone_hash": digest, "is_primary": 1, "centre": centre_name}
			],
			**fields,
		},
	)
	lead.flags.by_stage = True
	return lead.insert()
