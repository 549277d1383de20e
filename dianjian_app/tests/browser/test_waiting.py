"""What waits is done from the first page: the acts, and how many clicks each takes (R13, R17, R48)."""

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.visits import Party

pytestmark = pytest.mark.req("R48")
COUNT = """() => {
	window.clicks = 0;
	window.addEventListener("click", (event) => event.isTrusted && window.clicks++, true);
}"""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def opened(desk, space, size):
	"""The workspace with its first list, in a window of this size; clicks are counted from here."""
	desk.page.set_viewport_size(size)
	desk.open(space)
	desk.page.locator(".what-waits .starts").wait_for()
	desk.ready().page.evaluate(COUNT)
	return desk


def do(desk, key, text, act):
	"""Press the button of a line, and yes."""
	desk.page.locator(f".what-waits [data-kind='{key}'] .line", has_text=text).locator(
		f"[data-act='{act}']"
	).click()
	desk.confirm()


def is_gone(desk, key, text):
	expect(desk.page.locator(f".what-waits [data-kind='{key}'] .line", has_text=text)).to_have_count(0)


@pytest.fixture
def sheet(site, company):
	agent = company.staff[roles.AGENT]
	sheet = handed_in(a_sheet(agent), agent)
	site.db.commit()
	yield sheet
	site.db.rollback()
	site.db.delete("Call Sheet Row", {"parent": sheet.name})
	site.db.delete("Call Sheet Count", {"parent": sheet.name})
	site.db.delete("Call Sheet", {"name": sheet.name})
	site.db.delete("Daily Ledger", {"agent": agent.name})
	site.db.commit()


@pytest.mark.req("R13")
def test_a_leader_confirms_a_sheet_with_two_clicks(site, company, desk_of, sheet):
	desk = opened(desk_of(roles.LEADER), "my-group", DESK)
	desk.shot("first-leader")
	name = company.staff[roles.AGENT].staff_name
	do(desk, "sheets_to_confirm", name, "confirm_sheet")
	is_gone(desk, "sheets_to_confirm", name)
	assert desk.page.evaluate("window.clicks") == 2
	site.db.rollback()
	assert site.db.get_value("Call Sheet", sheet.name, ["stage", "confirmed_by"]) == (
		"Confirmed",
		company.users[roles.LEADER],
	)


@pytest.mark.req("R17")
def test_a_visit_is_led_in_and_signed_with_two_taps_each_on_a_phone(site, company, desk_of):
	staff = company.staff
	party = Party(
		staff[roles.AGENT], consultant=staff[roles.CONSULTANT], front_desk=staff[roles.FRONT_DESK]
	).contact()
	site.db.commit()
	customer = party.lead.customer_name
	front_desk = opened(desk_of(roles.FRONT_DESK), "front-office", PHONE)
	front_desk.shot("first-front-desk")
	do(front_desk, "to_lead_in", customer, "lead_in")
	is_gone(front_desk, "to_lead_in", customer)
	assert front_desk.page.evaluate("window.clicks") == 2
	consultant = opened(desk_of(roles.CONSULTANT), "front-office", PHONE)
	consultant.shot("first-consultant")
	do(consultant, "to_sign", customer, "sign")
	is_gone(consultant, "to_sign", customer)
	assert consultant.page.evaluate("window.clicks") == 2
	site.db.rollback()
	assert (party.visit.stage, party.visit.signed_by) == ("Signed", staff[roles.CONSULTANT].user)
	# and the deal is one click away, with its visit filled in
	consultant.page.locator(".what-waits [data-kind='deals_to_record'] .go", has_text=customer).click()
	consultant.page.wait_for_function(
		"visit => cur_frm?.doctype === 'Sales Deal' && cur_frm.doc.visit === visit", arg=party.name
	)


@pytest.mark.parametrize("role, space", [(roles.PLANNING, "telesales"), (roles.AUDITOR, "audit")])
def test_who_has_nothing_open_is_told_so_kindly(desk_of, role, space):
	desk = opened(desk_of(role), space, DESK)
	desk.sees(zh("What Waits for You"), ".what-waits").shot(f"first-{role}")
	if role == roles.PLANNING:
		desk.sees(zh("Import a Workbook"), ".what-waits .starts")
	desk.sees(zh("Nothing open: {0}", "").strip(), ".what-waits .nothing")


def test_it_reads_in_english_too(site, company, desk_of, browsers):
	user = company.users[roles.LEADER]
	site.db.set_value("User", user, "language", "en")
	site.db.commit()
	site.clear_cache(user=user)
	try:
		desk = opened(desk_of(roles.LEADER, anew=True), "my-group", DESK)
		desk.sees("What Waits for You", ".what-waits .starts").shot("first-leader-en")
		desk.sees("Hand Out Resources", ".what-waits .starts").sees("The Group Today", ".what-waits .board")
		words = desk.page.locator(
			".what-waits .head, .what-waits .nothing, .what-waits thead"
		).all_inner_texts()
		assert not [text for text in words if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
		desk.page.set_viewport_size(PHONE)
		desk.ready().shot("first-leader-phone-en")
	finally:
		site.db.rollback()
		site.db.set_value("User", user, "language", "zh")
		site.db.commit()
		site.clear_cache(user=user)
		browsers.pop(user).close()
