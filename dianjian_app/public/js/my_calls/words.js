// What all parts of the page of today's calls write with.
export const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
export const day_of = (value) => text(value ? frappe.datetime.str_to_user(String(value).split(" ")[0]) : "");
export const clock_of = (value) =>
	text(
		String(value || "")
			.split(" ")
			.pop()
			.slice(0, 5)
	);

// nothing is left out of a list without a word
export const cut_html = (shown, total) =>
	shown < total
		? `<p class="text-muted small cut">${__("The first {0} of {1} are shown.", [shown, total])}</p>`
		: "";
