"""Where people land, and what stands beside it: each role's own workspaces, on every version (R47)."""

import frappe
import pytest
from frappe.boot import get_bootinfo
from frappe.desk.utils import slug

from dianjian_app import framework_compat as compat
from dianjian_app import hooks, roles
from dianjian_app.patches.v0_2 import figures_count
from dianjian_app.setup import first_page
from dianjian_app.setup.role_workspaces import CONNECTED_TODAY, MISSING_WEEK, ROLE_SPACES
from dianjian_app.setup.seeds import sidebar
from dianjian_app.setup.workspaces import DAILY, SPACES
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_user
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


def own(role):
	"""Names of a role's workspaces, its first one before all."""
	return [s.name for s in sorted((*SPACES, *ROLE_SPACES), key=lambda s: s.order) if role in s.roles]


@made_once
def people():
	return {role: a_user(role).name for role in roles.ALL}


@pytest.fixture
def sidebars():
	if not compat.has_sidebars():
		pytest.skip("before version 16 the side bar lists the workspaces by itself")


def landing(user):
	"""Path that a login of this user leads to, where Frappe reads one."""
	with as_user(user):
		frappe.session.data.user_type = "System User"  # as a login's session has it
		frappe.local.flags.home_page = None
		first_page.land_on_first_workspace()
		try:
			return frappe.local.flags.home_page
		finally:
			frappe.local.flags.home_page = None


@pytest.fixture
def tiles():
	if not compat.has_sidebars():
		pytest.skip("before version 16 the desk finds the first workspace by itself")


def test_the_apps_tile_leads_into_the_desk_and_the_desk_finds_the_way():
	route = hooks.add_to_apps_screen[0]["route"]
	assert route == compat.desk_path(*(["telesales"] if compat.has_sidebars() else []))


@pytest.mark.parametrize("role", roles.ALL)
def test_a_login_leads_to_the_first_workspace_of_the_role(people, tiles, role):
	assert landing(people[role]) == compat.desk_path(slug(own(role)[0]))


def test_a_page_that_an_administrator_chose_comes_first(people, tiles):
	agent = people[roles.AGENT]
	frappe.db.set_value("User", agent, "default_workspace", DAILY.name)
	assert landing(agent) == compat.desk_path("telesales")
	frappe.db.set_value("Role", roles.AGENT, "home_page", "/welcome")
	frappe.clear_cache(user=agent)
	assert landing(agent) is None


def test_people_without_a_role_of_the_app_land_where_frappe_sends_them(tiles):
	assert landing(a_user("Website Manager").name) is None


@pytest.mark.parametrize("role", roles.ALL)
def test_one_side_bar_leads_a_reader_to_what_that_reader_may_open(people, sidebars, role):
	with as_user(people[role]):
		bootinfo = get_bootinfo()
		sidebar.show_one_sidebar(bootinfo)
		bars = compat.sidebars_of_boot(bootinfo)
		items = bars[DAILY.name.lower()]["items"]
		readable = {i["link_to"] for i in items if i["type"] == "Link" and i["link_type"] == "DocType"}
		assert all(frappe.has_permission(doctype) for doctype in readable)
	assert [i["link_to"] for i in items if i["link_type"] == "Workspace"] == own(role)
	others = {s.name.lower() for s in (*SPACES, *ROLE_SPACES)} - {DAILY.name.lower()}
	assert not others & set(bars)
	leading = [name for name, bar in bars.items() if any(i["link_to"] == "Call Sheet" for i in bar["items"])]
	assert leading in ([DAILY.name.lower()], [])


def test_what_an_administrator_made_of_the_side_bar_survives_migrate(sidebars):
	bar = frappe.get_doc("Workspace Sidebar", sidebar.NAME)
	bar.items = bar.items[:2]
	bar.save()
	sidebar.seed()
	assert len(frappe.get_doc("Workspace Sidebar", sidebar.NAME).items) == 2


def test_a_side_bar_that_frappe_made_by_itself_is_replaced(sidebars):
	frappe.delete_doc("Workspace Sidebar", sidebar.NAME)
	from frappe.desk.doctype.workspace_sidebar.workspace_sidebar import (
		create_workspace_sidebar_for_workspaces,
	)

	create_workspace_sidebar_for_workspaces()
	few = len(frappe.get_doc("Workspace Sidebar", sidebar.NAME).items)
	sidebar.seed()
	assert len(frappe.get_doc("Workspace Sidebar", sidebar.NAME).items) > few


@pytest.mark.req("R48")
def test_figures_count_and_are_no_money():
	cards = [figure.label for space in (*SPACES, *ROLE_SPACES) for figure in space.figures]
	for name in cards:
		card = frappe.get_doc("Number Card", name)
		assert not card.get("currency"), name
		assert card.document_type, f"{name} would show to nobody"


@pytest.mark.req("R48")
def test_figures_of_an_earlier_version_are_mended_where_nobody_edited_them():
	card = frappe.get_doc("Number Card", MISSING_WEEK.label)
	frappe.db.set_value("Number Card", card.name, "document_type", None, update_modified=False)
	has_currency = card.meta.has_field("currency")
	if has_currency:
		edited = frappe.get_doc("Number Card", CONNECTED_TODAY.label)
		edited.currency = "CNY"
		edited.save()
		frappe.db.set_value("Number Card", card.name, "currency", "CNY", update_modified=False)
	figures_count.execute()
	card.reload()
	assert (card.document_type, card.get("currency")) == ("Daily Ledger", None)
	assert not has_currency or frappe.db.get_value("Number Card", edited.name, "currency") == "CNY"
