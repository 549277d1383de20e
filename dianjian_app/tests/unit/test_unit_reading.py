"""Workbooks of units as people write them, and the units that fit a customer (R55). Pure."""

from decimal import Decimal

import pytest

from dianjian_app.resources.intake.reading import Sheet
from dianjian_app.service.unit_matching import Offered, Wishes, match_of, matches
from dianjian_app.service.unit_reading import read_units, rooms_of

pytestmark = pytest.mark.req("R55")
HEADS = ["楼栋", "房号", "楼层", "户型", "建筑面积(㎡)", "总价", "状态"]


def read(*rows, heads=HEADS, **about):
	return read_units([Sheet("房源", [["某某花园房源表"], [], heads, *rows], **about)])


def codes(found):
	return [(error.row, error.heading, error.code) for error in found.errors]


def test_a_row_says_a_unit_with_what_follows_from_its_layout():
	found = read(["3号楼", 1201.0, "12层", "3室2厅", "120.5㎡", "1,280,000", "在售"])
	assert not found.errors
	[unit] = found.units
	assert (unit.row, unit.key) == (4, ("3号楼", "1201"))
	assert unit.values == {
		**{"building": "3号楼", "unit_number": "1201", "floor": 12, "layout": "3室2厅", "rooms": 3},
		**{"area": Decimal("120.5"), "price": Decimal(1280000), "state": "For Sale"},
	}


@pytest.mark.parametrize(
	("cell", "heading", "price"),
	[
		("128万", "总价", 1280000),
		("128", "总价(万元)", 1280000),
		(128.5, "总价（万元）", 1285000),
		("128万元", "总价", 1280000),
		("¥1280000", "总价", 1280000),
		("１２８００００元", "总价", 1280000),
		("面议", "总价", None),
	],
)
def test_ten_thousands_are_read_where_the_cell_or_the_heading_says_so(cell, heading, price):
	found = read(["1", "101", cell], heads=["楼栋", "房号", heading])
	assert found.units[0].values["price"] == (None if price is None else Decimal(price))
	assert bool(found.errors) == (price is None)


def test_an_entrance_of_its_own_belongs_to_the_building():
	found = read(["3号楼", "1单元", "101"], ["3号楼", "2单元", "101"], heads=["楼号", "单元", "房号"])
	assert [unit.key for unit in found.units] == [("3号楼1单元", "101"), ("3号楼2单元", "101")]
	assert not found.errors


def test_every_cell_that_is_wrong_is_named_by_its_row_and_heading():
	found = read(
		["3号楼", "", 1, "", 90, 900000, "在售"],
		["3号楼", "102", "二楼", "", "很大", -5, "不知道"],
		["3号楼", "103", 1.5, "", "1e9", "inf", ""],
		["3 号楼", "104", 1, "", 90, 900000, "已售"],
		["3号楼", " 104", 1, "", 90, 900000, "已售"],
		["合计", "", "", "", 900, "", ""],
	)
	assert codes(found) == [
		(4, "房号", "missing"),
		(5, "楼层", "not_a_number"),
		(5, "建筑面积(㎡)", "not_a_number"),
		(5, "总价", "not_a_number"),
		(5, "状态", "unknown_state"),
		(6, "楼层", "not_a_number"),
		(6, "建筑面积(㎡)", "not_a_number"),
		(6, "总价", "not_a_number"),
		(8, "房号", "twice"),
	]


def test_a_number_beyond_all_bounds_is_refused():
	found = read(["1", "101", 999, "", 9e9, 9e15, ""])
	assert [error.code for error in found.errors] == ["too_large"] * 3


def test_a_file_without_the_headings_is_named_and_hidden_sheets_are_passed_over():
	assert codes(read(["a", "b"], heads=["姓名", "电话"])) == [(0, "", "no_columns")]
	assert codes(read(["1", "101"], heads=["楼栋", "房号"], hidden=True)) == [(0, "", "no_columns")]
	assert codes(read_units([])) == [(0, "", "no_columns")]


@pytest.mark.parametrize(
	("layout", "rooms"), [("3室2厅", 3), ("三房", 3), ("两居", 2), ("４室", 4), ("开间", None), (None, None)]
)
def test_a_layout_says_its_bedrooms(layout, rooms):
	assert rooms_of(layout) == rooms


def unit(name="u", price=1200000, area=100, rooms=3, product="高层"):
	return Offered(name, Decimal(price), Decimal(area), rooms, product)


class TestMatching:
	WISHES = Wishes(budget_from=100, budget_to=130, area_from=90, area_to=110, rooms=3, product_type="高层")

	def test_what_fits_comes_first_then_the_nearest(self):
		found = matches(
			[
				unit("two rooms", rooms=2),
				unit("dear", price=1400000),
				unit("too dear", price=1500000),
				unit("fits"),
				unit("other product", product="洋房"),
				unit("a little dear", price=1310000),
				unit("too many rooms", rooms=5),
			],
			self.WISHES,
		)
		assert [match.unit.name for match in found] == ["fits", "a little dear", "dear", "two rooms"]
		assert [match.fits for match in found] == [True, False, False, False]

	@pytest.mark.parametrize("price", [1000000, 1300000])
	def test_the_ends_of_a_wish_fit(self, price):
		assert match_of(unit(price=price), self.WISHES).fits

	@pytest.mark.parametrize(
		("price", "near"), [(900000, True), (899999, False), (1430000, True), (1430001, False)]
	)
	def test_nearly_is_a_tenth(self, price, near):
		assert (match_of(unit(price=price), self.WISHES) is not None) == near

	def test_what_is_not_known_is_no_miss_and_no_wish_excludes_nothing(self):
		assert match_of(unit(price=0, area=0, rooms=0, product=""), self.WISHES).fits
		assert match_of(unit(), Wishes()).fits and not Wishes().any
