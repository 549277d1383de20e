"""A centre that is committed, for tests with sessions in other processes; it is taken away again at the end."""

import frappe
import pytest

from dianjian_app.tests import builders
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent
from dianjian_app.tests.builders.users import take_away

OF_A_CENTRE = (
	*(
		"Lead Allocation Item",
		"Lead Allocation",
		"Call Lead Number",
		"Call Lead",
		"Lead Batch Row",
		"Lead Batch",
	),
	*("Lead Claim", "Inbound Call", "Phone Reveal Log", "Sales Staff", "Sales Group"),
)


@pytest.fixture
def centre(unique_numbers):
	"""A centre that every session sees; taken away again at the end."""
	centre = a_centre(centre_name=f"并行中心{frappe.generate_hash(length=8)}")
	yield centre
	frappe.db.rollback()
	people = frappe.get_all("Sales Staff", {"centre": centre.name}, ["name", "user"])
	staff = [p.name for p in people]
	batches = frappe.get_all("Lead Batch", filters={"centre": centre.name}, pluck="name")
	hashes = frappe.get_all("Call Lead Number", filters={"centre": centre.name}, pluck="phone_hash")
	attached = {"attached_to_doctype": "Lead Batch", "attached_to_name": ("in", batches or ["none"])}
	for file in frappe.get_all("File", filters=attached, pluck="name"):
		frappe.delete_doc("File", file, force=True)
	for doctype in OF_A_CENTRE:
		frappe.db.delete(doctype, {"centre": centre.name})
	frappe.db.delete("Phone Vault", {"name": ("in", hashes or [""])})
	for child in ("Sales Group Membership", "Staff Spell"):
		frappe.db.delete(child, {"parent": ("in", staff or ["none"])})
	for child in ("Sales Centre Season", "Centre Calendar"):
		frappe.db.delete(child, {"parent": centre.name})
	frappe.db.delete("Sales Centre", {"name": centre.name})
	take_away(*(p.user for p in people if p.user))
	frappe.db.commit()


@pytest.fixture
def unique_numbers():
	"""What is committed must not meet what another run left."""
	with builders.committed_numbers():
		yield


def two_groups(centre):
	groups = [a_group(centre, leader=False) for _ in range(2)]
	return groups, [an_agent(g, user=False) for g in groups]


def holders(centre):
	rows = frappe.get_all(
		"Lead Allocation Item",
		filters={"centre": centre.name},
		fields=["lead", "agent"],
		parent_doctype="Lead Allocation",
	)
	return [(r.lead, r.agent) for r in rows]
