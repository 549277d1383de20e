// A chart of a workspace that has nothing to draw says why, where Frappe draws a line at the bottom (R48).
const has_figures = (chart) =>
	!!chart?.data?.labels?.length &&
	chart.data.datasets.some(({ values }) => values.some((value) => Number(value)));

const why = (result) =>
	result.result?.length
		? __("All figures of this period are 0 until now.")
		: __("Nothing has been entered for this period yet.");

const Chart = frappe.widget?.widget_factory?.chart;
if (Chart) {
	const data_of_frappe = Chart.prototype.get_report_chart_data;
	Chart.prototype.get_report_chart_data = function (result) {
		if (!this.chart_doc.use_report_chart || has_figures(result.chart))
			return data_of_frappe.call(this, result);
		this.empty.text(why(result));
		return {};
	};
}
