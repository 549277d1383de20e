"""Everything reads in Chinese, and in English (R48)."""

import re
from collections import Counter

import pytest

from dianjian_app.tests.unit import texts

PLACEHOLDER = re.compile(r"\{\d*\}")
HALF_WIDTH = re.compile(r"[,;:?!()]")
# what keeps its half-width signs in a Chinese text: times, thousands, places, tags, addresses, keys, filters, codes
NOT_CHINESE = re.compile(
	r"\d{1,2}:\d\d|\d,\d{3}|\{\w*\}|<[^>]*>|https?://\S*|\(Ctrl \+ G\)|\[\[[^…]*…\]|R\d+, ",
)

# what docs/glossary.md does not say, and what it says instead
INSTEAD = {
	"电开表": "电开效果管控表",
	"销售中心|(?<!呼叫)中心": "案场",
	"政策包": "制度包",
	"计[数入]到访": "有效到访",
	"自然到访": "新访客户",
	"主张": "申请判客",
	"持有人?": "归属人",
	"出局": "停止跟进",
	"今日差额|今日尚差": "今日任务缺口",
	"同行人数": "到访人数",
	"人群": "适用人员",
	"掩码|遮盖": "脱敏号码",
	"散列": "号码指纹",
	"定额|配额": "任务, 按出勤",
	"可拨通电话|可接通电话|有效电话数(?!量)": "打通有效电话数量",
	"电话数(?!量)": "电开数量",
	"人力(?!资源部)|人事": "人力资源部",
	"拒呼": "拒绝来电",
	"奖惩": "奖罚",
	"工作簿": "表格",
	"装载": "加载",
}


@pytest.mark.req("R48")
def test_every_text_of_the_app_has_its_chinese_line():
	lines = texts.lines()
	missing = sorted({(text, where) for text, where in texts.all_texts() if text not in lines})
	assert not missing, "\n".join(f"{text!r}  ({where})" for text, where in missing)


@pytest.mark.req("R48")
def test_a_chinese_line_keeps_the_places_that_are_filled_in():
	wrong = [
		(english, chinese)
		for english, chinese in texts.lines().items()
		if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
	]
	assert not wrong


@pytest.mark.req("R48")
def test_chinese_has_its_own_punctuation():
	"""Full-width ，；：？！（） beside Chinese, half-width only in what is no Chinese."""
	mixed = [
		f"{chinese}  ({where})"
		for chinese, where in texts.chinese_texts()
		if HALF_WIDTH.search(NOT_CHINESE.sub("", chinese))
	]
	assert not mixed, "\n".join(mixed)


@pytest.mark.req("R48")
def test_one_thing_has_one_chinese_word():
	"""The words that docs/glossary.md has replaced are gone, everywhere the app speaks Chinese."""
	wrong = [
		f"{chinese}  ({where}): say {said}"
		for chinese, where in texts.chinese_texts()
		for word, said in INSTEAD.items()
		if re.search(word, chinese)
	]
	assert not wrong, "\n".join(wrong)


@pytest.mark.req("R48")
def test_a_word_with_two_meanings_has_a_line_for_each():
	"""`_("…", context="…")` finds its line; where no context is asked for, the plain line answers."""
	found, plain = texts.in_context(), texts.lines()
	missing = [ask for ask in texts.texts_in_context() if ask[:2] not in found]
	assert not missing
	assert not [english for english, _context in found if english not in plain]


@pytest.mark.req("R48")
def test_no_text_is_glued_together_inside_the_translation():
	"""`_(f"…")` and `_("…" + x)` never find their line."""
	import ast

	glued = [
		f"{path.relative_to(texts.APP)}:{node.lineno}"
		for path, tree in texts._python_files()
		for node in ast.walk(tree)
		if isinstance(node, ast.Call)
		and getattr(node.func, "id", "") == "_"
		and node.args
		and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
	]
	assert not glued


def test_one_source_has_one_translation():
	seen = Counter((english, context) for english, _chinese, context in texts.rows())
	assert not [source for source, times in seen.items() if times > 1]
