"""Somebody whose User lives in another time zone: the desk's day is the site's for them as well (R44)."""

import frappe
import pytest
from frappe.utils import now_datetime, today

from dianjian_app import roles
from dianjian_app.tests.browser.desk import Desk

EARLIER, LATER = "Etc/GMT+12", "Pacific/Kiritimati"
"""It is still yesterday there until our evening; it is tomorrow there from our evening on."""
EVENING = 18
FILLED = """doctypes => Promise.all(doctypes.map(doctype => new Promise(done => frappe.model.with_doctype(doctype, () => {
	const doc = frappe.model.get_new_doc(doctype);
	const fields = frappe.get_meta(doctype).fields.filter(f => ["today", "now"].includes(String(f.default).toLowerCase()));
	done(fields.map(f => [`${doctype}.${f.fieldname}`, String(doc[f.fieldname]).slice(0, 10)]));
})))).then(all => Object.fromEntries(all.flat()))"""


def filled_by_day() -> list[str]:
	"""The app's DocTypes with a field that a new form fills with the day or the time."""
	field, doctype = frappe.qb.DocType("DocField"), frappe.qb.DocType("DocType")
	rows = (
		frappe.qb.from_(field)
		.join(doctype)
		.on(doctype.name == field.parent)
		.where((doctype.module == "Dianjian App") & field.default.isin(["Today", "today", "Now", "now"]))
		.select(doctype.name)
		.distinct()
		.orderby(doctype.name)
	)
	return rows.run(pluck=True)


@pytest.fixture
def in_zone(site, company, desk_of):
	"""in_zone(zone): the manager's desk, where the manager lives there."""
	user = company.users[roles.MANAGER]

	def moved(zone: str) -> Desk:
		frappe.get_doc("User", user).update({"time_zone": zone}).save()
		site.db.commit()
		return desk_of(roles.MANAGER).open("sales-deal")

	yield moved
	frappe.get_doc("User", user).update({"time_zone": ""}).save()
	site.db.commit()


@pytest.fixture
def abroad(in_zone):
	"""The manager's desk, where it is another day now than on the site."""
	return in_zone(EARLIER if now_datetime().hour < EVENING else LATER)


@pytest.mark.req("R44")
def test_a_new_form_has_the_sites_day_whatever_zone_the_person_lives_in(abroad):
	before, doctypes = today(), filled_by_day()
	assert len(doctypes) >= 14
	filled = abroad.page.evaluate(FILLED, doctypes)
	there = abroad.page.evaluate("moment.tz(frappe.boot.time_zone.user).format('YYYY-MM-DD')")
	assert there not in {before, today()}
	assert len(filled) >= len(doctypes)
	assert {name: day for name, day in filled.items() if day not in {before, today()}} == {}


@pytest.mark.req("R44")
def test_the_button_today_is_the_sites_day_in_dialogs_too(abroad):
	before = today()
	abroad.page.evaluate(
		"""() => {
			window.asked = new frappe.ui.Dialog({ fields: [
				{ fieldname: "day", fieldtype: "Date", label: "Day" },
				{ fieldname: "filled", fieldtype: "Date", label: "Filled", default: "Today" },
			]});
			window.asked.show();
		}"""
	)
	abroad.dialog()
	abroad.page.click(".modal.show [data-fieldname='day'] input")
	abroad.page.click(".datepicker.active [data-action='today']")
	abroad.page.wait_for_function("window.asked.get_value('day')")
	said = abroad.page.evaluate("[window.asked.get_value('day'), window.asked.get_value('filled')]")
	assert set(said) <= {before, today()}
	abroad.page.evaluate("window.asked.hide()")


@pytest.mark.req("R44")
def test_a_date_reads_the_same_in_every_zone_and_a_moment_does_not(in_zone):
	desk = in_zone(EARLIER)
	day, noon, minute = desk.page.evaluate(
		"""[
			frappe.datetime.str_to_user("2026-06-05"),
			frappe.datetime.str_to_user("2026-06-05 12:00:00"),
			frappe.datetime.str_to_user("09:07:00", true),
		]"""
	)
	shown = "moment(%r).format(frappe.datetime.get_user_date_fmt().toUpperCase())"
	assert day == desk.page.evaluate(shown % "2026-06-05")
	assert desk.page.evaluate(shown % "2026-06-04") in noon
	assert minute.startswith("09:07")
