frappe.listview_settings["Lead Claim"] = {
	add_fields: ["stage"],
	hide_name_column: false,
	get_indicator(doc) {
		const colours = { Filed: "orange", Ruled: "blue", Appealed: "red", Final: "green" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	primary_action: () => file_claim(),
	onload(list) {
		if (["Telesales Agent", "Sales Consultant"].some((r) => frappe.user.has_role(r)))
			list.page.add_inner_button(__("Claim a Customer"), () => file_claim());
	},
};

function file_claim() {
	const fields = [
		{ fieldname: "phone", label: __("The Customer's Phone Number"), fieldtype: "Data", reqd: 1 },
		{
			fieldname: "grounds",
			label: __("Grounds"),
			fieldtype: "Small Text",
			reqd: 1,
			description: __("When and how you got to know the customer"),
		},
		{
			fieldname: "kin_of",
			label: __("Kin Of"),
			fieldtype: "Link",
			options: "Call Lead",
			description: __("Your own customer whose near kin this one is, if so"),
		},
		{ fieldname: "attachment", label: __("Attachment"), fieldtype: "Attach" },
	];
	frappe.prompt(
		fields,
		(given) =>
			frappe
				.xcall("dianjian_app.service.lead_claim_events.file_claim", given)
				.then((name) => name && frappe.set_route("Form", "Lead Claim", name)),
		__("Claim a Customer"),
		__("File the Claim")
	);
}
