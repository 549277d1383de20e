"""Which row is the heading and which column holds what (R6)."""

import pytest

from dianjian_app.resources.intake import headings as h
from dianjian_app.resources.intake.columns import guess_layout, headings_of, is_note, is_total

pytestmark = pytest.mark.req("R6")
DATA = ["张伟", "13812345678", "派单", "高层"]


def columns(*rows, **options):
	return guess_layout(rows, "022", **options).columns


@pytest.mark.parametrize(
	("heading", "meaning"),
	[
		*(
			(w, h.PHONE)
			for w in (
				"手机",
				"电话",
				"联系方式",
				"联系电话",
				"客户电话",
				"号码",
				"手机号码",
				"座机",
				"固定电话",
			)
		),
		*(
			(w, h.PHONE)
			for w in (
				"电话1",
				"备用电话",
				"*手机(必填)",
				"电 话",
				"Phone",
				"Mobile No.",
				"phone_number",
				"Tel",
			)
		),
		*(
			(w, h.NAME)
			for w in ("姓名", "客户", "称呼", "客户姓名", "联系人", "业主姓名", "Customer Name", "name")
		),
		*(
			(w, h.SOURCE)
			for w in ("渠道", "来源", "资源来源", "途径", "获知途径", "认知渠道", "媒体来源", "Source")
		),
		*(
			(w, h.NEED)
			for w in ("需求", "意向产品", "产品需求", "户型", "意向户型", "物业类型", "Product Need")
		),
		*((w, h.REMARKS) for w in ("备注", "说明", "沟通情况", "客户描述", "跟进情况", "Remarks")),
		*((w, h.DATE) for w in ("日期", "来电日期", "登记时间", "来电时间", "接待日期", "Date", "Call Date")),
		*((w, h.SERIAL) for w in ("序号", "编号", "客户编号", "No.")),
		*((w, h.SEGMENT) for w in ("客户类型", "置业目的")),
		*((w, h.PROJECT) for w in ("意向项目", "项目名称")),
	],
)
def test_a_heading_is_understood(heading, meaning):
	found = h.meaning_of(heading)
	assert found and found[0] == meaning


@pytest.mark.parametrize(
	"heading",
	[
		*(
			"置业顾问",
			"置业顾问电话",
			"销售员",
			"推荐人电话",
			"客户经理",
			"登记人",
			"跟进人",
			"性别",
			"年龄",
			"客户年龄",
		),
		*(
			"身份证号码",
			"电话归属地",
			"是否接通",
			"微信号",
			"QQ号码",
			"公司名称",
			"需求面积",
			"Hotel",
			"Update",
			"Sales Agent",
		),
		*(
			"13812345678",
			"022-88465725",
			"本表由策划提供,如有疑问请打办公室电话咨询策划部",
			"",
			None,
			13812345678,
		),
	],
)
def test_what_is_no_heading_of_the_customer_is_left_alone(heading):
	found = h.meaning_of(heading)
	assert found is None


def test_headings_stand_below_titles_and_blank_rows():
	rows = [["八里洲项目来电来访留电汇总", None], [], ["2026年9月"], ["客户", "手机", "来源", "需求"], DATA]
	layout = guess_layout(rows)
	assert (layout.header, layout.first) == (3, 4)
	assert layout.columns == {h.NAME: (0,), h.PHONE: (1,), h.SOURCE: (2,), h.NEED: (3,)}


@pytest.mark.parametrize("before", range(10))
def test_headings_may_stand_in_any_of_the_first_rows(before):
	layout = guess_layout([["标题"]] * before + [["姓名", "电话", "渠道", "户型"], DATA])
	assert layout.header == before


def test_columns_may_stand_in_any_order():
	assert columns(
		["备注", "途径", "联系方式", "户型", "称呼"], ["有空", "派单", "13812345678", "高层", "张伟"]
	) == {
		h.REMARKS: (0,),
		h.SOURCE: (1,),
		h.PHONE: (2,),
		h.NEED: (3,),
		h.NAME: (4,),
	}


def test_two_phone_columns_are_both_read():
	assert columns(["姓名", "手机", "座机"], ["张伟", "13812345678", "88465725"])[h.PHONE] == (1, 2)
	assert columns(["电话1", "电话2", "姓名"], ["13812345678", None, "张伟"])[h.PHONE] == (0,)


def test_a_second_phone_column_counts_even_when_its_first_number_comes_late():
	rows = [["姓名", "手机", "座机"], *([["张伟", "13812345678", ""]] * 400), ["李芳", "", "88465725"]]
	assert columns(*rows)[h.PHONE] == (1, 2)


def test_the_consultants_phone_is_not_the_customers():
	found = columns(
		["置业顾问", "置业顾问电话", "客户", "电话"], ["王五", "13900000000", "张伟", "13812345678"]
	)
	assert (found[h.PHONE], found[h.NAME]) == ((3,), (2,))


def test_of_two_names_the_more_telling_one_is_taken():
	found = columns(["联系人", "客户姓名", "电话"], ["李四", "张伟", "13812345678"])
	assert found[h.NAME] == (1,)


def test_headings_over_two_rows_are_joined():
	rows = [["序号", "客户信息", None, "登记情况", None], [None, "姓名", "电话", "日期", "来源"], [1, *DATA]]
	layout = guess_layout(rows)
	assert (layout.header, layout.first) == (0, 2)
	assert layout.columns[h.PHONE] == (2,) and layout.columns[h.SOURCE] == (4,)
	assert headings_of(rows, layout) == ["序号", "姓名", "电话", "日期", "来源"]


def test_a_phone_heading_that_spans_two_columns_is_joined():
	rows = [
		["序号", "姓名", "联系电话", None, "来源"],
		[None, None, "手机", "座机", None],
		[1, "张伟", "13812345678", "88465725", "派单"],
	]
	layout = guess_layout(rows, "022")
	assert layout.first == 2 and layout.columns[h.PHONE] == (2, 3)


def test_a_title_that_names_the_phone_is_not_the_heading():
	rows = [["客户电话资源表"], ["电话", "客户"], ["13812345678", "张伟"]]
	layout = guess_layout(rows)
	assert layout.first == 2 and layout.columns == {h.PHONE: (0,), h.NAME: (1,)}


def test_a_title_that_happens_to_name_something_is_no_first_line_of_the_headings():
	head = ["序号", "姓名", "备注", "电话", "渠道"]
	layout = guess_layout([["八里洲项目留电登记表"], head, [1, "张伟", "", "13812345678", "派单"]], "022")
	assert (layout.header, layout.first) == (1, 2)


def test_a_sheet_of_notes_has_no_data():
	assert not guess_layout([["本表由策划提供", "请勿外传"]], "022").usable
	assert not guess_layout([["如有疑问请致电022-88465725"]], "022").usable
	assert not guess_layout([["联系人", "张三"], ["电话", "022-88465725"]], "022", sheet_name="说明").usable
	assert not guess_layout([], "022").usable


def test_without_headings_the_numbers_show_the_column():
	rows = [
		[1, "张伟", 13812345678.0, "派单"],
		[2, "李芳", 13912345678.0, "来电"],
		[3, "王强", "88465725", "来电"],
	]
	assert columns(*rows) == {h.PHONE: (2,), h.NAME: (1,)}


def test_a_following_sheet_without_headings_is_read_like_the_one_before():
	before = guess_layout([["来源", "电话", "客户"], ["派单", "13812345678", "张伟"]])
	assert guess_layout([["来电", "13912345678", "李芳"]], "022", before).columns == before.columns


def test_an_unknown_heading_over_numbers_is_found_by_its_content():
	rows = [["客户", "联络", "来源"], ["张伟", "13812345678", "派单"], ["李芳", "13912345678", "派单"]]
	layout = guess_layout(rows)
	assert layout.first == 1
	assert layout.columns == {h.NAME: (0,), h.PHONE: (1,), h.SOURCE: (2,)}


def test_a_remark_that_mentions_the_phone_is_no_heading():
	rows = [["张伟", "13812345678", "手机打不通"], ["李芳", "13912345678", ""], ["王强", "13712345678", ""]]
	assert columns(*rows)[h.PHONE] == (1,)


@pytest.mark.parametrize(
	"row", [["合计", 400], ["总计:400"], [None, "小计", 3], ["本页合计", 20], ["Total", 3], ["共计400人"]]
)
def test_a_total_row_is_known(row):
	assert is_total(row)


@pytest.mark.parametrize("row", [["Summer Li", None], ["合", None], [1, "王合计划"], ["Totally", 1]])
def test_a_customer_is_no_total(row):
	assert not is_total(row)


def test_rows_that_are_no_customers_are_notes():
	layout = guess_layout([["序号", "姓名", "电话", "备注"], [1, "张伟", "13812345678", ""]])
	for row in (
		[7, None, "", None],
		["以上资源请于本周内联系", None, None],
		["序号", "姓名", "电话", "备注"],
		["", "必填", "必填,11位", ""],
		["", "审核:", "", ""],
		["", "第2页", "", ""],
	):
		assert is_note(row, layout), row
	for row in (
		[7, "张伟", None, None],
		[None, "张伟", None, None],
		[7, "张伟", "不详", ""],
		[None, None, "不详", None],
	):
		assert not is_note(row, layout), row
