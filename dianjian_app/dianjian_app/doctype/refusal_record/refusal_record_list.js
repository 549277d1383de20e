frappe.listview_settings["Refusal Record"] = {
	get_indicator: (doc) =>
		doc.act === "Lifted" ? [__("Lifted"), "green", "act,=,Lifted"] : [__("Refused"), "red", "act,=,Refused"],
};
