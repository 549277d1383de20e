"""Each role logs in to the desk and finds its work there, in Chinese, with a quiet console (R47, R48)."""

import pytest

from dianjian_app import roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.setup.role_workspaces import ROLE_SPACES
from dianjian_app.setup.workspaces import SPACES
from dianjian_app.tests.browser.desk import zh

FIRST = {
	roles.AGENT: ("Today's Calls", "Sheets Handed In"),
	roles.CONSULTANT: ("Visits Today", "Deals to Confirm"),
	roles.LEADER: ("Sheets Handed In", "Registers to Sign", "New Resources"),
	roles.ASSISTANT: ("Sheets Handed In", "New Resources"),
	roles.FRONT_DESK: ("Visits Today",),
	roles.SERVICE: ("Visits Today",),
	roles.PLANNING: ("New Resources",),
	roles.ADMINISTRATION: ("Time Off to Decide",),
	roles.MANAGER: ("Visits to Confirm", "Deals to Confirm", "Settlements in Work"),
	roles.HR: ("Proposals to Decide", "Settlements in Work"),
	roles.ADMIN: ("Settlements in Work", "New Resources"),
	roles.AUDITOR: ("Sheets Handed In", "Settlements in Work"),
}

SIDE_BAR = ".desk-sidebar .sidebar-item-label, .body-sidebar .sidebar-items .sidebar-item-label"
"""as version 15 calls it, and version 16"""


@pytest.mark.req("R47")
@pytest.mark.req("R48")
@pytest.mark.parametrize("role", roles.ALL)
def test_a_role_logs_in_and_finds_its_work(role, desk_of):
	desk = desk_of(role, anew=True)
	own = [s.name for s in sorted((*SPACES, *ROLE_SPACES), key=lambda s: s.order) if role in s.roles]
	desk.page.wait_for_url("**" + desk_path(own[0].lower().replace(" ", "-")))
	desk.shot(f"own-{role}")
	desk.open("telesales")
	assert desk.page.evaluate("frappe.boot.lang") == "zh"
	for label in FIRST[role]:
		desk.sees(zh(label), ".shortcut-widget-box")
	desk.shot(f"workspace-{role}")
	every = {zh(space.name) for space in (*SPACES, *ROLE_SPACES)}
	shown = [s.strip() for s in desk.page.locator(SIDE_BAR).all_inner_texts()]
	assert [s for s in shown if s in every] == [zh(name) for name in own]


@pytest.mark.req("R48")
def test_a_comment_is_read_on_the_form(site, company, desk_of):
	note = company.group.add_comment("Comment", text="周三开盘,'优先'回访")
	site.db.commit()
	try:
		desk_of(roles.LEADER).open_form("Sales Group", company.group.name).sees(
			"优先", ".timeline-message-box"
		)
	finally:
		site.delete_doc("Comment", note.name, force=True)
		site.db.commit()


@pytest.mark.req("R48")
def test_a_template_does_not_count_by_a_word_of_the_language(desk_of):
	"""Three letters at random name the counter of a loop: here they would be "for", then "abc" and "xyz"."""
	drawn = """() => {
		const letters = [..."forabcxyz"], all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", random = Math.random;
		Math.random = () => (letters.length ? (all.indexOf(letters.shift()) + 0.5) / all.length : random());
		try {
			return frappe.render("{% for row in rows %}<b>{{ row.name }}</b>{% endfor %}", { rows: [{ name: "郑" }] });
		} finally {
			Math.random = random;
		}
	}"""
	assert desk_of(roles.LEADER).open("telesales").page.evaluate(drawn) == "<b>郑</b>"
