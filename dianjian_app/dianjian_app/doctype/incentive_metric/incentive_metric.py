from frappe.model.document import Document

from dianjian_app.incentives.metrics import incentive_metric_events


class IncentiveMetric(Document):
	"""A figure that rules can use (decision 15)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent_field: DF.Autocomplete
		date_field: DF.Autocomplete
		description: DF.SmallText | None
		dimension_field: DF.Autocomplete | None
		disabled: DF.Check
		filters_json: DF.Code | None
		function: DF.Literal["Count", "Distinct Count", "Sum", "Mean", "Min", "Max"]
		label_en: DF.Data | None
		metric_name: DF.Data
		source_doctype: DF.Link
		stands_for: DF.Link | None
		unit: DF.Data | None
		unit_en: DF.Data | None
		value_field: DF.Autocomplete | None
	# end: auto-generated types

	def validate(self):
		incentive_metric_events.validate(self)

	def on_trash(self):
		incentive_metric_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		incentive_metric_events.refuse_rename(self)
