frappe.listview_settings["Call Sheet"] = {
	add_fields: ["stage", "date", "docstatus", "handed_in_at", "amended_from"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,

	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"Handed In": "orange",
			Returned: "red",
			Confirmed: "green",
			Cancelled: "darkgrey",
		};
		const late = doc.stage === "Handed In" && doc.handed_in_at && doc.handed_in_at.slice(0, 10) > doc.date;
		return [
			late ? __("Handed In Late") : __(doc.stage),
			colours[doc.stage] || "gray",
			`stage,=,${doc.stage}`,
		];
	},

	onload(list) {
		const only = (...filters) =>
			list.filter_area.clear().then(() => list.filter_area.add(filters.map((f) => ["Call Sheet", ...f])));
		const today = () => ["date", "=", dianjian.today()];
		list.page.add_inner_button(__("Today"), () => only(today()), __("Show"));
		list.page.add_inner_button(__("To Confirm"), () => only(["stage", "=", "Handed In"]), __("Show"));
		list.page.add_inner_button(
			__("Not Handed In"),
			() => only(["stage", "in", ["Draft", "Returned"]], ["docstatus", "=", 0]),
			__("Show")
		);
		list.page.add_inner_button(__("All Sheets"), () => only(), __("Show"));
		const leads = ["Sales Group Leader", "Department Manager"].some((role) => frappe.user.has_role(role));
		if (leads) list.page.add_inner_button(__("Confirm a Day"), () => confirm_day(list));
		offer_forms(list, leads);
	},
};

// the paper form in Excel: out for today, and back when it is filled in
function offer_forms(list, leads) {
	const excel = __("Form in Excel");
	const get = (method, args) =>
		open_url_post(`/api/method/dianjian_app.workbooks.call_form_downloads.${method}`, args);
	if (frappe.user.has_role("Telesales Agent")) {
		list.page.add_inner_button(__("Today's Form"), () => get("download_today", {}), excel);
		list.page.add_inner_button(__("Empty Form"), () => get("download_today", { blank: 1 }), excel);
		list.page.add_inner_button(__("Hand Back a Filled Form"), () => hand_back(), excel);
	}
	if (leads) list.page.add_inner_button(__("Today's Forms of a Group"), () => group_forms(get), excel);
	list.page.add_actions_menu_item(__("Download as Form in Excel"), () =>
		get("download_sheets", { sheets: JSON.stringify(list.get_checked_items(true)) })
	);
}

function group_forms(get) {
	const fields = [
		{
			fieldname: "sales_group",
			label: __("Sales Group"),
			fieldtype: "Link",
			options: "Sales Group",
			reqd: 1,
		},
		{ fieldname: "blank", label: __("Empty lines only"), fieldtype: "Check" },
		{
			fieldname: "numbers",
			label: __("With full phone numbers"),
			fieldtype: "Check",
			description: __("This is recorded with your name."),
		},
	];
	frappe.prompt(
		fields,
		(values) => get("download_today", values),
		__("Today's Forms of a Group"),
		__("Download")
	);
}

function hand_back() {
	new frappe.ui.FileUploader({
		method: "dianjian_app.workbooks.call_form_upload.upload",
		allow_multiple: false,
		disable_file_browser: true,
		allow_web_link: false,
		allow_take_photo: false,
		allow_toggle_private: false,
		allow_toggle_optimize: false,
		restrictions: { allowed_file_types: [".xlsx"] },
		on_success(_file, answer) {
			const done = answer && answer.message;
			if (!done) return;
			frappe.show_alert({
				message: __("{0} calls added, {1} changed, {2} taken out, {3} as they were", [
					done.added,
					done.changed,
					done.removed,
					done.unchanged,
				]),
				indicator: "green",
			});
			frappe.set_route("Form", "Call Sheet", done.sheet);
		},
	});
}

function confirm_day(list) {
	const fields = [
		{
			fieldname: "date",
			label: __("Date"),
			fieldtype: "Date",
			default: dianjian.today(),
			reqd: 1,
		},
		{
			fieldname: "sales_group",
			label: __("Sales Group"),
			fieldtype: "Link",
			options: "Sales Group",
			description: __("Leave empty for every group that you lead"),
		},
	];
	const confirm = (values) =>
		frappe
			.call({ method: "dianjian_app.calls.review.confirm_all", type: "POST", args: values, freeze: true })
			.then(({ message }) => {
				show_confirmed(message);
				dianjian.list_again(list);
			});
	frappe.prompt(fields, confirm, __("Confirm the sheets of a day that look normal"), __("Confirm"));
}

function show_confirmed({ confirmed, odd }) {
	const text = frappe.utils.escape_html;
	const lines = odd.map(
		(o) =>
			`<li>${dianjian.told(`<a href="${frappe.utils.get_form_link("Call Sheet", o.name)}">${text(o.agent_name)}</a>`, text(o.reasons))}</li>`
	);
	const nothing = confirmed.length
		? __("Nothing odd was found.")
		: __("No sheet of that day is waiting for your confirmation.");
	frappe.msgprint({
		title: __("Confirmed: {0}", [confirmed.length]),
		message: odd.length ? `${__("Look at these yourself:")}<ul>${lines.join("")}</ul>` : nothing,
		indicator: odd.length ? "orange" : "green",
	});
}
