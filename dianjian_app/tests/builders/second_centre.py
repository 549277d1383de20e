"""A second sales centre with everything of its own, so that what one centre could see of another is there to be seen."""

from datetime import date

import frappe
from frappe.utils import getdate, today

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.packs import loading, plan, policy_pack_events, site_state
from dianjian_app.people.period import Period
from dianjian_app.row_ownership import CHILD_TABLES, NOBODY, ROW_FIELDS
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.incentives import (
	SEPTEMBER,
	Place,
	a_full_month,
	a_line,
	a_sale,
	a_yuan_a_missing_call,
	published,
)
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, the_leader
from dianjian_app.tests.builders.people_decide import a_scan
from dianjian_app.tests.builders.personal import Customer, asked

PACK = "06_sales_office"
OFFICE = (
	roles.FRONT_DESK,
	roles.SERVICE,
	roles.PLANNING,
	roles.ADMINISTRATION,
	roles.MANAGER,
	roles.HR,
)


class SecondCentre:
	"""A centre whose documents all come from people of its own, with a published month.

	people: role → Sales Staff document with a user, for each role that belongs to a centre; documents: DocType → the
	names of the centre's rows, at least one for each DocType whose rows belong to somebody; customer: a builder Customer.
	"""

	def __init__(self):
		n = number()
		self.scheme = frappe.get_doc(
			doctype="Grade Scheme",
			scheme_name=f"二案场等级{n}",
			grades=[
				{"grade": "A", "grade_label": f"A{n}", "is_intention": 1},
				{"grade": "B", "grade_label": f"B{n}", "is_intention": 1},
				{"grade": "C", "grade_label": f"C{n}"},
				{"grade": "D", "grade_label": f"D{n}", "is_invalid": 1},
			],
		).insert()
		self.product = frappe.get_doc(doctype="Product Type", product_name=f"滨江洋房{n}").insert()
		self.centre = a_centre(
			calendar=a_calendar(holidays=[date(2026, 10, 1)]),
			rest_days=("Sunday",),
			centre_name=f"滨江100%二案场{n}",
			grade_scheme=self.scheme.name,
			protection_days=15,
			opened_on=SEPTEMBER.start,
		)
		self._load_pack()
		self.customer = Customer(self.centre)
		self.people = self._people()
		self._settle()
		self._beside()
		build.rebuild(self.centre.name, Period.day(getdate()))
		self._bare_rows()
		self.documents = self._documents()

	def _load_pack(self) -> None:
		folder = frappe.get_app_path("dianjian_app", "packs", "shipped")
		with open(f"{folder}/{PACK}.json", "rb") as file:
			content = {**policy_pack_events.parse(file.read()), "title": PACK}
		for item in plan.plan([content], site_state.read(self.centre.name)):
			loading.write(item, self.centre.name)

	def _people(self) -> dict[str, object]:
		agent = self.customer.agent
		group = frappe.get_doc("Sales Group", agent.sales_group)
		assistant = a_staff(roles.ASSISTANT, group=group)
		group.reload()
		group.update({"assistant": assistant.name}).save()
		people = {
			roles.AGENT: agent,
			roles.LEADER: the_leader(group),
			roles.ASSISTANT: assistant,
			roles.CONSULTANT: self.customer.party.consultant,
			**{role: a_staff(role, centre=self.centre) for role in OFFICE},
		}
		self.other_group = a_group(self.centre, group_name=f"冲刺120%_组{number()}")
		return people

	def _settle(self) -> None:
		"""September, computed, signed and published; a fine and a reward stand in the register."""
		agent = self.people[roles.AGENT]
		a_yuan_a_missing_call(self.centre, f"二案场缺一扣一{number()}")
		for each in (agent, *self._others()):
			a_full_month(each)
		a_line(agent, date(2026, 9, 3), connected=90)
		a_sale(agent, date(2026, 9, 4))
		group = frappe.get_doc("Sales Group", agent.sales_group)
		place = Place(self.centre, group, [agent], self.people[roles.MANAGER], self.people[roles.HR])
		self.settlement = published(place)

	def _others(self) -> list:
		names = frappe.get_all(
			"Sales Staff",
			{
				"centre": self.centre.name,
				"position": roles.AGENT,
				"name": ("!=", self.people[roles.AGENT].name),
			},
			pluck="name",
		)
		return [frappe.get_doc("Sales Staff", name) for name in names]

	def _beside(self) -> None:
		"""What people write around the documents: a request, praise, notes, assignments, tags' columns and files."""
		asked(self.customer)
		lead = self.customer.lead.name
		for doctype, fields in (
			("Tag Link", {"document_type": "Call Lead", "document_name": lead, "tag": "滨江"}),
			(
				"Workflow Action",
				{
					"reference_doctype": "Invitation Register",
					"reference_name": self.customer.party.register.name,
					"status": "Open",
					"permitted_roles": [{"role": role} for role in (*OFFICE, roles.LEADER, roles.AGENT)],
				},
			),
		):
			beside = frappe.get_doc(doctype=doctype, **fields)
			beside.flags.ignore_links = True  # the tag by itself is nobody's
			beside.insert()
		service, agent = self.people[roles.SERVICE], self.people[roles.AGENT]
		with as_user(service):
			scan = a_scan(is_private=1)
			frappe.get_doc(
				doctype="Customer Praise",
				received_on=today(),
				agent=agent.name,
				praise=f"{self.customer.name}很满意",
				visit=self.customer.party.name,
				attachment=scan,
			).insert()

	def _bare_rows(self) -> None:
		"""A row of each DocType that nothing above has made: it stands for any document there."""
		agent = self.people[roles.AGENT]
		for doctype in ROW_FIELDS:
			if frappe.db.exists(doctype, {ROW_FIELDS[doctype].centre: self.centre.name}):
				continue
			row = frappe.get_doc(
				doctype=doctype,
				centre=self.centre.name,
				sales_group=agent.sales_group,
				agent=agent.name,
				staff=agent.name,
			)
			row.name = f"SECOND-{doctype}-{number()}"
			row.db_insert()

	def _documents(self) -> dict[str, list[str]]:
		found = {}
		for doctype, rows in ROW_FIELDS.items():
			found[doctype] = frappe.get_all(doctype, {rows.centre: self.centre.name}, pluck="name", limit=0)
		for child, parents in CHILD_TABLES.items():
			found[child] = [
				name
				for parent in parents
				for name in frappe.get_all(
					child,
					{"parenttype": parent, "parent": ("in", found[parent])},
					pluck="name",
					limit=0,
				)
			]
		numbers = frappe.get_all("Call Lead Number", {"centre": self.centre.name}, pluck="phone_hash")
		return {**found, NOBODY[0]: sorted(set(numbers))}
