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
