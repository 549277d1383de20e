frappe.listview_settings["Opening Balance"] = { hide_name_column: true };
