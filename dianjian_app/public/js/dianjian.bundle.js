import "./safe_html";
import "./safe_text";
import "./batch_choices";
import "./batch_preview";
import "./clocking";
import "./customer_needs";
import "./customers";
import "./empty_charts";
import "./hand_out_tables";
import "./in_words";
import "./link_titles";
import "./lists";
import "./loop_names";
import "./my_calls/my_calls";
import "./offers";
import "./one_time_link";
import "./read";
import "./staff_list";
import "./rule_choices";
import "./scripts";
import "./select_words";
import "./site_day";
import "./units";
import "./visit_acts";
import "./waiting";
import "./workflow_actions";

// What every report of the app shares: filters that are remembered, links to the next level, Excel as a person formats it.
import "./long_periods";
import "./paper_report";

frappe.provide("dianjian");

// the site's day, whatever clock and time zone the browser has
dianjian.today = () => frappe.datetime.system_datetime().slice(0, 10);
dianjian.month_start = () => `${dianjian.today().slice(0, 7)}-01`;

dianjian.KEY = (report) => `dianjian:${frappe.session.user}:${report}`;

// Frappe offers every reader to make cards and charts of the site out of a report; here that is the administrators' work
const leave_out_makers = (report) => {
	if (frappe.user.has_role("System Manager")) return;
	report.add_card_button_to_toolbar = () => {};
	report.add_chart_buttons_to_toolbar = () => {};
};

// settings: filters; drill: {fieldname: (row, filters) => route or {list, filters}}; buttons: (report) => void; shown: formatter
dianjian.report = (name, settings) => {
	const remembered = dianjian.remembered(name);
	const filters = settings.filters.map((f) =>
		f.fieldname in remembered ? { ...f, default: remembered[f.fieldname] } : f
	);
	frappe.query_reports[name] = {
		...settings,
		filters,
		tree: !!settings.tree,
		...(settings.checkboxes && {
			get_datatable_options: (options) => ({ ...options, checkboxColumn: true }),
		}),
		onload(report) {
			report.page.add_inner_button(__("Excel"), () => dianjian.excel(name, report));
			dianjian.offer_long_periods(report);
			leave_out_makers(report);
			if (settings.buttons) settings.buttons(report);
			report.page.wrapper.off("click.dianjian").on("click.dianjian", "a.drill", (event) => {
				event.preventDefault();
				const { field, row } = event.currentTarget.dataset;
				dianjian.open(settings.drill[field](report.data[row], report.get_values()));
			});
		},
		after_datatable_render() {
			dianjian.remember(name, frappe.query_report);
			if (settings.rendered) settings.rendered(frappe.query_report);
		},
		formatter(value, row, column, data, default_formatter) {
			// a line of totals links nowhere
			const plain = data && data.is_sum && column.fieldtype === "Link";
			let text = plain
				? frappe.utils.escape_html(value == null ? "" : value)
				: default_formatter(value, row, column, data);
			if (data && (data.bold || data.is_sum)) text = `<b>${text == null ? "" : text}</b>`;
			if (settings.shown) text = settings.shown(text, column, data) || text;
			const drill = settings.drill && settings.drill[column.fieldname];
			if (
				!drill ||
				!data ||
				!value ||
				!frappe.query_report.data ||
				(data.is_sum && !(settings.tree && data.key))
			)
				return text;
			const index = frappe.query_report.data.indexOf(data);
			return index < 0
				? text
				: `<a href="#" class="drill" data-field="${column.fieldname}" data-row="${index}">${text}</a>`;
		},
	};
};

dianjian.remembered = (name) => {
	try {
		return JSON.parse(localStorage.getItem(dianjian.KEY(name)) || "{}");
	} catch {
		return {};
	}
};

// periods are not remembered: tomorrow they would be yesterday's; nor is where a click from another report led
dianjian.remember = (name, report) => {
	const kept = {};
	(report.filters || []).forEach((f) => {
		const { fieldname, fieldtype } = f.df;
		const value = f.get_value();
		if (fieldtype !== "Date" && !["month", "week"].includes(fieldname) && value) kept[fieldname] = value;
	});
	const arrived = dianjian.arrived[name];
	if (arrived && Object.keys(kept).every((f) => kept[f] === arrived[f])) return;
	delete dianjian.arrived[name];
	try {
		localStorage.setItem(dianjian.KEY(name), JSON.stringify(kept));
	} catch {
		// a browser that keeps nothing still shows the report
	}
};
dianjian.arrived = {};

// the next level: a list, a document, or a report, whose other filters are emptied so that it shows what was clicked
dianjian.open = (target) => {
	if (!target) return;
	if (target.list) {
		frappe.route_options = target.filters;
		return frappe.set_route("List", target.list, "List");
	}
	if (!target.report) return frappe.set_route("Form", ...target);
	const here =
		frappe.query_report &&
		frappe.query_report.report_name === target.report &&
		frappe.get_route()[1] === target.report;
	if (here) {
		dianjian.arrived[target.report] = { ...frappe.query_report.get_values(), ...target.filters };
		const known = frappe.query_report.filters.map((f) => f.df.fieldname);
		return frappe.query_report.set_filter_value(
			Object.fromEntries(Object.entries(target.filters).filter(([f]) => known.includes(f)))
		);
	}
	dianjian.arrived[target.report] = target.filters;
	const emptied = Object.fromEntries(Object.keys(dianjian.remembered(target.report)).map((f) => [f, ""]));
	frappe.route_options = { ...emptied, ...target.filters };
	return frappe.set_route("query-report", target.report);
};

dianjian.excel = (name, report) =>
	open_url_post("/api/method/dianjian_app.workbooks.report_workbook.download", {
		report: name,
		filters: JSON.stringify(report.get_values()),
	});

dianjian.filter = {
	centre: () => ({
		fieldname: "centre",
		label: __("Sales Centre"),
		fieldtype: "Link",
		options: "Sales Centre",
	}),
	group: () => ({
		fieldname: "sales_group",
		label: __("Sales Group"),
		fieldtype: "Link",
		options: "Sales Group",
		get_query: () => {
			const centre = frappe.query_report.get_filter_value("centre");
			return centre ? { filters: { centre } } : {};
		},
	}),
	agent: () => ({
		fieldname: "agent",
		label: __("Telesales Agent"),
		fieldtype: "Link",
		options: "Sales Staff",
		get_query: () => ({ filters: { position: "Telesales Agent" } }),
	}),
	source: () => ({
		fieldname: "source",
		label: __("Channel Source"),
		fieldtype: "Link",
		options: "Channel Source",
	}),
	from: (value) => ({
		fieldname: "from_date",
		label: __("From Date"),
		fieldtype: "Date",
		reqd: 1,
		default: value || dianjian.month_start(),
		on_change: dianjian.period_changed,
	}),
	to: () => ({
		fieldname: "to_date",
		label: __("To Date"),
		fieldtype: "Date",
		reqd: 1,
		default: dianjian.today(),
		on_change: dianjian.period_changed,
	}),
	month: (ago = 0) => ({
		fieldname: "month",
		label: __("Month"),
		fieldtype: "Select",
		reqd: 1,
		default: frappe.datetime.add_months(dianjian.today(), -ago).slice(0, 7),
		options: Array.from({ length: 36 }, (_, n) =>
			frappe.datetime.add_months(dianjian.today(), -n).slice(0, 7)
		),
	}),
	choice: (fieldname, label, options) => ({
		fieldname,
		label,
		fieldtype: "Select",
		default: options[0],
		options: options.map((value) => ({ value, label: __(value) })),
	}),
	grade: () => ({ fieldname: "grade", label: __("Grade"), fieldtype: "Data" }),
};

dianjian.days_of = (month) => [
	`${month}-01`,
	frappe.datetime.obj_to_str(moment(`${month}-01`).endOf("month").toDate()),
];

// the same click for several figures
dianjian.each = (fields, act) =>
	Object.fromEntries(fields.map((f) => [f, (row, filters) => act(row, filters, f)]));

// columns of the first four grades of a centre's scheme, in its order
dianjian.GRADES = ["grade_a", "grade_b", "grade_c", "grade_d"];
dianjian.FIGURES = [
	"presence",
	"calls",
	"connected_calls",
	"valid_calls",
	"connected",
	...dianjian.GRADES,
	"intention",
	"invited",
	"visits",
	"revisits",
	"walk_ins",
	"no_shows",
	"deals",
	"deal_units",
	"deal_amount",
];

// the customers whom a figure of the funnel counts
dianjian.leads_of = (row, filters, step, below = 0) =>
	frappe
		.xcall("dianjian_app.reporting.drill.leads_of_step", {
			step,
			by: filters.by,
			key: row.key || "",
			filters,
			below,
		})
		.then(({ names, message }) => {
			if (message) frappe.show_alert(message);
			dianjian.open({ list: "Call Lead", filters: { name: ["in", names] } });
		});

// A customer by the full number, which is typed and never shown; found is what the reader may see
dianjian.find_by_number = () => {
	const dialog = new frappe.ui.Dialog({
		title: __("Find by Number"),
		fields: [
			{
				fieldname: "number",
				fieldtype: "Data",
				label: __("Phone Number"),
				reqd: 1,
				description: __("The full number in any spelling; the search is logged"),
			},
			{ fieldname: "found", fieldtype: "HTML" },
		],
		primary_action_label: __("Find"),
		primary_action: ({ number }) =>
			frappe
				.call({
					method: "dianjian_app.resources.numbers.finding.find_by_number",
					type: "POST",
					args: { number },
					freeze: true,
				})
				.then(
					({ message }) => message && dialog.get_field("found").$wrapper.html(dianjian.found_html(message))
				),
	});
	dialog.$wrapper.on("click", "a.found", () => dialog.hide());
	dialog.show();
};

dianjian.found_html = ({ found, message }) => {
	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	if (!found.length) return `<p class="text-muted">${text(message)}</p>`;
	const rows = found.map(
		(
			f
		) => `<tr><td><a class="found" href="${frappe.utils.get_form_link(f.doctype, f.name)}">${text(f.customer_name)}</a></td>
			<td>${text(f.phone_mask)}</td><td>${__(f.doctype)}</td><td>${text(f.what)}</td><td>${text(f.on)}</td></tr>`
	);
	const cut = message ? `<p class="text-muted">${text(message)}</p>` : "";
	return `<table class="table table-sm">${rows.join("")}</table>${cut}`;
};

$(document).on("app_ready", () => {
	if (
		!frappe.boot.user.can_read.some((doctype) =>
			["Call Lead", "Visit Confirmation", "Inbound Call"].includes(doctype)
		)
	)
		return;
	frappe.search.utils.make_function_searchable(dianjian.find_by_number, __("Find by Number"));
});
