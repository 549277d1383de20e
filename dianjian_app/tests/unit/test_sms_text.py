"""The text of an SMS and what a reply means (R14, R10)."""

import pytest

from dianjian_app.calls.sms_text import TemplateError, fill, refuses

WORDS = "退订\nTD\nT\nN\n不要再"


@pytest.mark.req("R14")
def test_places_are_filled_and_missing_ones_leave_no_gap():
	text = "{customer_name}您好 {next_step} 欢迎到{project}"
	assert fill(text, {"customer_name": "王女士", "project": "八里洲"}) == "王女士您好 欢迎到八里洲"


@pytest.mark.req("R14")
def test_an_unknown_place_is_refused():
	with pytest.raises(TemplateError):
		fill("{phone}", {})


@pytest.mark.req("R10")
@pytest.mark.parametrize("reply", ["退订", " td。", "T", "n", "不要再发了", "退订谢谢"])
def test_these_replies_refuse(reply):
	assert refuses(reply, WORDS)


@pytest.mark.req("R10")
@pytest.mark.parametrize("reply", ["", "谢谢", "No problem", "明天见", "Today", "不要紧"])
def test_these_do_not(reply):
	assert not refuses(reply, WORDS)
