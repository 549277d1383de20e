frappe.listview_settings["Policy Pack"] = {
	hide_name_column: true,
	add_fields: ["source", "loaded_on"],
	get_indicator: (doc) =>
		doc.loaded_on
			? [__("Loaded"), "green", "loaded_on,is,set"]
			: [__(doc.source), "gray", `source,=,${doc.source}`],
	onload(list) {
		if (frappe.user.has_role("Telesales Administrator"))
			list.page.add_inner_button(__("Export My Own"), () => export_pack());
		list.page.add_actions_menu_item(__("Preview Together"), () => {
			const packs = list.get_checked_items(true);
			const words = { add: __("Added"), change: __("Changed"), later: __("Comes Later") };
			frappe.prompt(
				{
					fieldname: "centre",
					label: __("Sales Centre"),
					fieldtype: "Link",
					options: "Sales Centre",
					reqd: 1,
				},
				({ centre }) =>
					frappe
						.xcall("dianjian_app.packs.policy_pack_events.preview", { packs: JSON.stringify(packs), centre })
						.then((items) =>
							frappe.msgprint({
								title: __("Together"),
								wide: true,
								message: `<ul>${items
									.filter((i) => i.action !== "keep")
									.map(
										(i) =>
											`<li>${frappe.utils.escape_html(dianjian.told(i.pack, `${i.key} – ${i.why || words[i.action]}`))}</li>`
									)
									.join("")}</ul>`,
							})
						)
			);
		});
	},
};

function export_pack() {
	const fields = [
		{ fieldname: "title", label: __("Title"), fieldtype: "Data", reqd: 1 },
		{ fieldname: "centre", label: __("Sales Centre"), fieldtype: "Link", options: "Sales Centre", reqd: 1 },
	];
	frappe.prompt(
		fields,
		(values) => open_url_post("/api/method/dianjian_app.packs.policy_pack_events.download", values),
		__("Export My Own"),
		__("Download")
	);
}
