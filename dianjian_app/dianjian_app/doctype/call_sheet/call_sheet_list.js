frappe.listview_settings["Call Sheet"] = {
	add_fields: ["stage", "date", "docstatus"],
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,
	get_indicator(doc) {
		const colours = { Draft: "gray", "Handed In": "orange", Returned: "red", Confirmed: "green", Cancelled: "darkgrey" };
		return [__(doc.stage), colours[doc.stage] || "gray", `stage,=,${doc.stage}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Today"), () => list.filter_area.add([["Call Sheet", "date", "=", frappe.datetime.get_today()]]));
		list.page.add_inner_button(__("To Confirm"), () => list.filter_area.add([["Call Sheet", "stage", "=", "Handed In"]]));
		if (frappe.user.has_role("Sales Group Leader") || frappe.user.has_role("Department Manager")) {
			list.page.add_inner_button(__("Confirm a Day"), () => confirm_day(list));
		}
	},
};

function confirm_day(list) {
	frappe.prompt({ fieldname: "date", label: __("Date"), fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 }, ({ date }) => {
		frappe
			.call({ method: "dianjian_app.calls.review.confirm_all", type: "POST", args: { date }, freeze: true })
			.then(({ message }) => {
				const odd = message.odd.map(
					(o) => `<li><a href="/app/call-sheet/${encodeURIComponent(o.name)}">${frappe.utils.escape_html(o.agent_name)}</a>: ${frappe.utils.escape_html(o.reasons)}</li>`
				);
				frappe.msgprint({
					title: __("Confirmed: {0}", [message.confirmed.length]),
					message: odd.length ? `${__("Look at these yourself:")}<ul>${odd.join("")}</ul>` : __("Nothing odd was found."),
				});
				list.refresh();
			});
	}, __("Confirm the sheets of a day that show nothing odd"));
}
