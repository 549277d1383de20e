frappe.treeview_settings["Channel Source"] = {
	title: __("Channel Source"),
	show_expand_all: true,
	ignore_fields: ["parent_channel_source"],
	fields: [
		{ fieldtype: "Data", fieldname: "source_name", label: __("Source Name"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Is Group") },
		{ fieldtype: "Int", fieldname: "max_age_days", label: __("Valid for Days") },
	],
};
