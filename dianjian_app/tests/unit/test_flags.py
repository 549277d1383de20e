"""What people should look at is found in what was recorded, and honest work is left alone (R17, R20, R33)."""

from datetime import datetime, time, timedelta

import pytest

from dianjian_app.service.flags.detectors import (
	Connected,
	Kind,
	Numbered,
	Punched,
	Signed,
	Thresholds,
	alike_numbers,
	one_signer,
	out_of_hours,
	same_second,
	short_calls,
)

NOON = datetime(2026, 9, 15, 12, 0)
LIMITS = Thresholds()
MONTH = "2026-09"


def visits(**signed):
	"""agent_consultant=how many."""
	return [
		Signed(f"{pair}-{n}", *pair.split("_"), NOON + timedelta(hours=n))
		for pair, count in signed.items()
		for n in range(count)
	]


@pytest.mark.req("R17")
class TestOneSigner:
	def test_a_consultant_who_signs_one_agents_visits_far_above_the_rest_is_found(self):
		[found] = one_signer(visits(a_x=13, a_y=2, b_x=4, b_y=3, c_y=4, d_x=3), LIMITS, MONTH)
		assert (found.about, found.beside, found.number, found.rest) == ("a", "x", 13, 4)
		assert len(found.evidence) == 13 and {e.doctype for e in found.evidence} == {"Visit Confirmation"}

	def test_stand_ins_of_a_day_make_nobody_odd(self):
		"""Each group has its own consultant, who was away for a day."""
		assert not one_signer(visits(a_x=40, a_y=1, b_y=38, b_x=1, c_z=35, c_x=2), LIMITS, MONTH)

	def test_few_visits_and_two_agents_say_nothing(self):
		assert not one_signer(visits(a_x=11, b_y=1, c_y=1), LIMITS, MONTH)
		assert not one_signer(visits(a_x=40, b_y=2), LIMITS, MONTH)

	def test_the_thresholds_decide_and_zero_asks_nothing(self):
		signed = visits(a_x=9, b_y=2, c_y=2)
		assert one_signer(signed, Thresholds(sign_least=8), MONTH)
		assert not one_signer(signed, Thresholds(sign_least=8, sign_times=5), MONTH)
		assert not one_signer(visits(a_x=90, b_y=1, c_y=1), Thresholds(sign_least=0), MONTH)

	def test_another_visit_of_the_month_is_the_same_flag(self):
		keys = [one_signer(visits(a_x=n, b_y=2, c_y=2), LIMITS, MONTH)[0].key for n in (13, 14)]
		assert keys[0] == keys[1] != ""


def calls(*seconds, sheet="S1", agent="a"):
	return [Connected(sheet, agent, NOON + timedelta(seconds=s)) for s in seconds]


@pytest.mark.req("R20")
class TestShortCalls:
	def test_ten_customers_in_three_minutes_are_found(self):
		[found] = short_calls([*calls(*range(0, 180, 18)), *calls(3600, 4000)], LIMITS)
		assert (found.kind, found.about, found.number) == (Kind.SHORT_CALLS, "a", 10)
		assert found.evidence[0].at == NOON

	def test_a_day_of_a_hundred_calls_is_honest(self):
		assert not short_calls(calls(*range(0, 27000, 270)), LIMITS)
		assert not short_calls(calls(*range(0, 270, 30)), LIMITS)

	def test_two_agents_calls_at_once_are_two_peoples(self):
		both = [*calls(*range(0, 90, 18)), *calls(*range(0, 90, 18), sheet="S2", agent="b")]
		assert not short_calls(both, LIMITS)

	def test_zero_asks_nothing(self):
		assert not short_calls(calls(*range(0, 90, 3)), Thresholds(calls=0))


def customers(*digits, agent="a"):
	return [
		Numbered("Visit Confirmation", f"V{agent}{n}", agent, f"L{agent}{n}", d, NOON)
		for n, d in enumerate(digits)
	]


@pytest.mark.req("R17")
class TestAlikeNumbers:
	@pytest.mark.parametrize("other", ["8613812345679", "8613812345687", "8618312345678", "8613812354678"])
	def test_one_digit_or_two_neighbours_changed_is_a_variation(self, other):
		[found] = alike_numbers(customers("8613812345678", "8615900001111", other), LIMITS)
		assert (found.about, found.number) == ("a", 2)
		assert {e.name for e in found.evidence} == {"Va0", "Va2"}

	def test_variations_of_variations_are_one_finding(self):
		[found] = alike_numbers(customers("8613812345678", "8613812345679", "8613812345579"), LIMITS)
		assert found.number == 3

	def test_numbers_further_apart_are_customers(self):
		assert not alike_numbers(customers("8613812345678", "8613812345699", "8613912345779"), LIMITS)

	def test_one_customer_several_times_or_with_two_numbers_is_one(self):
		one, two = customers("8613812345678", "8613812345679")
		again = Numbered(one.doctype, "V9", "a", one.customer, one.digits, NOON)
		assert not alike_numbers([one, again], LIMITS)
		same = Numbered(two.doctype, two.name, "a", one.customer, two.digits, NOON)
		assert not alike_numbers([one, same], LIMITS)

	def test_two_agents_numbers_are_two_peoples(self):
		both = [*customers("8613812345678"), *customers("8613812345679", agent="b")]
		assert not alike_numbers(both, LIMITS)

	def test_the_threshold_decides(self):
		pair = customers("8613812345678", "8613812345679")
		assert not alike_numbers(pair, Thresholds(alike=3)) and not alike_numbers(pair, Thresholds(alike=0))


@pytest.mark.req("R17")
class TestOutOfHours:
	@pytest.mark.parametrize(
		("at", "odd"),
		[("06:59", 1), ("08:00", 0), ("12:00", 0), ("18:29", 0), ("18:30", 0), ("18:31", 1), ("23:50", 1)],
	)
	def test_well_before_or_after_the_opening_hours(self, at, odd):
		moment = datetime.combine(NOON.date(), time.fromisoformat(at))
		found = out_of_hours(
			[Signed("V1", "a", "x", moment)], lambda _moment: (time(9), time(17, 30)), LIMITS
		)
		assert [(f.about, f.beside) for f in found] == [("a", "x")] * odd

	def test_a_centre_without_hours_and_zero_say_nothing(self):
		signed = [Signed("V1", "a", "x", NOON.replace(hour=23))]
		assert not out_of_hours(signed, lambda _moment: None, LIMITS)
		hours = (time(9), time(17))
		assert not out_of_hours(signed, lambda _moment: hours, Thresholds(late_minutes=0))


def punch(staff, at, device=""):
	return Punched(f"{staff}{at:%d%H%M%S}", staff, at, device)


@pytest.mark.req("R33")
class TestSameSecond:
	AT = NOON.replace(second=17)

	def test_two_people_in_one_second_at_one_device_are_found(self):
		[found] = same_second([punch("b", self.AT, "D1"), punch("a", self.AT, "D1")], LIMITS)
		assert (found.about, found.beside, len(found.evidence)) == ("a", "b", 2)

	def test_on_two_phones_it_takes_two_days(self):
		later = self.AT + timedelta(days=1)
		pair = [punch("a", self.AT), punch("b", self.AT)]
		assert not same_second(pair, LIMITS)
		[found] = same_second([*pair, punch("a", later), punch("b", later)], LIMITS)
		assert (found.number, len(found.evidence)) == (2, 4)
		assert same_second(pair, Thresholds(same_second_days=1))

	def test_a_device_without_seconds_says_nothing(self):
		assert not same_second([punch("a", NOON, "D1"), punch("b", NOON, "D1")], LIMITS)

	def test_one_person_twice_another_second_and_zero_are_nothing(self):
		assert not same_second([punch("a", self.AT, "D1"), punch("a", self.AT, "D1")], LIMITS)
		apart = [punch("a", self.AT, "D1"), punch("b", self.AT + timedelta(seconds=1), "D1")]
		assert not same_second(apart, LIMITS)
		together = [punch("a", self.AT, "D1"), punch("b", self.AT, "D1")]
		assert not same_second(together, Thresholds(same_second_days=0))
