"""Groups stand as people count them: 一二三四五六 (R2)."""

import pytest

from dianjian_app.people.group_order import LAST, order_in_name

pytestmark = pytest.mark.req("R2")


def test_chinese_numbers_stand_in_their_order():
	names = ["六组", "三组", "十组", "一组", "二组", "五组", "十二组", "四组", "二十一组"]
	assert sorted(names, key=order_in_name) == [
		*("一组", "二组", "三组", "四组", "五组", "六组", "十组", "十二组", "二十一组"),
	]


@pytest.mark.parametrize(
	("name", "order"),
	[
		("第三销售小组", 3),
		("销售2组", 2),
		("Group 12", 12),
		("十组", 10),
		("九十九组", 99),
		("拓展部", LAST),
		("", LAST),
		("〇组", LAST),
		("十十组", LAST),
	],
)
def test_the_number_of_a_name(name, order):
	assert order_in_name(name) == order
