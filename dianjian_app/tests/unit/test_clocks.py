"""Every date is the site's: nothing asks the clock of the server, of the database, or of the browser."""

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2]
# the world's time is no place's: what is signed for outside says it
OTHER_CLOCKS = {
	".py": re.compile(
		r"\bdate\.today\(|\bdatetime\.(?:now|today|utcnow)\((?!timezone\.utc\))|\bNOW\(\)|\bCURDATE\(",
		re.IGNORECASE,
	),
	".js": re.compile(
		r"\bnew Date\(\)|\bmoment\(\)|frappe\.datetime\.(?:get_today|now_date|nowdate|month_start)\("
	),
}


def asked(suffix: str) -> list[str]:
	"""Where files of a kind ask another clock than the site's."""
	files = (p for p in sorted(APP.rglob(f"*{suffix}")) if "tests" not in p.relative_to(APP).parts)
	return [
		f"{path.relative_to(APP)}:{number}: {line.strip()}"
		for path in files
		for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
		if OTHER_CLOCKS[suffix].search(line)
	]


@pytest.mark.req("R44", "R46")
@pytest.mark.parametrize("suffix", sorted(OTHER_CLOCKS))
def test_no_report_mail_or_page_has_another_day_than_the_site(suffix):
	assert asked(suffix) == []
