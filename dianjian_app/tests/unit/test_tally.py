"""Answers to a questionnaire are counted question by question, and too few are not shown (R56)."""

from decimal import Decimal

import pytest

from dianjian_app.service.questionnaires.tally import CHOICE, SCALE, TEXT, Asked, Said, tally

pytestmark = pytest.mark.req("R56")
FAIR, WHICH, WORDS = (
	Asked("公平吗", SCALE, "Fair?"),
	Asked("哪一项", CHOICE, "Which?", ("到访奖", "成交奖")),
	Asked("还有什么", TEXT, "What else?"),
)


def scores(*given):
	return [Said(FAIR.key, score=score) for score in given]


def test_scores_have_a_mean_to_two_places_and_every_score_is_counted():
	[found] = tally([FAIR], scores(5, 4, 4), with_names=False)
	assert (found.answers, found.mean) == (3, Decimal("4.33"))
	assert found.counts == (("5", 1), ("4", 2), ("3", 0), ("2", 0), ("1", 0))


def test_choices_are_counted_in_the_order_in_which_they_were_offered():
	said = [Said(WHICH.key, text=text) for text in ("成交奖", "成交奖", "到访奖")]
	[found] = tally([WHICH], said, with_names=False)
	assert found.counts == (("到访奖", 1), ("成交奖", 2)) and found.mean is None


@pytest.mark.parametrize("given", [(), (5,), (5, 1)])
def test_without_names_nothing_is_shown_of_fewer_than_three_answers(given):
	[found] = tally([FAIR], scores(*given), with_names=False)
	assert (found.answers, found.mean, found.counts, found.words) == (None, None, (), ())


def test_each_question_is_judged_by_its_own_answers():
	said = [*scores(5, 4, 3), Said(WORDS.key, text="很好")]
	fair, words = tally([FAIR, WORDS], said, with_names=False)
	assert fair.answers == 3 and words.answers is None and words.words == ()


@pytest.mark.parametrize("order", [("丙", "甲", "乙"), ("乙", "丙", "甲"), ("甲", "乙", "丙")])
def test_words_stand_in_an_order_that_does_not_come_from_their_coming(order):
	[found] = tally([WORDS], [Said(WORDS.key, text=text) for text in order], with_names=False)
	assert [said.text for said in found.words] == sorted(order)


def test_with_names_one_answer_is_shown_and_whose_it_is():
	[found] = tally([WORDS], [Said(WORDS.key, text="很好", who="王")], with_names=True)
	assert [(said.text, said.who) for said in found.words] == [("很好", "王")]
	[none] = tally([FAIR], [], with_names=True)
	assert (none.answers, none.mean) == (0, None)


def test_an_answer_to_what_was_not_asked_is_left_out():
	[found] = tally([FAIR], [*scores(1, 1, 1), Said("别的", score=5)], with_names=False)
	assert found.mean == 1
