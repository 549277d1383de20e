"""Who is there in the morning, and who should be and is not (R33)."""

from datetime import date, datetime, time

import pytest

from dianjian_app.attendance.day_result import Application, DayFacts, Kind, SeenPunch
from dianjian_app.attendance.morning import Whereabouts, whereabouts
from dianjian_app.attendance.policy import Policy
from dianjian_app.attendance.working_time import Hours
from dianjian_app.people.calendar import DayType, RestDay, Season, WorkCalendar
from dianjian_app.people.presence import DayPart

pytestmark = pytest.mark.req("R33")
MONDAY, SUNDAY, HOLIDAY = date(2026, 11, 2), date(2026, 11, 1), date(2026, 10, 1)
CENTRE = WorkCalendar(
	rest_days=(RestDay(6),),
	special={HOLIDAY: DayType.HOLIDAY},
	seasons=(Season("冬季", 10, 1, time(9), time(17)),),
)
LEAVE, OUTING = Kind.LEAVE, Kind.OUTING


def asked(kind, part=DayPart.WHOLE_DAY, approved="09:30"):
	"""An application, approved after the day had begun unless said otherwise."""
	return Application("a", kind, part, datetime.combine(MONDAY, time.fromisoformat(approved)))


def at(clock, *punches, day=MONDAY, calendar=CENTRE, **facts):
	seen = tuple(SeenPunch(p, datetime.combine(day, time.fromisoformat(p))) for p in punches)
	made = DayFacts(
		day, **{"calendar": calendar, "policy": Policy(date(2026, 1, 1)), "punches": seen, **facts}
	)
	return whereabouts(made, datetime.combine(day, time.fromisoformat(clock))).whereabouts


@pytest.mark.parametrize(
	("clock", "punches", "facts", "where"),
	[
		("09:09", (), {}, Whereabouts.EXPECTED),
		("09:10", (), {}, Whereabouts.MISSING),
		("09:10", ("09:09",), {}, Whereabouts.HERE),
		("09:10", (), {"applications": (asked(LEAVE),)}, Whereabouts.LEAVE),
		("09:10", (), {"applications": (asked(OUTING),)}, Whereabouts.OUTING),
		("09:10", (), {"applications": (asked(LEAVE, DayPart.MORNING),)}, Whereabouts.EXPECTED),
		("12:10", (), {"applications": (asked(LEAVE, DayPart.MORNING),)}, Whereabouts.MISSING),
		("09:10", (), {"applications": (asked(LEAVE, DayPart.AFTERNOON),)}, Whereabouts.MISSING),
		("09:10", (), {"suspended": True}, Whereabouts.SUSPENDED),
		("09:10", (), {"day": SUNDAY}, Whereabouts.REST),
		("09:10", ("09:00",), {"day": SUNDAY}, Whereabouts.HERE),
		("09:10", (), {"day": HOLIDAY}, Whereabouts.HOLIDAY),
		("09:10", (), {"doubts": ("p1",)}, Whereabouts.UNKNOWN),
		("09:10", (), {"excused": True}, Whereabouts.UNKNOWN),
		("09:10", (), {"shift": Hours(time(13), time(16), time(16), time(21))}, Whereabouts.EXPECTED),
		("13:10", (), {"shift": Hours(time(13), time(16), time(16), time(21))}, Whereabouts.MISSING),
		("09:10", (), {"calendar": WorkCalendar()}, Whereabouts.EXPECTED),  # no hours are known
	],
)
def test_where_somebody_is(clock, punches, facts, where):
	assert at(clock, *punches, **facts) is where
