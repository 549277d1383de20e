"""Files of punches: columns in any order and wording, times as devices and people write them (R33)."""

from datetime import date, datetime, time, timedelta

import pytest

from dianjian_app.attendance.punch import Numbers, Punch, is_clock_off, key_of
from dianjian_app.attendance.punch_reading import read_punches
from dianjian_app.attendance.punch_times import TimeOfDay, times_of
from dianjian_app.resources.intake.reading import Sheet, read_sheets

MONDAY = date(2026, 11, 2)


def at(hour, minute, second=0, day=2):
	return datetime(2026, 11, day, hour, minute, second)


def read(*rows):
	return read_punches([Sheet("考勤", rows)])


def said(found):
	return [(p.employee_number, p.at, p.direction) for p in found.punches]


@pytest.mark.req("R33")
@pytest.mark.parametrize(
	"rows",
	[
		# a device's own list, in two orders of columns
		[("部门", "姓名", "考勤号码", "日期时间"), ("销售一组", "张三", "1001", "2026-11-02 09:07:00")],
		[("日期时间", "考勤号码", "姓名"), ("2026/11/2 9:07", 1001.0, "张三")],
		# day and time apart, a title above
		[("2026年11月考勤记录", "", ""), ("工号", "日期", "打卡时间"), ("1001", "2026-11-02", "9:07")],
		[("打卡时间", "工号", "打卡日期"), ("上午9:07", "1001", "2026年11月2日")],
		# as Excel gives them
		[("工号", "日期", "时间"), (1001.0, MONDAY, time(9, 7))],
		[("Employee ID", "Date", "Time"), (1001.0, datetime(2026, 11, 2), timedelta(hours=9, minutes=7))],
		[("Badge No", "Punch Time"), ("1001", datetime(2026, 11, 2, 9, 7))],
		[("人员编号", "姓名", "刷卡时间"), ("1001", "张三", 46328 + 547 / 1440)],
		[("User ID", "Timestamp"), ("1001", "20261102090700")],
		# without headings
		[("1001", "2026-11-02 09:07:00", "1", "0"), ("1001", "2026-11-02 09:07:00", "1", "0")],
	],
	ids=range(10),
)
def test_the_columns_are_found_in_any_order_and_wording(rows):
	found = read(*rows)
	assert set(said(found)) == {("1001", at(9, 7), "")}
	assert found.unread == []


@pytest.mark.req("R33")
def test_a_column_for_in_and_one_for_out_are_two_punches():
	found = read(
		("姓名", "工号", "日期", "上班打卡时间", "下班打卡时间", "考勤结果"),
		("张三", "1001", "2026-11-02", "09:07", "次日00:20", "迟到"),
		("李四", "1002", "2026-11-02", "缺卡", "17:01", "缺卡"),
		("王五", "1003", "2026-11-02", "", "", "休息"),
	)
	assert said(found) == [
		("1001", at(9, 7), "Clock In"),
		("1001", at(0, 20, day=3), "Clock Out"),
		("1002", at(17, 1), "Clock Out"),
	]
	assert found.unread == []


@pytest.mark.req("R33")
def test_several_times_in_a_cell_are_as_many_punches():
	found = read(("工号", "日期", "打卡记录"), ("1001", "2026-11-02", "08:58\n12:01；13:00 17:05"))
	assert [p.at for p in found.punches] == [at(8, 58), at(12, 1), at(13, 0), at(17, 5)]


@pytest.mark.req("R33")
def test_a_direction_column_says_in_or_out():
	found = read(
		("工号", "打卡时间", "签到类型"),
		("1001", "2026-11-02 09:07", "上班签到"),
		("1001", "2026-11-02 17:07", "下班签退"),
		("1001", "2026-11-02 12:07", "外勤"),
	)
	assert [p.direction for p in found.punches] == ["Clock In", "Clock Out", ""]


@pytest.mark.req("R33")
def test_what_cannot_be_read_is_counted_with_its_row_and_never_guessed():
	found = read(
		("工号", "打卡时间"),
		("1001", "2026-11-02 25:07"),
		("", "2026-11-02 09:07"),
		("1002", "09:07"),
		("1003", "2026-11-02 09:07"),
		("合计", ""),
	)
	assert said(found) == [("1003", at(9, 7), "")]
	assert [row for _sheet, row in found.unread] == [2, 3, 4]


@pytest.mark.req("R33")
def test_midnight_is_a_time_though_excel_writes_the_day_alone():
	found = read(
		("工号", "打卡时间"), ("1001", datetime(2026, 11, 2)), ("1001", date(2026, 11, 3)), ("1001", at(9, 7))
	)
	assert [p.at for p in found.punches] == [at(0, 0), at(0, 0, day=3), at(9, 7)]
	assert read(("工号", "日期", "打卡时间"), ("1001", MONDAY, MONDAY)).punches == []


@pytest.mark.req("R33")
def test_a_day_that_reads_in_two_ways_is_read_as_the_column_allows():
	undecided = read(("工号", "打卡时间"), ("1001", "11/2/2026 09:07"))
	assert (undecided.punches, len(undecided.unread)) == ([], 1)
	decided = read(("工号", "打卡时间"), ("1001", "11/2/2026 09:07"), ("1001", "11/20/2026 09:07"))
	assert decided.punches[0].at == at(9, 7)


@pytest.mark.req("R33")
def test_a_list_of_customers_holds_no_punches():
	found = read(("姓名", "电话", "备注"), ("张三", "13812345678", "周末来访"))
	assert (found.punches, found.columns) == ([], {})


@pytest.mark.req("R33")
def test_a_device_writes_its_csv_in_gbk():
	text = "姓名,工号,日期,时间\r\n张三,1001,2026-11-02,09:07:00\r\n"
	found = read_punches(read_sheets(text.encode("gb18030"), "考勤.csv"))
	assert said(found) == [("1001", at(9, 7), "")]
	assert found.columns["考勤.csv"]["number"] == ["工号"]


@pytest.mark.req("R33")
@pytest.mark.parametrize(
	("cell", "times"),
	[
		("23:59", [TimeOfDay(time(23, 59))]),
		("24:00", [TimeOfDay(time(0), True)]),
		("下午5:01", [TimeOfDay(time(17, 1))]),
		("5:01 PM", [TimeOfDay(time(17, 1))]),
		("12:05 am", [TimeOfDay(time(0, 5))]),
		("中午12:30", [TimeOfDay(time(12, 30))]),
		("9时07分", [TimeOfDay(time(9, 7))]),
		("9：07", [TimeOfDay(time(9, 7))]),
		("2026-11-02", []),
		("9:60", []),
		("", []),
		(0.5, [TimeOfDay(time(12))]),
		(46328.0, []),
		(True, []),
	],
)
def test_times_are_read_as_they_are_written(cell, times):
	assert list(times_of(cell)) == times


@pytest.mark.req("R33")
def test_numbers_are_found_as_devices_write_them():
	numbers = Numbers(["T-0001", "0012", "7", "007", "123"])
	assert [numbers.find(n) for n in ("t-0001", "12", "0012", "00123", "7", "07", "99", "x")] == [
		*("T-0001", "0012", "0012", "123", "7"),
		None,  # 7 and 007 are two people's
		*(None, None),
	]


@pytest.mark.req("R33")
def test_the_same_punch_has_the_same_key_and_another_one_another():
	punch = Punch("1001", at(9, 7))
	key = key_of(punch, "案场", "大门")
	assert key_of(Punch("1001", at(9, 7)), "案场", "大门") == key
	others = [
		key_of(Punch("1002", at(9, 7)), "案场", "大门"),
		key_of(Punch("1001", at(9, 7, 1)), "案场", "大门"),
		key_of(Punch("1001", at(9, 7), "Clock In"), "案场", "大门"),
		key_of(punch, "案场", "后门"),
		key_of(punch, "二案场", "大门"),
	]
	assert len({key, *others}) == 6


@pytest.mark.req("R33")
@pytest.mark.parametrize(
	("moment", "ahead", "off"),
	[
		(at(9, 0), timedelta(0), False),
		(at(9, 4), timedelta(0), False),
		(at(9, 6), timedelta(0), True),  # it lies ahead of the server's clock
		(at(8, 0), timedelta(minutes=5), False),
		(at(8, 0), timedelta(hours=-1), True),
		(at(8, 0), timedelta(hours=1), True),
	],
)
def test_a_clock_an_hour_off_makes_a_punch_doubtful(moment, ahead, off):
	assert is_clock_off(moment, at(9, 0), ahead) is off
