// Units come from a workbook: looked at first, brought in as a whole or not at all (service/unit_import.py).
(() => {
	const call = (method, values) => frappe.xcall(`dianjian_app.service.unit_import.${method}`, values);
	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

	frappe.listview_settings["Property Unit"] = {
		add_fields: ["state"],
		hide_name_column: true,
		get_indicator(doc) {
			const colour = { "For Sale": "green", Reserved: "orange", Sold: "gray", "Held Back": "red" }[doc.state];
			return [__(doc.state), colour, `state,=,${doc.state}`];
		},
		onload(listview) {
			if (frappe.model.can_create("Property Unit"))
				listview.page.add_inner_button(__("From a Workbook"), () => ask(listview));
		},
	};

	function ask(listview) {
		let file = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Units from a Workbook"),
			fields: [
				{
					fieldname: "centre",
					fieldtype: "Link",
					options: "Sales Centre",
					label: __("Sales Centre"),
					reqd: 1,
				},
				{ fieldname: "about", fieldtype: "HTML" },
			],
			primary_action_label: __("Bring In"),
			primary_action: ({ centre }) => {
				dialog.disable_primary_action();
				call("bring_in", { centre, ...file })
					.then((done) => {
						dialog.hide();
						frappe.show_alert({
							message: __("{0} new units, {1} changed.", [done.new, done.changed]),
							indicator: "green",
						});
						listview.refresh();
					})
					.catch(() => {}); // the server has said why; nothing is changed
			},
		});
		const about = dialog.get_field("about").$wrapper;
		about.html(
			`<p class="text-muted">${__(
				"A row a unit, with headings: building and unit number, and any of entrance, floor, product, layout, bedrooms, area, price, price of a square metre, state, orientation, remarks."
			)}</p><input type="file" class="workbook" accept=".xlsx,.xls,.csv"><div class="found mt-3"></div>`
		);
		const look = () => {
			const centre = dialog.get_value("centre");
			dialog.disable_primary_action();
			if (!file || !centre) return;
			const asked = file;
			call("preview", { centre, ...file })
				.then((found) => {
					if (file !== asked) return;
					about.find(".found").html(found_html(found));
					if (!found.error_count && found.new + found.changed) dialog.enable_primary_action();
				})
				.catch(() => about.find(".found").empty());
		};
		about.find(".workbook").on("change", (e) => {
			const [chosen] = e.currentTarget.files;
			if (!chosen) return;
			const reader = new FileReader();
			reader.onload = () => {
				file = { filename: chosen.name, content: String(reader.result).split(",")[1] || "" };
				look();
			};
			reader.readAsDataURL(chosen);
		});
		dialog.get_field("centre").df.onchange = look;
		dialog.show();
		dialog.disable_primary_action();
		frappe.db.get_list("Sales Centre", { limit: 2, pluck: "name" }).then((centres) => {
			if (centres.length === 1) dialog.set_value("centre", centres[0]);
		});
	}

	function found_html(found) {
		const sheets = Object.entries(found.columns)
			.map(([sheet, columns]) => `<b>${text(sheet)}</b> ${text(dianjian.listed(Object.values(columns)))}`)
			.join("<br>");
		const counts = __(
			"{0} new, {1} changed, {2} as they are; {3} units of the centre are not in the file and stay.",
			[found.new, found.changed, found.unchanged, found.not_named]
		);
		const errors = found.errors.map((words) => `<li>${text(words)}</li>`).join("");
		return found.error_count
			? `<div class="text-danger">${__("{0} errors; nothing can be brought in before they are mended.", [
					found.error_count,
				])}<ul>${errors}</ul></div>${sheets}`
			: `<p>${counts}</p>${sheets}`;
	}
})();
