"""The classification of the web's methods is data that a person can read and check (R47)."""

from __future__ import annotations

import pytest

from dianjian_app.gate.method_policy import CLASSES, UnknownClassError, read_policy, shipped_policy

pytestmark = pytest.mark.req("R47")


def test_every_method_has_a_class_and_a_reason_in_a_sentence():
	rules = shipped_policy().rules.values()
	assert {rule.method_class for rule in rules} == set(CLASSES)
	assert not [rule.method for rule in rules if not rule.reason.endswith(".") or len(rule.reason) < 10]


def test_what_is_not_in_the_policy_is_named():
	policy = read_policy(['{"a.b": {"class": "harmless", "reason": "A constant."}}'])
	assert policy.unclassified(["a.b", "a.c"]) == ["a.c"]


@pytest.mark.parametrize(
	"texts",
	[
		['{"a.b": {"class": "open", "reason": "x"}}'],
		['{"a.b": {"class": "harmless", "reason": "x"}}', '{"a.b": {"class": "refused", "reason": "x"}}'],
	],
)
def test_a_class_that_is_none_and_a_method_told_twice_are_refused(texts):
	with pytest.raises(UnknownClassError):
		read_policy(texts)
