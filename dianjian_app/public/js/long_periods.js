frappe.provide("dianjian");

// A report shows so many days while its reader waits (LONGEST_DAYS of reporting/period.py); a longer period is said
// before it is asked for, and made as a workbook in the background.
const LONGEST_DAYS = 800;
const REPORT_LATER = "dianjian_app.mailing.background_export.report_later";

dianjian.report_later = (report) =>
	frappe.xcall(REPORT_LATER, { report: report.report_name, filters: report.get_values() });

dianjian.period_changed = (report) => {
	if (report._no_refresh) return;
	const [from, to] = ["from_date", "to_date"].map((f) => report.get_filter_value(f));
	const days = from && to ? frappe.datetime.get_diff(to, from) + 1 : 0;
	if (days <= LONGEST_DAYS) {
		report.refresh(true);
		return;
	}
	frappe.confirm(
		__("The period has {0} days; at most {1} days are shown here. Make a workbook of it in the background?", [
			days,
			LONGEST_DAYS,
		]),
		() => dianjian.report_later(report)
	);
};

// beside the filter, and in the menu
dianjian.offer_long_periods = (report) => {
	if (!report.filters.some((f) => f.df.fieldname === "to_date")) return;
	report.page.add_menu_item(__("Excel in the Background"), () => dianjian.report_later(report));
	const text = __("At most {0} days; longer periods are made in the background.", [LONGEST_DAYS]);
	report.filters
		.filter((f) => ["from_date", "to_date"].includes(f.df.fieldname))
		.forEach((f) => f.$wrapper.attr("title", text));
};
