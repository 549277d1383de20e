// The morning's briefing over the day's calls: read once, then one line (R53).
import { read_it } from "../scripts";
import { day_of, text } from "./words";

function briefing_html(briefing) {
	const targets = [
		[__("Customers Connected"), briefing.target_connected],
		[__("Invitations"), briefing.target_invited],
		[__("Counted Visits"), briefing.target_visits],
		[__("Deals"), briefing.target_deals],
	]
		.filter(([, target]) => target)
		.map(([label, target]) => `${label} ${text(target)}`)
		.join(" · ");
	const parts = [
		[__("Focus of the Day"), briefing.focus],
		[__("Sales Information"), briefing.news],
		[__("Activities"), briefing.activities],
		[__("Targets of the Group"), targets],
	].filter(([, words]) => words);
	const body = parts
		.map(
			([label, words]) =>
				`<div class="said"><b>${label}</b> ${label === __("Targets of the Group") ? words : text(words)}</div>`
		)
		.join("");
	const confirm = briefing.is_read
		? ""
		: `<button class="btn btn-xs btn-primary read-briefing" data-name="${text(briefing.name)}">${__("I Have Read It")}</button>`;
	return `<details class="briefing alert alert-info" ${briefing.is_read ? "" : "open"}>
		<summary>${__("Briefing of {0}: {1}", [day_of(briefing.date), text(briefing.author_name)])}</summary>${body}${confirm}</details>`;
}

export function show_briefings(parent) {
	return frappe.xcall("dianjian_app.ledger.daily_briefing.briefings_for_me").then((briefings) => {
		parent.html(briefings.map(briefing_html).join(""));
		parent.find(".read-briefing").on("click", (e) => {
			$(e.currentTarget).prop("disabled", true);
			read_it("Daily Briefing", e.currentTarget.dataset.name).then(() => show_briefings(parent));
		});
	});
}
