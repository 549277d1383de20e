frappe.views.calendar["Viewing Event"] = {
	field_map: { id: "name", start: "starts_at", end: "ends_at", title: "title", allDay: "all_day" },
	get_events_method: "frappe.desk.calendar.get_events",
	options: {
		locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
		now: () => dianjian.today(),
		editable: false,
	},
};
