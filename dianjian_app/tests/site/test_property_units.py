"""Units (房源): from a workbook whole or not at all, recommended by what a customer wants, shown on tours (R55)."""

import base64
import io

import frappe
import pytest
from frappe.utils import flt
from openpyxl import Workbook

from dianjian_app import roles
from dianjian_app.privacy.erase import erase
from dianjian_app.privacy.holdings import ERASED
from dianjian_app.service.property_unit_events import UnitError
from dianjian_app.service.time_line import lines_of
from dianjian_app.service.unit_import import bring_in, preview
from dianjian_app.service.units_that_fit import units_that_fit
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.visits.tours import note_unit

pytestmark = pytest.mark.req("R55")
UNIT = "Property Unit"
HEADS = ("楼栋", "房号", "楼层", "产品类型", "户型", "建筑面积", "总价（万元）", "状态")
FIRST = ("3号楼", 1201, 12, "高层", "3室2厅", 120, 120, "在售")
SECOND = ("3号楼", 1202, 12, "高层", "2室1厅", 90, 90, "已售")


def a_file(*rows, heads=HEADS):
	workbook, content = Workbook(), io.BytesIO()
	for row in (heads, *rows):
		workbook.active.append(row)
	workbook.save(content)
	return base64.b64encode(content.getvalue()).decode()


class Place:
	def __init__(self):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.planning = a_staff(roles.PLANNING, centre=self.centre)
		self.agent = an_agent(self.group)

	def bring(self, *rows, by=None, act=bring_in, centre=None, **about):
		with as_user(by or self.planning):
			return act(centre or self.centre.name, "房源.xlsx", a_file(*rows, **about))

	def units(self):
		fields = ["name", "title", "floor", "rooms", "area", "price", "unit_price", "state", "layout"]
		return frappe.get_all(UNIT, {"centre": self.centre.name}, fields, order_by="title")

	def unit(self, **fields):
		with as_user(self.planning):
			values = {
				"building": "5号楼",
				"unit_number": frappe.generate_hash(length=8),
				"product_type": "高层",
			}
			return frappe.get_doc(doctype=UNIT, **{**values, **fields}).insert()


@made_once
def place():
	return Place()


class TestTheWorkbook:
	def test_it_is_looked_at_first_and_brought_in_and_again_changes_nothing(self, place):
		told = place.bring(FIRST, SECOND, act=preview)
		assert (told["new"], told["changed"], told["error_count"], place.units()) == (2, 0, 0, [])
		assert place.bring(FIRST, SECOND)["new"] == 2
		first, second = place.units()
		assert (first.title, first.floor, first.rooms, first.state) == ("3号楼 1201", 12, 3, "For Sale")
		assert (flt(first.price), flt(first.unit_price), second.state) == (1200000, 10000, "Sold")
		again = place.bring(FIRST, SECOND)
		assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)

	def test_a_later_file_changes_what_it_says_and_leaves_what_it_does_not(self, place):
		place.bring(FIRST, SECOND)
		told = place.bring((" ３号楼", "1201", 110, "已售"), heads=("楼号", "房号", "总价(万元)", "状态"))
		assert (told["new"], told["changed"], told["not_named"]) == (0, 1, 1)
		first, second = place.units()
		assert (first.state, flt(first.price), first.layout, flt(first.area)) == (
			"Sold",
			1100000,
			"3室2厅",
			120,
		)
		assert (second.state, first.title) == ("Sold", "3号楼 1201")

	@pytest.mark.parametrize(
		("row", "said"),
		[
			(("3号楼", 1203, "二十", "高层", "", 90, 90, "在售"), "二十"),
			(("3号楼", 1203, 1, "别墅城堡", "", 90, 90, "在售"), "别墅城堡"),
			(("3号楼", 1203, 1, "高层", "", 90, 90, "也许"), "也许"),
			(("3号楼", "1201", 1, "高层", "", 90, 90, "在售"), "1201"),
			(("3号楼", None, 1, "高层", "", 90, 90, "在售"), "房号"),
		],
	)
	def test_one_bad_cell_and_nothing_is_changed(self, place, row, said):
		place.bring(SECOND)
		before = place.units()
		told = place.bring(FIRST, row, act=preview)
		assert told["error_count"] == 1 and said in told["errors"][0]
		with pytest.raises(UnitError, match=said):
			place.bring(FIRST, row)
		assert place.units() == before

	@pytest.mark.parametrize("content", ["", "not base64!", base64.b64encode(b"%PDF-1.4").decode()])
	def test_what_is_no_workbook_says_so(self, place, content):
		with as_user(place.planning), pytest.raises(UnitError):
			preview(place.centre.name, "房源.xlsx", content)

	def test_it_is_brought_in_for_ones_own_centre_by_who_keeps_units(self, place):
		with pytest.raises(frappe.PermissionError):
			place.bring(FIRST, centre=a_centre().name)
		for person in (place.agent, a_consultant(place.group)):
			with pytest.raises(frappe.PermissionError):
				place.bring(FIRST, by=person)

	def test_one_unit_is_entered_once_at_a_centre(self, place):
		place.unit(building="7号楼", unit_number="A-101")
		with pytest.raises(UnitError, match="entered already"):
			place.unit(building="７ 号楼", unit_number="a-101")


class TestRecommending:
	def told(self, person, lead):
		with as_user(person):
			return units_that_fit(lead.name)

	def test_the_customers_needs_choose_among_what_is_for_sale(self, place):
		fits = place.unit(price=1200000, area=100, rooms=3)
		near = place.unit(price=1400000, area=100, rooms=3)
		place.unit(price=2400000, area=100, rooms=3)
		place.unit(price=1200000, area=100, rooms=3, state="Sold")
		place.unit(price=1200000, area=100, rooms=3, product_type="洋房")
		lead = a_lead(agent=place.agent, budget_from=100, budget_to=130, rooms=3, product_need="高层")
		found = self.told(place.agent, lead)
		assert [(unit["name"], unit["fits"]) for unit in found["units"]] == [
			(fits.name, True),
			(near.name, False),
		]
		assert found["total"] == 2 and "8%" in found["units"][1]["misses"][0]

	def test_a_customer_of_whom_nothing_is_noted_is_recommended_nothing(self, place):
		place.unit(price=1200000)
		assert self.told(place.agent, a_lead(agent=place.agent)) == {"asked": False, "total": 0, "units": []}

	def test_nothing_of_another_centre_and_to_nobody_elses_agent(self, place):
		place.unit(price=1200000)
		elsewhere = an_agent(a_group())
		theirs = a_lead(agent=elsewhere, budget_to=130)
		assert self.told(elsewhere, theirs)["units"] == []
		with pytest.raises(frappe.PermissionError):
			self.told(place.agent, theirs)

	def test_who_receives_the_customer_is_told(self, place):
		unit = place.unit(price=1200000)
		party = Party(place.agent)
		frappe.db.set_value("Call Lead", party.lead.name, "budget_to", 130)
		assert [u["name"] for u in self.told(party.consultant, party.lead)["units"]] == [unit.name]


class TestTours:
	def note(self, party, unit, by=None, **said):
		with as_user(by or party.consultant):
			return note_unit(party.name, unit.name, **said)

	def test_what_was_shown_and_chosen_stands_on_the_visit_and_the_customers_time_line(self, place):
		party, unit = Party(place.agent).contact().lead_in(), place.unit(building="9号楼", unit_number="902")
		assert self.note(party, unit) == 1
		assert self.note(party, unit) == 1
		party.sign().confirm()
		assert self.note(party, unit, choice="First Choice", remarks="想看 13912345678") == 2
		rows = party.visit.shown_units
		assert [(row.choice, row.unit_title, row.noted_by) for row in rows] == [
			("Shown", "9号楼 902", party.consultant.user),
			("First Choice", "9号楼 902", party.consultant.user),
		]
		assert "13912345678" not in rows[1].remarks
		for person in (party.consultant, place.agent):
			with as_user(person):
				tours = [line for line in lines_of(party.lead.name) if line["kind"] == "Tours"]
			assert len(tours) == 2 and all("9号楼 902" in line["title"] for line in tours)

	def test_it_is_noted_by_who_received_them_once_they_are_here(self, place):
		party, unit = Party(place.agent), place.unit()
		with pytest.raises(VisitError, match="not here"):
			self.note(party, unit)
		party.contact().lead_in()
		for person in (place.agent, a_consultant(place.group)):
			with pytest.raises((NotYourActError, frappe.PermissionError)):
				self.note(party, unit, by=person)
		with pytest.raises(VisitError):
			self.note(party, unit, choice="Bought")
		foreign = Place().unit()
		with pytest.raises(VisitError, match="no such unit"):
			self.note(party, foreign)
		assert self.note(party, unit, by=party.leader) == 1

	def test_rows_that_were_sent_with_the_visit_are_not_believed(self, place):
		party, unit = Party(place.agent).contact().lead_in(), place.unit()
		self.note(party, unit)
		with as_user(party.leader):
			visit = party.visit
			visit.shown_units[0].choice = "First Choice"
			visit.append("shown_units", {"property_unit": unit.name, "choice": "Given Up"})
			visit.remarks = "x"
			visit.save()
		assert [row.choice for row in party.visit.shown_units] == ["Shown"]

	@pytest.mark.req("R47")
	def test_an_erased_customers_tour_keeps_the_unit_alone(self, place):
		party, unit = Party(place.agent).contact().lead_in(), place.unit()
		self.note(party, unit, remarks="张先生喜欢")
		erase([party.lead.name])
		row = party.visit.shown_units[0]
		assert (row.remarks, row.property_unit) == (ERASED, unit.name)
