// The agenda: promised next steps and due follow-ups; nothing is moved here, the calls move it.
frappe.views.calendar["Call Lead"] = {
	field_map: {
		id: "name",
		start: "start",
		end: "end",
		title: "title",
		allDay: "all_day",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "dianjian_app.reporting.agenda.events",
	options: {
		locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
		now: () => dianjian.today(),
		editable: false,
		selectable: false,
		eventLimit: 8,
		displayEventTime: false,
		viewRender: (view, element) => element.closest(".result").find(".footnote-area").hide(),
		eventClick: ({ name, filters, report }) => {
			if (report) return dianjian.open({ report: "Due Follow-ups", filters: report });
			if (filters) return dianjian.open({ list: "Call Lead", filters });
			frappe.set_route("Form", "Call Lead", name);
		},
	},
};
