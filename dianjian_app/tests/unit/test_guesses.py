"""Which numbers of a workbook count as asked for (R6, R47)."""

from __future__ import annotations

import pytest

from dianjian_app.resources.intake.guesses import A_HANDFUL, LOOK_ALIKE, guesses_among

pytestmark = pytest.mark.req("R47")


def numbers(how_many: int, first: int = 13000000000, step: int = 7919) -> list[str]:
	return [f"+86{first + n * step}" for n in range(how_many)]


def test_a_handful_counts_each_number_once():
	few = numbers(A_HANDFUL)
	assert guesses_among([*few, *few]) == few


def test_a_list_of_customers_counts_none():
	assert guesses_among(numbers(50_000)) == []


def test_tries_at_the_hidden_digits_count_among_many():
	tries = numbers(LOOK_ALIKE + 1, 13800005678, 10_000)
	assert guesses_among([*numbers(300), *tries]) == tries
	assert guesses_among([*numbers(300), *tries[:-1]]) == []
