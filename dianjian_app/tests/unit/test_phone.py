"""Phone numbers in any spelling (R6), masked and hashed (R47)."""

import re

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dianjian_app.resources.numbers.phone import (
	hide_numbers,
	keyed_hash,
	mask,
	name_in_phone_cell,
	read_numbers,
)

pytestmark = pytest.mark.req("R6")
KEY = b"a key of the site"
MOBILE, TIANJIN, BEIJING = "+8613812345678", "+862288465725", "+861061699891"


@pytest.mark.parametrize(
	"cell",
	[
		*("13812345678", " 13812345678 ", "138 1234 5678", "138-1234-5678", "1381234 5678", "138.1234.5678"),
		*("+8613812345678", "+86 138 1234 5678", "86 13812345678", "8613812345678", "008613812345678"),
		*("0086-138-1234-5678", "(+86)13812345678", "+86(138)12345678", "013812345678"),
		*(
			"１３８１２３４５６７８",
			"＋８６－１３８－１２３４－５６７８",
			"138１２３４5678",
			"13812345678\u200b",
		),
		*(
			"电话:13812345678",
			"电话：13812345678 ",
			"手机 13812345678",
			"tel:+8613812345678",
			"Mobile: 13812345678",
		),
		*(
			"13812345678(微信同号)",
			"张伟13812345678",
			'="13812345678"',
			"'13812345678",
			"138\u00a01234\u00a05678",
		),
		*(13812345678, 13812345678.0, "13812345678.0", "1.3812345678E10", "1.3812345678e+10"),
	],
)
def test_a_mobile_in_any_spelling_is_one_number(cell):
	assert read_numbers(cell, "022").numbers == (MOBILE,)


@pytest.mark.parametrize(
	"cell",
	[
		*(
			"022-88465725",
			"02288465725",
			"(022)88465725",
			"022 8846 5725",
			"022—88465725",
			"88465725",
			"8846-5725",
		),
		*(88465725, 2288465725, 2288465725.0, "22-88465725", "+86 22 8846 5725", "+86-22-88465725"),
		*(
			"+86 (0)22 88465725",
			"8602288465725",
			"86-022-88465725",
			"０２２－８８４６５７２５",
			"座机:022-88465725",
		),
		*("022-88465725转801", "022-88465725 转 801", "022-88465725ext801", "022-88465725 ext. 801"),
		*("022-88465725-801", "88465725-801", "022-88465725x801", "022-88465725#801", "022-88465725分机801"),
	],
)
def test_a_landline_in_any_spelling_is_one_number(cell):
	assert read_numbers(cell, "022").numbers == (TIANJIN,)


@pytest.mark.parametrize(
	"cell",
	[
		*(
			"18400001111转1001",
			"18400001111 转 1001",
			"18400001111转接1001",
			"18400001111,1001",
			"18400001111，1001",
		),
		*("18400001111-1001", "1840000 1111转1001", "184-0000-1111-1001", "+86 18400001111 分机1001"),
		*(
			"18400001111 ext. 1001",
			"18400001111x1001",
			"18400001111#1001",
			"１８４００００１１１１转１００１",
		),
		*(
			"18400001111（转1001）",
			"18400001111【转 1001】",
			"18400001111 (分机:1001)",
			"18400001111[ext 1001]",
		),
		*("18400001111轉1001", "18400001111 分機號 1001", "18400001111內線1001"),
		*("18400001111*1001", "18400001111p1001", "18400001111,,1001", "18400001111_1001"),
		"+8618400001111;ext=1001",
	],
)
def test_a_privacy_number_keeps_its_extension(cell):
	assert read_numbers(cell, "022").numbers == ("+8618400001111;ext=1001",)


@pytest.mark.parametrize(
	("cell", "number"),
	[
		("400-821-5527转1234", "+864008215527;ext=1234"),
		("4008215527,1234", "+864008215527;ext=1234"),
		("+864008215527;ext=1234", "+864008215527;ext=1234"),
		("95013123456转1234", "+8695013123456;ext=1234"),
		("950-1312-3456 转 1234", "+8695013123456;ext=1234"),
	],
)
def test_a_95_or_400_number_with_an_extension_is_a_customer(cell, number):
	assert read_numbers(cell, "022").numbers == (number,)


@pytest.mark.parametrize(
	("cell", "numbers"),
	[
		("18400001111转1234567", ("+8618400001111;ext=1234567",)),
		("18400001111转12345678", ("+8618400001111;ext=12345678",)),
		("18400001111（分机：1234567890）", ("+8618400001111;ext=1234567890",)),
		("18400001111 ext 123456789012345", ("+8618400001111;ext=123456789012345",)),
		("18400001111转02345", ("+8618400001111;ext=02345",)),
		("400-821-5527转12345678", ("+864008215527;ext=12345678",)),
		("95013123456转12345678", ("+8695013123456;ext=12345678",)),
		("022-88465725转12345678", (TIANJIN,)),
		("13812345678转13912345678", (MOBILE, "+8613912345678")),
		("13812345678转022-88465725", (MOBILE, TIANJIN)),
		("13812345678转02288465725", (MOBILE, TIANJIN)),
		("13812345678,88465725", (MOBILE, TIANJIN)),
	],
)
def test_an_extension_may_be_long_and_another_number_is_none(cell, numbers):
	assert read_numbers(cell, "022").numbers == numbers


def test_customers_behind_one_privacy_number_stay_apart():
	cells = ("18400001111转1001", "18400001111转1002", "18400001111,1003", "18400001111-1004")
	read = [read_numbers(cell).numbers for cell in cells]
	assert len({keyed_hash(number, KEY) for (number,) in read}) == 4
	(masks := {mask(number) for (number,) in read})
	assert masks == {"184****1111转**01", "184****1111转**02", "184****1111转**03", "184****1111转**04"}
	both = read_numbers("18400001111,1003/18400001111,1004").numbers
	assert both == ("+8618400001111;ext=1003", "+8618400001111;ext=1004")


@pytest.mark.parametrize(
	"cell",
	[
		"13812345678,120平",
		"13812345678_120平",
		"13812345678（1001）",
		"13812345678*2",
		"13812345678~5680",
		"13812345678/139",
		"13812345678-2026-5",
		"13812345678,3室",
		"13812345678 120",
	],
)
def test_what_follows_a_number_is_not_always_an_extension(cell):
	assert read_numbers(cell, "022").numbers == (MOBILE,)


def test_hashes_that_exist_stay_as_they_are():
	"""Of every number without an extension, and of a landline with one; the figures are those of version 0.1."""
	assert keyed_hash(MOBILE, KEY) == "af514776be45a2eb2c7350e154c7008c54f125f7"
	assert read_numbers("022-88465725转801").numbers == (TIANJIN,)


def test_the_area_code_of_the_centre_is_added_to_a_number_without_one():
	assert read_numbers("61699891", "010").numbers == (BEIJING,)
	assert read_numbers("61699891", "").reason == "invalid"
	assert read_numbers("010-61699891", "022").numbers == (BEIJING,)


@pytest.mark.parametrize(
	("cell", "numbers"),
	[
		("13812345678/13912345678", (MOBILE, "+8613912345678")),
		("13812345678、13912345678", (MOBILE, "+8613912345678")),
		("13812345678;13912345678", (MOBILE, "+8613912345678")),
		("13812345678；13912345678", (MOBILE, "+8613912345678")),
		("13812345678，13912345678", (MOBILE, "+8613912345678")),
		("13812345678\n13912345678", (MOBILE, "+8613912345678")),
		("13812345678 13912345678", (MOBILE, "+8613912345678")),
		("13812345678-13912345678", (MOBILE, "+8613912345678")),
		("13812345678+13912345678", (MOBILE, "+8613912345678")),
		("13812345678或022-88465725", (MOBILE, TIANJIN)),
		("①13812345678②13912345678", (MOBILE, "+8613912345678")),
		("手机13812345678 座机022-88465725", (MOBILE, TIANJIN)),
		("022-88465725/13812345678", (TIANJIN, MOBILE)),
		("022-88465725 88465726", (TIANJIN, "+862288465726")),
		("88465725/88465726", (TIANJIN, "+862288465726")),
		("022-88465725-801/13812345678", (TIANJIN, MOBILE)),
		("张伟13812345678/李芳13912345678", (MOBILE, "+8613912345678")),
		("13812345678 138-1234-5678", (MOBILE,)),
		("13812345678/400-821-5527", (MOBILE,)),
		("13812345678/139", (MOBILE,)),
	],
)
def test_several_numbers_in_a_cell_keep_their_order(cell, numbers):
	assert read_numbers(cell, "022").numbers == numbers


@pytest.mark.parametrize(
	("cell", "number"),
	[
		("+852 9879 1624", "+85298791624"),
		("0085298791624", "+85298791624"),
		(85298791624, "+85298791624"),
		("852-98791624", "+85298791624"),
		("+886 912 345 678", "+886912345678"),
		("+1 650 253 0000", "+16502530000"),
		("001 650 253 0000", "+16502530000"),
		("+13105551234", "+13105551234"),
	],
)
def test_numbers_from_abroad_keep_their_country(cell, number):
	assert read_numbers(cell, "022").numbers == (number,)


@pytest.mark.parametrize(
	"cell", ["400-821-5527", "4008215527", 4008215527, "800-820-8820", "400 821 5527 转 2", "+864008215527"]
)
def test_a_service_number_is_no_customer(cell):
	assert read_numbers(cell, "022").reason == "service"


@pytest.mark.parametrize("cell", [None, "", "  ", "\n", "\u3000", "\u200b", float("nan")])
def test_nothing_written_is_missing(cell):
	assert read_numbers(cell, "022") == read_numbers(None)
	assert read_numbers(cell, "022").reason == "missing"


@pytest.mark.parametrize(
	"cell",
	[
		*(
			"不详",
			"无",
			"空号",
			"-",
			"1525394175",
			"138123456789",
			"13800OOOO00",
			"138****1234",
			"12345678901",
		),
		*(
			"110101199003071234",
			"10086",
			"95588",
			"2026-09-01",
			"2026/9/1",
			"0",
			True,
			"1525394175 8",
			"138 1234 56789",
		),
		"1.38123E+10",  # Excel showed six digits; the rest is lost
	],
)
def test_what_cannot_be_called_is_invalid(cell):
	assert read_numbers(cell, "022").reason == "invalid"


@pytest.mark.req("R47")
@pytest.mark.parametrize(
	("number", "masked"),
	[
		(MOBILE, "138****5678"),
		(TIANJIN, "022****725"),
		("+8631185671234", "0311****234"),
		("+85298791624", "+852****624"),
	],
)
def test_a_mask_shows_where_from_and_the_end(number, masked):
	assert mask(number) == masked


@pytest.mark.req("R47")
def test_numbers_in_free_text_are_masked():
	text = "其丈夫13812345678,也可打022-88465725,预算3000000,2026-09-01再来"
	assert hide_numbers(text) == "其丈夫138****5678,也可打022****725,预算3000000,2026-09-01再来"
	assert hide_numbers("周末有空,看 120 平") == "周末有空,看 120 平"


@pytest.mark.req("R47")
def test_a_remark_stays_as_written_but_for_the_number():
	text = "①三居㎡ １３８１２３４５６７８，急；ｃａｌｌ我…看①②栋"
	assert hide_numbers(text) == "①三居㎡ 138****5678，急；ｃａｌｌ我…看①②栋"
	assert hide_numbers("打18400001111转1001找①栋") == "打184****1111转**01找①栋"


@pytest.mark.req("R47")
@given(
	st.text(st.sampled_from("①㎡Ａ，；…张三 ㈠"), max_size=20),
	st.text(st.sampled_from("①㎡Ａ，；…张三 "), max_size=20),
)
def test_whatever_stands_around_a_number_stays(before, after):
	hidden = hide_numbers(f"{before}13812345678{after}")
	assert hidden == f"{before}138****5678{after}"


def test_the_name_beside_a_number_is_found():
	assert name_in_phone_cell("张伟 13812345678") == "张伟"
	assert name_in_phone_cell("13812345678(李芳)") == "李芳"
	assert name_in_phone_cell("电话:13812345678") == ""


mobiles = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)
landlines = st.from_regex(r"022[2-8]\d{7}", fullmatch=True).filter(str.isascii)
spellings = st.sampled_from(
	[
		*(
			"{}",
			" {} ",
			"+86 {}",
			"+86{}",
			"0086{}",
			"86-{}",
			"电话:{}",
			"电话：{} ",
			"{}(微信)",
			"张伟 {}",
			"{}.0",
		),
		*("{}\n", "{}/12", "[{}]", "tel {}"),
	]
)
noise = st.text(st.sampled_from("0123456789+-() /、;转ext.张电话\n１８"), max_size=40)


@given(noise)
@example("+310000000")
def test_what_was_read_reads_back_as_itself(text):
	for number in read_numbers(text, "022").numbers:
		assert read_numbers(number, "").numbers == (number,)
		assert read_numbers(number, "010").numbers == (number,)


@given(noise)
def test_a_cell_has_numbers_or_a_reason_and_never_one_number_twice(text):
	read = read_numbers(text, "022")
	assert bool(read.numbers) != bool(read.reason)
	assert len(set(read.numbers)) == len(read.numbers)
	assert all(phonenumbers.is_possible_number(phonenumbers.parse(n)) for n in read.numbers if n[3:5] != "95")


@given(st.one_of(mobiles, landlines), spellings)
def test_any_spelling_of_a_number_gives_one_hash(number, spelling):
	plain, spelt = read_numbers(number, "022").numbers, read_numbers(spelling.format(number), "022").numbers
	assert len(plain) == 1
	assert [keyed_hash(n, KEY) for n in spelt] == [keyed_hash(n, KEY) for n in plain]


@given(mobiles, st.sampled_from(" -."), st.sampled_from([(3, 7), (3, 6), (4, 8), (4, 7)]))
def test_grouping_changes_nothing(number, mark, cuts):
	grouped = mark.join((number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]))
	assert read_numbers(grouped).numbers == read_numbers(number).numbers


@pytest.mark.req("R47")
@given(noise)
def test_a_mask_never_shows_seven_digits_in_a_row(text):
	for number in read_numbers(text, "022").numbers:
		shown = mask(number)
		assert not re.search(r"\d{7}", shown)
		assert "*" * 4 in shown and number[1:] not in shown
		assert sum(a.isdigit() for a in shown) <= len(number) - 4


@pytest.mark.req("R47")
@given(st.text(st.sampled_from("0123456789-+ 张说,再电"), max_size=60))
def test_no_mobile_stays_in_masked_text(text):
	hidden = hide_numbers(text)
	assert not read_numbers(hidden).numbers or not read_numbers(text).numbers


@pytest.mark.req("R47")
def test_the_hash_needs_the_key():
	assert keyed_hash(MOBILE, KEY) != keyed_hash(MOBILE, b"another key")
	assert re.fullmatch(r"[0-9a-f]{40}", keyed_hash(MOBILE, KEY))
