"""Customers with a history, and requests about them."""

import secrets
from datetime import timedelta

import frappe
from frappe.model.naming import is_autoincremented
from frappe.utils import now_datetime
from frappe.utils.file_manager import save_file

from dianjian_app import roles
from dianjian_app.privacy import personal_data_request_events
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import mask
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_batch, a_number
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, an_intention, confirmed


def a_rare_name():
	"""A name that no other run has left in Frappe's tables without transactions (Error Log, global search)."""
	return "欧阳" + "".join(chr(0x4E00 + secrets.randbelow(20000)) for _ in range(3))


class Customer:
	"""A customer with a trace in every corner: batch, calls, message, visit, deal, complaint, comment, mail, notes.

	name, number: what must be nowhere after the erasure; short: without visit, deal and what Frappe keeps.
	"""

	def __init__(self, centre=None, short=False):
		self.name, self.number = a_rare_name(), a_number()
		self.centre = centre or a_centre(protection_days=15)
		self.agent = an_agent(a_group(self.centre))
		self.batch = a_batch(self.centre, content=b"workbook of the batch")
		self.lead = an_intention(
			self.agent,
			phone=self.number,
			customer_name=self.name,
			batch=self.batch.name,
			remarks=f"{self.name}有意向",
		)
		self._batch_row()
		self.manager = a_manager(self.centre.name)
		self.service = a_staff(roles.SERVICE, centre=self.centre)
		self._message()
		if short:
			return
		self._calls()
		self.party = Party(self.agent, lead=frappe.get_doc("Call Lead", self.lead.name)).counted()
		self.deal = confirmed(a_deal(self.party, remarks=f"{self.name}首付"), self.manager)
		self._service()
		self._around()

	def _row(self, doctype, **fields):
		row = frappe.get_doc(doctype=doctype, **fields)
		if not is_autoincremented(doctype, row.meta):
			row.name = f"{doctype}-{frappe.generate_hash(length=8)}"
		row.db_insert()
		return row

	def _batch_row(self):
		place = {"centre": self.centre.name, "sales_group": self.agent.sales_group}
		self._row(
			*("Lead Batch Row",),
			**{
				"batch": self.batch.name,
				"lead": self.lead.name,
				"outcome": "New",
				"customer_name": self.name,
			},
			**{"phone_mask": self.lead.phone_mask, **place},
		)
		rejects = save_file("rejects.xlsx", b"rejected rows", "Lead Batch", self.batch.name, is_private=1)
		self.batch.db_set(
			{"status": "Imported", "rejects_file": rejects.file_url, "imported_at": now_datetime()}
		)

	def _calls(self):
		said = f"{self.name}说下周来"
		row = a_row(self.agent, lead=self.lead, grade="A", said=said, remarks=f"{self.name}要三居")
		other = a_row(self.agent)
		self.sheet = handed_in(a_sheet(self.agent, rows=[row, other]), self.agent)
		self.other_lead = other["lead"]

	def has_also(self, number):
		"""A further number of the customer, as an import adds it."""
		digest = vault.store([number])[number]
		row = frappe.get_doc(
			doctype="Call Lead Number", parent=self.lead.name, parenttype="Call Lead", parentfield="numbers"
		)
		row.update({"phone_hash": digest, "phone_mask": mask(number), "centre": self.centre.name, "idx": 2})
		row.name = frappe.generate_hash(length=10)
		row.db_insert()
		frappe.clear_document_cache("Call Lead", self.lead.name)

	def _message(self):
		self._row(
			"Message Log",
			**{
				"lead": self.lead.name,
				"customer_name": self.name,
				"text": f"{self.name}您好",
				"status": "Queued",
			},
			**{"phone_mask": self.lead.phone_mask, "phone_hash": self.lead.phone_hash},
			**{"centre": self.centre.name, "agent": self.agent.name, "sales_group": self.agent.sales_group},
			date=frappe.utils.today(),
			try_at=now_datetime() + timedelta(days=1),
		)

	def _service(self):
		with as_user(self.service):
			frappe.get_doc(
				doctype="Customer Survey",
				visit=self.party.name,
				score=5,
				channel="Telephone",
				remarks=f"{self.name}很满意",
			).insert()
			frappe.get_doc(
				doctype="Customer Complaint",
				received_on=frappe.utils.today(),
				visit=self.party.name,
				agent=self.agent.name,
				severity="Minor",
				complaint=f"{self.name}等得太久",
			).insert()

	def _around(self):
		"""What Frappe keeps, and texts that nobody linked to the customer."""
		lead = frappe.get_doc("Call Lead", self.lead.name)
		lead.add_comment("Comment", f"{self.name}请加微信")
		frappe.get_doc(
			doctype="ToDo",
			description=f"回访{self.name}",
			reference_type="Call Lead",
			reference_name=lead.name,
		).insert()
		frappe.get_doc(
			doctype="Version",
			ref_doctype="Call Sheet",
			docname=self.sheet.name,
			data=frappe.as_json(
				{
					"changed": [],
					"added": [
						["rows", {"name": "x1", "lead": lead.name, "customer_name": self.name, "grade": "A"}]
					],
					"removed": [
						["rows", {"name": "x2", "lead": self.other_lead, "customer_name": "别的客户"}]
					],
					"row_changed": [
						[
							"rows",
							0,
							self.sheet.rows[0].name,
							[["remarks", "旧", f"{self.name}新"], ["grade", "B", "A"]],
						]
					],
				}
			),
		).insert()
		frappe.log_error(title="一个错误", message=f"number {self.number[3:]} of {self.name}")
		self._row(
			"Email Queue",
			message=f"{self.name}",
			reference_doctype="Visit Confirmation",
			reference_name=self.party.name,
			status="Sent",
			sender="a@b.c",
		)
		self._row(
			"Delivery Log",
			kind="Notice",
			subject="今日回访",
			message=f"回访: {self.name}",
			status="Sent",
			date=frappe.utils.today(),
		)
		self._row(
			"Deleted Document",
			deleted_doctype="Sales Deal",
			deleted_name="SD-X",
			data=frappe.as_json(
				{
					"doctype": "Sales Deal",
					"name": "SD-X",
					"lead": lead.name,
					"customer_name": self.name,
					"units": 1,
				}
			),
		)
		save_file(f"{self.name}的身份证.txt", b"scan", "Call Lead", lead.name, is_private=1)


def asked(customer, kind="Erase", by=None, **fields):
	"""A request of the customer, taken by the centre's customer service."""
	with as_user(by or customer.service):
		return frappe.get_doc(
			doctype="Personal Data Request",
			**{
				"kind": kind,
				"number_input": customer.number[3:],
				"identity_proof": "Called from This Number",
				**fields,
			},
		).insert()


def approved(doc, by):
	"""The request after `by` approved it and the job has run."""
	with as_user(by):
		personal_data_request_events.approve(doc.name)
	return frappe.get_doc("Personal Data Request", doc.name)


def everywhere(*needles) -> dict[str, int]:
	"""Every table.column of the whole database in which one of the needles stands, also as ASCII JSON; with counts."""
	found = {}
	columns = frappe.db.sql(
		"""select table_name, column_name from information_schema.columns where table_schema = database()
		and data_type in ('char', 'varchar', 'text', 'mediumtext', 'longtext', 'json')"""
	)
	forms = {
		f
		for n in needles
		for f in (n, frappe.as_json(n, indent=None)[1:-1], n.encode("unicode_escape").decode())
	}
	by_table = {}
	for table, column in columns:
		by_table.setdefault(table, []).append(column)
	for table, names in by_table.items():
		parts = [f"sum(instr(`{c}`, %s) > 0)" for c in names for _f in forms]
		values = [f for _c in names for f in forms]
		for (column, _form), n in zip(
			[(c, f) for c in names for f in forms],
			frappe.db.sql(f"select {', '.join(parts)} from `{table}`", values)[0],
			strict=True,
		):
			if n:
				found[f"{table}.{column}"] = found.get(f"{table}.{column}", 0) + int(n)
	return found
