"""Texts are put together as the reader's language does it (R48)."""

import frappe
import pytest

from dianjian_app.in_words import clauses, listed, told


@pytest.mark.req("R48")
@pytest.mark.parametrize(
	"lang, words",
	[("en", ("a, b, c", "a; b", "Date: {0}")), ("zh", ("a、b、c", "a；b", "Date：{0}"))],
)
def test_lists_and_labels_have_the_punctuation_of_the_language(monkeypatch, lang, words):
	monkeypatch.setattr(frappe.local, "lang", lang)
	assert (listed("abc"), clauses(n for n in "ab"), told("Date", "{0}")) == words
	assert listed([]) == clauses(()) == ""
