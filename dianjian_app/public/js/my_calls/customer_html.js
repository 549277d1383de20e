// The customer in front of the agent.
import { shown_key } from "./keys";
import { step_text } from "./next_step";
import { text } from "./words";

export function customer_html(lead, keys) {
	return `<div class="head"><button type="button" class="btn btn-default to-list" aria-label="${__("Back to the list")}">‹</button><h4 tabindex="-1"><a href="${frappe.utils.get_form_link("Call Lead", lead.name)}">${text(lead.customer_name || __("No name"))}</a></h4>
		<div><span class="number">${text(lead.phone_mask)}</span><button class="btn btn-xs btn-default reveal">${__("Show Number")}${shown_key(keys.number)}</button></div></div>`;
}

export function facts_html(lead) {
	const facts = [
		[__("Source"), lead.source],
		[__("Grade"), lead.grade],
		[__("Product Need"), lead.product_need],
		[__("Follow-ups"), lead.follow_up_no],
		[__("Last Called"), lead.last_called_at && frappe.datetime.str_to_user(lead.last_called_at)],
		[__("Project Asked About"), lead.project_asked],
		[__("Remarks"), lead.remarks],
	].filter(([, value]) => value);
	const promise =
		lead.next_step || lead.next_step_date ? `<div class="promise">${step_text(lead)}</div>` : "";
	return `${promise}<dl class="facts">${facts.map(([label, value]) => `<dt>${label}</dt><dd>${text(value)}</dd>`).join("")}</dl>`;
}

// a message that the agent sends from a phone is noted by one click; what was sent today stands there instead
export function message_html(channel) {
	if (channel) return `<div class="message text-muted">${__("Message of today: {0}", [__(channel)])}</div>`;
	const button = (value) =>
		`<button class="btn btn-xs btn-default" data-channel="${value}">${__(value)}</button>`;
	return `<div class="message"><span class="text-muted">${__("Message sent today by")}</span>
		${button("Text from a Phone")} ${button("WeChat")}</div>`;
}
