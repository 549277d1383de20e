"""A group or centre may be called anything: its people see their rows all the same (R47)."""

from __future__ import annotations

import frappe
import pytest

from dianjian_app import roles, row_ownership
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.asking import ask, names_in

pytestmark = pytest.mark.req("R47")
NAMES = (
	"冲刺120%组",
	"100%s",
	"%(name)s",
	"a_b",
	"O'Hara",
	'"甲"组',
	"甲\\乙",
	"甲/乙",
	"R&D",
	"第一组😀",
	"{0}{x}",
	"`甲`",
)


@pytest.fixture(params=NAMES)
def place(request):
	centre = a_centre(centre_name=f"{request.param} 滨江{number()}")
	group = a_group(centre, group_name=f"{request.param} {number()}")
	manager = a_staff(roles.MANAGER, centre=centre)
	lead = a_lead(centre=centre, group=group)
	leader = frappe.get_doc("Sales Staff", group.leader)
	return centre, group, lead, leader, manager


def test_the_group_is_seen_by_every_way_of_listing(place):
	_centre, group, lead, leader, manager = place
	for person in (leader, manager):
		with as_user(person.user):
			assert lead.name in frappe.get_list("Call Lead", pluck="name", limit_page_length=0)
			assert frappe.has_permission("Call Lead", doc=lead)
		filters = [["Call Lead", "sales_group", "=", group.name]]
		form = {"doctype": "Call Lead", "fields": ["name"], "filters": filters}
		for method in ("frappe.client.get_list", "frappe.desk.reportview.get"):
			assert names_in(ask(person.user, method, **form), {lead.name}), method
		assert ask(person.user, "frappe.client.get_count", doctype="Call Lead", filters=filters) == 1
		found = ask(
			person.user,
			"frappe.desk.search.search_link",
			doctype="Sales Group",
			txt=group.name.rsplit(" ", 1)[-1],
		)
		assert names_in(found, {group.name})


def test_every_list_of_the_app_opens(place):
	for person in place[3:]:
		for doctype in (*row_ownership.ROW_FIELDS, *row_ownership.CHILD_TABLES):
			parent = next(iter(row_ownership.CHILD_TABLES.get(doctype, ())), None)
			if frappe.has_permission(parent or doctype, "read", user=person.user):
				form = {"doctype": doctype, "fields": ["name"], **({"parent": parent} if parent else {})}
				ask(person.user, "frappe.client.get_list", **form)
