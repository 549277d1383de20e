// The head of the customer in front of the agent: name, number, what was promised, today's message.
import { command_keys } from "./keys";
import { customer_html, facts_html, message_html } from "./customer_html";

export class CustomerCard {
	// head: stays in view; place: below it; call: { lead, day, is_shown() }
	constructor(head, place, call) {
		this.call = call;
		this.head = head.html(customer_html(call.lead, command_keys(call.day)));
		this.head.find(".reveal").on("click", () => this.reveal());
		place.html(facts_html(call.lead));
		this.show_message(place);
	}

	// the answer may come when another customer, or none, is in front of the agent
	reveal(reason) {
		const { lead, is_shown } = this.call;
		if (!is_shown()) return;
		const args = { doctype: "Call Lead", name: lead.name, reason };
		frappe.call({
			method: "dianjian_app.resources.numbers.reveal.reveal_number",
			type: "POST",
			args,
			callback: ({ message }) => {
				if (!message || !is_shown()) return;
				if (!message.number) return frappe.msgprint(message.message);
				const link = $("<a>", { href: `tel:${message.number}` }).text(
					message.number.replace(/^\+86/, "").replace(";ext=", "转")
				);
				this.head.find(".number").empty().append(link);
				this.head.find(".reveal").hide();
			},
			error: (answer) => {
				if (!answer || answer.exc_type !== "ReasonMissingError" || !is_shown()) return;
				frappe.prompt(
					{ fieldname: "reason", label: __("Reason"), fieldtype: "Small Text", reqd: 1 },
					(given) => this.reveal(given.reason),
					__("Show Number")
				);
			},
		});
	}

	// the number first; once it stands there, it is dialled
	show_or_dial() {
		const link = this.head.find(".number a")[0];
		if (link) return link.click();
		return this.head.find(".reveal:visible").length ? this.reveal() : null;
	}

	show_message(place) {
		const { lead, day } = this.call;
		if (lead.do_not_call) return;
		const line = $(message_html(day.messages[lead.name])).appendTo(place);
		line.on("click", "[data-channel]", (e) => {
			const { channel } = e.currentTarget.dataset;
			line.find("button").prop("disabled", true);
			frappe
				.xcall("dianjian_app.calls.messages_by_hand.note_message", { lead: lead.name, channel })
				.then(() => {
					day.messages[lead.name] = channel;
					line.replaceWith(message_html(channel));
				})
				.catch(() => line.find("button").prop("disabled", false)); // the server has said why
		});
	}
}
