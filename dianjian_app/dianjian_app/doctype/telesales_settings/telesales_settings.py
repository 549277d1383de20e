from frappe.model.document import Document


class TelesalesSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bulk_reveal_limit_per_day: DF.Int
		correction_months: DF.Int
		default_centre: DF.Link | None
		encrypt_numbers: DF.Check
		export_limit_per_day: DF.Int
		flag_alike: DF.Int
		flag_calls: DF.Int
		flag_calls_seconds: DF.Int
		flag_late_minutes: DF.Int
		flag_same_second_days: DF.Int
		flag_sign_least: DF.Int
		flag_sign_times: DF.Int
		gate_mode: DF.Literal["Refuse", "Log Only"]
		gate_strict: DF.Check
		mail_ledger_note: DF.Check
		refusal_words: DF.SmallText | None
		reveal_limit_per_hour: DF.Int
		reveal_needs_reason: DF.Check
		robot_hosts: DF.SmallText | None
		search_limit_per_day: DF.Int
		sms_callback_secret: DF.Password | None
	# end: auto-generated types
	pass
