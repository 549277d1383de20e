frappe.views.calendar["Training Due"] = {
	field_map: { id: "name", start: "due_by", end: "due_by", title: "topic", allDay: "all_day" },
	get_events_method: "frappe.desk.calendar.get_events",
	options: {
		locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
		now: () => dianjian.today(),
		editable: false,
	},
};
