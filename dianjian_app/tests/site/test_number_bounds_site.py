"""Every number of every DocType of the app has bounds, on each way that writes a document (R19, R47)."""

import frappe
import pytest

from dianjian_app import number_bounds
from dianjian_app.overrides.document import MODULE, OutOfBoundsError, check_numbers
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.visits import Party

pytestmark = pytest.mark.req("R19")
HUGE = (10**30, "1e400", float("nan"))


def number_fields():
	for doctype in frappe.get_all("DocType", {"module": MODULE}, pluck="name"):
		for field in frappe.get_meta(doctype).fields:
			if field.fieldtype in number_bounds.LARGEST:
				yield doctype, field


def test_every_number_of_every_doctype_is_looked_at():
	looked_at = 0
	for doctype, field in number_fields():
		doc = frappe.new_doc(doctype)
		for value in (*HUGE, *(() if _may_be_negative(doctype, field) else (-1,))):
			doc.set(field.fieldname, value)
			with pytest.raises(OutOfBoundsError):
				check_numbers(doc)
		looked_at += 1
	assert looked_at > 100
	frappe.local.message_log = []


def _may_be_negative(doctype, field) -> bool:
	return bool(field.read_only) or (doctype, field.fieldname) in number_bounds.BELOW_ZERO


@pytest.mark.parametrize(
	("field", "value"), [("units", 10**30), ("amount", "1e400"), ("units", -5), ("amount", float("nan"))]
)
def test_a_deal_of_impossible_numbers_is_refused_in_words(field, value):
	party = Party(an_agent()).counted()
	deal = {"doctype": "Sales Deal", "visit": party.name, "product_type": "高层", "units": 1, "amount": 1e6}
	with as_user(party.consultant), pytest.raises(OutOfBoundsError) as refusal:
		frappe.get_doc({**deal, "date": frappe.utils.today(), field: value}).insert()
	assert frappe.get_meta("Sales Deal").get_label(field) in str(refusal.value)


def test_rows_of_a_document_are_looked_at_and_named():
	rule = frappe.new_doc("Incentive Rule")
	rule.append("outcomes", {"amount": 10**30})
	with pytest.raises(OutOfBoundsError, match="Row 1"):
		check_numbers(rule)
