"""Two names that the database takes for one: whoever gives the second one is told which it is, and why (R2)."""

import json
from pathlib import Path

import frappe
import pytest

from dianjian_app.look_alike_names import NAMED_BY_PEOPLE, LookAlikeNameError
from dianjian_app.tests.builders.people import a_centre, a_group

DOCTYPES = Path(frappe.get_app_path("dianjian_app")) / "dianjian_app" / "doctype"
pytestmark = pytest.mark.req("R2")


@pytest.mark.parametrize(
	("first", "second"),
	[
		("🔥组", "💧组"),
		("Team A", "team a"),
		("Café组", "Cafe组"),
		("Ａ组", "A组"),
		("👍🏻组", "👍🏿组"),
		("🇨🇳组", "🇭🇰组"),
		("①组", "1组"),
	],
)
def test_my_second_group_is_named_by_another_emoji(first, second):
	centre = a_centre()
	a_group(centre, group_name=first)
	with pytest.raises(LookAlikeNameError) as refused:
		a_group(centre, group_name=second)
	assert first in str(refused.value) and second in str(refused.value)
	a_group(a_centre(), group_name=second)  # another centre's groups are others
	a_group(centre, group_name=f"{second}2")


def test_a_source_and_a_centre_are_told_likewise():
	frappe.get_doc(doctype="Channel Source", source_name="渠道🔥", is_group=0).insert()
	with pytest.raises(LookAlikeNameError):
		frappe.get_doc(doctype="Channel Source", source_name="渠道💧", is_group=0).insert()
	centre = a_centre()
	frappe.db.set_value("Sales Centre", centre.name, "centre_name", centre.name)
	twin = frappe.copy_doc(centre)
	twin.centre_name = f"{centre.name}💧"
	twin.insert()
	other = frappe.copy_doc(twin)
	other.centre_name = f"{centre.name}🔥"
	with pytest.raises(LookAlikeNameError):
		other.insert()


def test_a_name_that_stands_is_saved_again_and_the_very_same_one_is_frappes_own_refusal():
	group = a_group(a_centre(), group_name="🔥组")
	group.save()
	with pytest.raises(frappe.DuplicateEntryError) as refused:
		a_group(frappe.get_doc("Sales Centre", group.centre), group_name="🔥组")
	assert not isinstance(refused.value, LookAlikeNameError)


def test_every_doctype_that_people_name_is_among_them():
	named = set()
	for path in DOCTYPES.glob("*/*.json"):
		doctype = json.loads(path.read_text("utf-8"))
		rule, _colon, field = (doctype.get("autoname") or "").partition(":")
		types = {f["fieldname"]: f["fieldtype"] for f in doctype.get("fields", [])}
		if rule == "field" and types[field] == "Data":
			named.add(doctype["name"])
	assert named <= set(NAMED_BY_PEOPLE)
