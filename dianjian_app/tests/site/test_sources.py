"""Where resources come from, as a tree that administrators keep (R5)."""

import frappe
import pytest

from dianjian_app.resources.channel_source_events import SourceError
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.tests.builders import number

pytestmark = pytest.mark.req("R5")


def a_source(**fields):
	return frappe.get_doc(
		doctype="Channel Source",
		**{"source_name": f"来源{number()}", "parent_channel_source": "全部资源", **fields},
	).insert()


def test_a_workbooks_text_is_understood_by_name_and_alias():
	made = a_source(aliases=" 车展 \n车展\nMotor Show")
	catalogue = Catalogue.read()
	assert made.aliases == "车展\nMotor Show"
	assert (
		catalogue.source("车展") == catalogue.source("motor show") == catalogue.source(made.name) == made.name
	)
	assert catalogue.source("别的") is None


def test_a_disabled_source_is_not_found_in_workbooks():
	made = a_source(disabled=1)
	assert Catalogue.read().source(made.name) is None


def test_one_text_means_one_source():
	first = a_source(aliases="车展")
	for fields in ({"aliases": "车 展"}, {"aliases": first.name}, {"source_name": "车展"}):
		with pytest.raises(SourceError, match=first.name):
			a_source(**fields)


def test_a_source_with_others_below_it_stays_a_group():
	parent = a_source(is_group=1)
	a_source(parent_channel_source=parent.name)
	parent.reload()
	parent.is_group = 0
	with pytest.raises(SourceError):
		parent.save()


def test_sources_stand_below_groups():
	leaf = a_source()
	with pytest.raises(SourceError):
		a_source(parent_channel_source=leaf.name)


def test_the_tree_can_be_rearranged():
	group, leaf = a_source(is_group=1), a_source()
	leaf.parent_channel_source = group.name
	leaf.save()
	group.reload()
	leaf.reload()
	assert group.lft < leaf.lft < leaf.rgt < group.rgt


def test_a_text_of_two_sources_is_neither_and_width_and_case_make_no_difference():
	made = a_source(aliases="车展ABC")
	catalogue = Catalogue.read()
	assert catalogue.source("车展ＡＢＣ") == catalogue.source("车展abc") == made.name
	assert catalogue.source("车展") is None
	assert catalogue.source("车展ABC、派单") is None


@pytest.mark.parametrize(
	("text", "source"),
	[
		("短信截流", "短信截流"),
		("短信拦截", None),
		("截流短信", None),
		("短信赠送", "短信赠送"),
	],
)
def test_intercepted_numbers_are_never_taken_for_gifts(text, source):
	found = Catalogue.read().source(text)
	assert found == source or (source is None and found != "短信赠送")
