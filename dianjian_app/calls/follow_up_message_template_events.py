"""The events of a Follow-up Message Template: known places, within the length of a text (R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.calls import sms_text

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.follow_up_message_template.follow_up_message_template import (
		FollowupMessageTemplate,
	)
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre


class MessageTemplateError(frappe.ValidationError):
	"""A text that cannot be filled."""


def validate(template: FollowupMessageTemplate) -> None:
	"""Event validate. Raises MessageTemplateError."""
	text = (template.text or "").strip()
	if wrong := sms_text.unknown_places(text):
		frappe.throw(
			_("There is no place {0}; there are: {1}.").format(
				", ".join(f"{{{w}}}" for w in wrong), ", ".join(f"{{{p}}}" for p in sms_text.PLACES)
			),
			MessageTemplateError,
			title=_("Unknown Place"),
		)
	if len(text) > sms_text.LONGEST:
		frappe.throw(
			_("The text is longer than {0} characters.").format(sms_text.LONGEST), MessageTemplateError
		)
	template.text = text


def choose_for(centre: SalesCentre) -> None:
	"""Event before_insert of a Sales Centre: a new one sends the site's first text, where there is one."""
	if centre.sms_follow_up and not centre.sms_template:
		centre.sms_template = frappe.db.get_value(
			"Follow-up Message Template", {"disabled": 0}, order_by="creation"
		)
		centre.sms_follow_up = int(bool(centre.sms_template))


def check_chosen(centre: SalesCentre) -> None:
	"""Event validate of a Sales Centre that sends texts. Raises MessageTemplateError."""
	if centre.sms_follow_up and not centre.sms_template:
		frappe.throw(
			_("Choose the text that intention customers get, or switch {0} off.").format(
				_("SMS to Intention Customers")
			),
			MessageTemplateError,
		)
