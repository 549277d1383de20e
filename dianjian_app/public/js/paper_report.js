// A report as the paper form: place and period above, headings on each page, sums, boxes to sign in. The reports' print
// templates call it; the desk's own "Print" and "PDF" show what it gives.
frappe.provide("dianjian");

const STYLE = `<style>
	@page { size: A4 landscape; margin: 10mm; }
	.paper { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", SimSun, sans-serif; font-size: 8pt; line-height: 1.4; color: #000; }
	.paper h2 { text-align: center; font-size: 16pt; font-weight: bold; letter-spacing: 2pt; margin: 0 0 6pt; color: #000; }
	.paper .line { display: table; width: 100%; margin: 0 0 4pt; font-size: 9pt; }
	.paper .line span { display: table-cell; }
	.paper .line span:last-child { text-align: right; }
	.paper .next { page-break-before: always; }
	.paper table { width: 100%; border-collapse: collapse; margin: 0 0 8pt; font-size: inherit; page-break-inside: avoid; }
	.paper th, .paper td { border: 0.75pt solid #000 !important; padding: 2pt 2.5pt !important; text-align: center; vertical-align: middle !important; color: #000 !important; }
	.paper th { background-color: #eee !important; font-weight: bold; }
	.paper td.right { text-align: right; white-space: nowrap; }
	.paper td.still { white-space: nowrap; }
	.paper .sum td { font-weight: bold; background-color: #f6f6f6 !important; }
	.paper .boxes td { height: 48pt; width: 33%; text-align: left; vertical-align: top !important; font-size: 9pt; }
</style>`;
const ROWS = 25; // of a page; not every PDF maker repeats a table's headings
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const told = (label, value) => dianjian.told(label, text(value));

// title: translated; columns, data, filters: as the desk gives them to a print; signers: translated names of boxes;
// note: escaped text below the table
dianjian.on_paper = ({ title, columns, data, filters, signers, left_out = [], note = "" }) => {
	const shown = columns.filter(
		(c) => c.fieldname && c._id !== "_check" && !c.hidden && !left_out.includes(c.fieldname)
	);
	const place = [
		told(__("Sales Centre"), filters.centre || __("All")),
		filters.sales_group && told(__("Sales Group"), name_of("Sales Group", filters.sales_group)),
		filters.agent && told(__("Telesales Agent"), name_of("Sales Staff", filters.agent)),
		told(__("Period"), period_of(filters)),
		told(__("Made On"), frappe.datetime.str_to_user(dianjian.today())),
	].filter(Boolean);
	const pages = [];
	for (let start = 0; start === 0 || start < data.length; start += ROWS)
		pages.push(data.slice(start, start + ROWS));
	const head = `<tr>${shown.map((c) => `<th>${text(c.name || c.label)}</th>`).join("")}</tr>`;
	const tables = pages.map((rows, n) => {
		const top = n
			? `<div class="line next"><span>${text(title)}</span><span>${__("Page {0}", [n + 1])}</span></div>`
			: "";
		const none = `<tr><td colspan="${shown.length}">${__("There is nothing to report for this period.")}</td></tr>`;
		const lines = rows.map((row) => line_of(row, shown)).join("");
		return `${top}<table><thead>${head}</thead><tbody>${lines || none}</tbody></table>`;
	});
	const boxes = signers.map((who) => `<td>${__("{0} (signature)", [text(who)])}</td>`).join("");
	return `${STYLE}<div class="paper"><h2>${text(title)}</h2><div class="line">${place.map((p) => `<span>${p}</span>`).join("")}</div>
		${tables.join("")}${note ? `<p>${note}</p>` : ""}<table class="boxes"><tr>${boxes}</tr></table></div>`;
};

function line_of(row, columns) {
	const sum = row.is_total_row || row.is_sum || row.bold;
	const cells = columns.map((column, n) => {
		const right = column.fieldtype === "Currency" ? "right" : column.fieldtype === "Date" ? "still" : "";
		const value = row.is_total_row && !n ? __("Totals") : shown_as(row[column.fieldname], column, row);
		return `<td class="${right}">${text(value)}</td>`;
	});
	return `<tr class="${sum ? "sum" : ""}">${cells.join("")}</tr>`;
}

function shown_as(value, column, row) {
	if (value == null || value === "" || (row.is_total_row && !is_figure(column))) return "";
	if (column.fieldtype === "Date") return frappe.datetime.str_to_user(value);
	if (column.fieldtype === "Link") return name_of(column.options, value);
	if (column.fieldtype === "Currency") return format_number(value, null, 2);
	if (column.fieldtype === "Percent") return `${format_number(value, null, 1)}%`;
	if (column.fieldtype === "Float")
		return format_number(value, null, Number.isInteger(Number(value)) ? 0 : 1);
	return value;
}

const is_figure = (column) => ["Int", "Float", "Currency"].includes(column.fieldtype);
const name_of = (doctype, name) => frappe.utils.get_link_title(doctype, name) || name;

function period_of({ from_date, to_date, month, week }) {
	const day = frappe.datetime.str_to_user;
	if (from_date) return from_date === to_date ? day(from_date) : `${day(from_date)} – ${day(to_date)}`;
	return month || (week ? day(week) : "");
}
