frappe.ui.form.on("Incentive Metric", {
	setup(frm) {
		frm.set_query("source_doctype", () => ({ filters: { issingle: 0 } }));
	},

	refresh(frm) {
		load_metric_fields(frm);
		show_metric_filters(frm);
		frm.add_custom_button(__("Choose Filters"), () => set_metric_filters(frm));
		frm.add_custom_button(__("Try It"), () => try_metric(frm)).addClass("btn-primary-light");
		if (!frm.is_new()) {
			frm.add_custom_button(__("Rules"), () =>
				frappe.set_route("List", "Incentive Rule", { metric: frm.docname })
			);
		}
	},

	source_doctype(frm) {
		["value_field", "dimension_field"].forEach((f) => frm.set_value(f, ""));
		frm.set_value("filters_json", "[]");
		load_metric_fields(frm, true);
	},

	filters_json: (frm) => show_metric_filters(frm),
	function: (frm) => load_metric_fields(frm),
});

// only fields that are good for it are offered
function load_metric_fields(frm, choose = false) {
	if (!frm.doc.source_doctype) return;
	frappe
		.call("dianjian_app.incentives.metrics.incentive_metric_events.fields_of", {
			doctype: frm.doc.source_doctype,
		})
		.then(({ message }) => {
			if (!message) return;
			const value = frm.doc.function === "Distinct Count" ? message.any_field : message.number_field;
			const offered = {
				agent_field: message.agent_field,
				date_field: message.date_field,
				value_field: value,
				dimension_field: message.dimension_field,
			};
			Object.entries(offered).forEach(([field, options]) => {
				frm.fields_dict[field].set_data(options);
				if (choose && ["agent_field", "date_field"].includes(field)) {
					const kept = options.some((o) => o.value === frm.doc[field]);
					if (!kept) frm.set_value(field, (options[0] || {}).value || "");
				}
			});
			frm.set_intro(
				message.agent_field.length
					? ""
					: __("No field of {0} links to Sales Staff, so it cannot be counted by person.", [
							dianjian.plain(__(frm.doc.source_doctype)),
						]),
				"orange"
			);
		});
}

function show_metric_filters(frm) {
	if (!frm.doc.source_doctype) return;
	frappe.model.with_doctype(frm.doc.source_doctype, () => tell_metric_filters(frm));
}

function tell_metric_filters(frm) {
	const rows = JSON.parse(frm.doc.filters_json || "[]").map((f) => (f.length > 3 ? f.slice(1, 4) : f));
	const told = rows.map(([field, operator, value]) => {
		const label = frappe.meta.get_label(frm.doc.source_doctype, field) || field;
		return `<li>${frappe.utils.escape_html(__(label))} ${frappe.utils.escape_html(__(operator))} ${frappe.utils.escape_html(dianjian.listed([].concat(value).map((v) => __(String(v)))))}</li>`;
	});
	const area = frm.fields_dict.filters_html.$wrapper;
	area.html(
		told.length ? `<ul>${told.join("")}</ul>` : `<p class="text-muted">${__("Every document counts.")}</p>`
	);
}

function set_metric_filters(frm) {
	if (!frm.doc.source_doctype) return frappe.msgprint(__("Choose the DocType first."));
	frappe.model.with_doctype(frm.doc.source_doctype, () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Only documents with"),
			fields: [{ fieldname: "filter_area", fieldtype: "HTML" }],
			primary_action_label: __("Set"),
			primary_action() {
				frm.set_value("filters_json", JSON.stringify(group.get_filters().map((f) => f.slice(1, 4))));
				dialog.hide();
			},
		});
		const group = new frappe.ui.FilterGroup({
			parent: dialog.get_field("filter_area").$wrapper,
			doctype: frm.doc.source_doctype,
			on_change() {},
		});
		const rows = JSON.parse(frm.doc.filters_json || "[]").map((f) =>
			f.length > 3 ? f.slice(0, 4) : [frm.doc.source_doctype, ...f]
		);
		group.add_filters_to_filter_group(rows);
		dialog.show();
	});
}

function try_metric(frm) {
	const last_month = frappe.datetime.add_months(dianjian.today(), -1).slice(0, 7);
	const fields = [
		{ fieldname: "centre", label: __("Sales Centre"), fieldtype: "Link", options: "Sales Centre", reqd: 1 },
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Data",
			default: last_month,
			reqd: 1,
			description: "YYYY-MM",
		},
	];
	frappe.prompt(
		fields,
		(values) =>
			frappe
				.call({
					method: "dianjian_app.incentives.metrics.incentive_metric_events.try_metric",
					type: "POST",
					args: { metric: frm.doc, ...values },
					freeze: true,
				})
				.then(({ message }) => {
					const rows = message.map(
						(r) =>
							`<tr><td>${frappe.utils.escape_html(r.agent_name)}</td><td class="text-right">${format_number(r.value, null, 2)}</td><td class="text-right">${r.documents}</td></tr>`
					);
					frappe.msgprint({
						title: __("{0} in {1}", [
							dianjian.plain(frm.doc.metric_name) || __("Metric"),
							dianjian.plain(values.month),
						]),
						message: rows.length
							? `<table class="table table-bordered"><tr><th>${__("Telesales Agent")}</th><th class="text-right">${__("Value")}</th><th class="text-right">${__("Documents")}</th></tr>${rows.join("")}</table>`
							: __("Nothing was counted."),
					});
				}),
		__("Try It")
	);
}
