"""What people meet when they log in: the workspace of the day (R47, R48)."""

import json

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

from dianjian_app import roles
from dianjian_app.patches.v0_2 import add_tiles_of_attendance, put_first_lists_on_workspaces
from dianjian_app.setup import workspaces
from dianjian_app.setup.seeds import module_profile, money, workspace
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import a_centre, a_group, a_user, an_agent, the_leader


def figure(label, user):
	"""What a number card shows to a user."""
	card = frappe.get_doc("Number Card", label)
	with as_user(user):
		return get_result(card.as_dict(), card.filters_json)


def shown(space, user):
	with as_user(user):
		page = frappe.get_doc("Workspace", space).as_dict()
		found = get_desktop_page(json.dumps({"name": page.name, "title": page.title, "public": 1}))
	return {s["label"] for s in found["shortcuts"]["items"]}


@pytest.mark.parametrize("space", workspaces.SPACES, ids=lambda space: space.name)
def test_every_link_of_the_workspaces_leads_somewhere(space):
	missing = [(s.kind, s.to) for s in space.shortcuts if not frappe.db.exists(s.kind, s.to)]
	for card in space.cards:
		links = [("DocType", link) if isinstance(link, str) else link[:2] for link in card.links]
		missing += [link for link in links if not frappe.db.exists(*link)]
	assert not missing


def test_what_an_administrator_changed_in_the_workspace_survives_migrate():
	page = frappe.get_doc("Workspace", workspaces.DAILY.name)
	page.update({"icon": "heart", "shortcuts": page.shortcuts[:1], "content": "[]"})
	page.save()
	card = frappe.get_doc("Number Card", workspaces.DAILY.figures[0].label)
	card.color = "#000000"
	card.save()
	workspace.seed()
	page.reload()
	assert (page.icon, len(page.shortcuts), page.content) == ("heart", 1, "[]")
	assert frappe.db.get_value("Number Card", card.name, "color") == "#000000"


def test_a_missing_workspace_comes_back():
	frappe.delete_doc("Workspace", workspaces.DAILY.name)
	workspace.seed()
	page = frappe.get_doc("Workspace", workspaces.DAILY.name)
	assert [s.label for s in page.shortcuts] == [s.label for s in workspaces.DAILY.shortcuts]
	assert {r.role for r in page.roles} == {*roles.ALL, "System Manager"}


@pytest.mark.req("R47")
def test_figures_count_the_readers_own_rows():
	centre = a_centre()
	first, second = a_group(centre), a_group(centre)
	one, two, other = an_agent(first), an_agent(first), an_agent(second)
	handed_in(a_sheet(one, connected=3), one)
	a_sheet(two, connected=2)
	a_sheet(other, connected=4)
	connected, late = (f.label for f in workspaces.DAILY.figures[:2])
	assert [figure(connected, who) for who in (one, two, other)] == [3, 2, 4]
	assert [figure(connected, the_leader(g)) for g in (first, second)] == [5, 4]
	assert [figure(late, the_leader(g)) for g in (first, second)] == [1, 1]
	assert figure(late, one) == 0


@pytest.mark.req("R47")
def test_shortcuts_lead_only_to_what_the_role_works_on():
	agent, desk_clerk = a_user(roles.AGENT), a_user(roles.FRONT_DESK)
	agents, clerks = shown(workspaces.DAILY.name, agent.name), shown(workspaces.DAILY.name, desk_clerk.name)
	translated = frappe._
	assert translated("Sheets Handed In") in agents - clerks
	assert translated("Visits Today") in agents & clerks
	assert translated("Settlements in Work") not in agents | clerks


def test_sales_staff_see_the_apps_workspaces_and_not_frappes_own():
	with as_user(a_user(roles.AGENT).name):
		assert [p["name"] for p in get_workspace_sidebar_items()["pages"]] == [
			"My Day",
			workspaces.DAILY.name,
		]
	with as_user(a_user(roles.MANAGER).name):
		pages = [p["name"] for p in get_workspace_sidebar_items()["pages"]]
	assert pages == ["My Centre", *(space.name for space in workspaces.SPACES)]


def test_a_profile_that_an_administrator_took_away_stays_away():
	user = a_user(roles.AGENT)
	assert user.module_profile == module_profile.PROFILE
	user.update({"module_profile": None, "block_modules": []})
	user.save()
	user.append("roles", {"role": roles.LEADER})
	user.save()
	assert not user.module_profile


def test_who_looks_after_the_site_keeps_the_whole_desk():
	assert not a_user(roles.ADMIN, "System Manager").module_profile


def test_amounts_show_as_yuan_unless_the_site_has_chosen_a_currency():
	frappe.db.delete("DefaultValue", {"defkey": "currency", "parent": "__default"})
	frappe.clear_cache()
	money.seed()
	assert frappe.format_value(-8, {"fieldtype": "Currency"}).replace(" ", "") == "¥-8.00"
	frappe.db.set_default("currency", "EUR")
	money.seed()
	assert frappe.db.get_default("currency") == "EUR"


def without_tiles_of_attendance(space):
	"""The workspace as a site of 0.1 has it: without what a later version brings, and with a tile of an administrator's."""
	page = frappe.get_doc("Workspace", space)
	late = {
		"Who Is Here",
		"My Attendance",
		"Attendance Month Sheet",
		"Applications Open",
		"People Not Here Yet",
	}
	page.shortcuts = [row for row in page.shortcuts if row.label not in late]
	page.number_cards = [row for row in page.number_cards if row.label not in late]
	page.append(
		"shortcuts", {"label": "我们的名单", "type": "DocType", "link_to": "Call Lead", "doc_view": "List"}
	)
	for rows in (page.shortcuts, page.number_cards):
		for idx, row in enumerate(rows, 1):
			row.idx = idx
	blocks = [block for block in json.loads(page.content) if not late & set(map(str, block["data"].values()))]
	blocks.append({"id": "own", "type": "shortcut", "data": {"shortcut_name": "我们的名单", "col": 3}})
	page.content = json.dumps(blocks)
	return page.save()


def test_a_workspace_of_before_gets_the_tiles_of_attendance_once():
	before = without_tiles_of_attendance("My Group")
	add_tiles_of_attendance.execute()
	once = frappe.get_doc("Workspace", "My Group")
	labels = [row.label for row in once.shortcuts]
	assert labels[: len(before.shortcuts)] == [row.label for row in before.shortcuts]
	assert {"Who Is Here", "My Attendance", "Attendance Month Sheet", "Applications Open"} <= set(labels)
	assert "People Not Here Yet" in [row.label for row in once.number_cards]
	shown = [block["data"].get("shortcut_name") for block in json.loads(once.content)]
	assert set(labels) <= set(shown)
	assert str(once.modified) == str(before.modified)
	add_tiles_of_attendance.execute()
	twice = frappe.get_doc("Workspace", "My Group")
	assert [row.label for row in twice.shortcuts] == labels
	assert twice.content == once.content


def blocks_of(space, user):
	"""The blocks of the app that a workspace brings along for a user."""
	with as_user(user):
		page = frappe.get_doc("Workspace", space).as_dict()
		found = get_desktop_page(json.dumps({"name": page.name, "title": page.title, "public": 1}))
	return [block.get("custom_block_name") for block in found["custom_blocks"]["items"]]


@pytest.mark.req("R48")
@pytest.mark.parametrize("role", roles.ALL)
def test_each_role_begins_with_what_waits(role):
	own = sorted((s for s in workspace.SPACES if role in s.roles), key=lambda space: space.order)
	assert blocks_of(own[0].name, a_user(role).name) == [workspace.FIRST_LIST]
	first = json.loads(frappe.db.get_value("Workspace", own[0].name, "content"))[0]
	assert (first["type"], first["data"]["custom_block_name"]) == ("custom_block", workspace.FIRST_LIST)


@pytest.mark.req("R48")
def test_workspaces_of_before_get_the_list_on_top_and_the_administrator_leaves_the_audit():
	page = frappe.get_doc("Workspace", "Audit")
	kept = [block for block in json.loads(page.content) if block["type"] != "custom_block"]
	page.update({"custom_blocks": [], "content": json.dumps(kept), "icon": "heart"})
	page.append("roles", {"role": roles.ADMIN})
	page.save()
	frappe.delete_doc("Custom HTML Block", workspace.FIRST_LIST, force=True)
	for _ in range(2):
		put_first_lists_on_workspaces.execute()
	page.reload()
	blocks = json.loads(page.content)
	assert [block["type"] for block in blocks].count("custom_block") == 1 and blocks[1:] == kept
	assert [row.custom_block_name for row in page.custom_blocks] == [workspace.FIRST_LIST]
	assert page.icon == "heart" and roles.ADMIN not in {row.role for row in page.roles}


@pytest.mark.req("R48")
def test_a_block_that_an_administrator_took_away_stays_away():
	page = frappe.get_doc("Workspace", "My Day")
	page.update({"custom_blocks": [], "content": "[]"})
	page.save()
	workspace.seed()
	assert not frappe.get_doc("Workspace", "My Day").custom_blocks
