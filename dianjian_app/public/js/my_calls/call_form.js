// What the agent says of one call: connected or not, result, grade, and the fields.
import { choices_html, form_fields } from "./fields";

export class CallForm {
	constructor(parent, day, lead) {
		this.day = day;
		this.lead = lead;
		this.answer = { connected: null, result: null, grade: null };
		this.key = frappe.utils.get_random(24);
		this.place = $(`<div class="call-form">${choices_html("connected", [
			[1, __("Connected"), "1"],
			[0, __("Not Connected"), "0"],
		])}
			${choices_html(
				"result",
				day.results.map((r) => [r.value, r.label, ""])
			)}
			<div class="graded hidden">${choices_html(
				"grade",
				day.grades.map((g) => [g.value, g.label, g.value])
			)}</div></div>`).appendTo(parent);
		this.fields = new frappe.ui.FieldGroup({
			parent: $("<div>").appendTo(this.place),
			fields: form_fields(day, lead),
			no_submit_on_enter: true,
		});
		this.fields.make();
		this.place.on("click", ".choices .btn", (e) => this.pick(e.currentTarget));
	}

	is_dirty() {
		return (
			this.answer.connected !== null || !!this.fields.get_value("remarks") || !!this.fields.get_value("said")
		);
	}

	pick(button) {
		const name = button.parentElement.dataset.name;
		this.mark(name, button.dataset.value);
		// a result says whether the customer was reached; of a call that was, or was not, one result is the usual
		if (name === "result") this.mark("connected", this.result().reached ? "1" : "0");
		if (name === "connected") this.mark("result", this.usual_result(button.dataset.value === "1"));
		if (name === "grade") return;
		const reached = this.answer.connected === "1";
		this.place.find(".graded").toggleClass("hidden", !reached);
		if (!reached) this.mark("grade", null);
	}

	// show and keep a choice; null: none
	mark(name, value) {
		this.answer[name] = value;
		this.place.find(`.choices[data-name="${name}"] .btn`).each((i, el) => {
			const chosen = value !== null && el.dataset.value === value;
			$(el).toggleClass("btn-primary", chosen).toggleClass("btn-default", !chosen);
		});
	}

	result() {
		return this.day.results.find((r) => r.value === this.answer.result);
	}

	usual_result(reached) {
		const usual = this.day.results.find((r) => r.reached === reached && r.is_valid === reached);
		return usual ? usual.value : null;
	}

	// what still has to be said before the call can be saved; empty: nothing
	missing() {
		if (this.answer.connected === null) return __("Was the call connected?");
		const spoken = this.result() ? this.result().is_valid : this.answer.connected === "1";
		return spoken && !this.answer.grade ? __("Choose the grade.") : "";
	}

	values() {
		$(document.activeElement).trigger("change"); // what is still being typed counts
		return {
			...this.fields.get_values(true),
			...this.answer,
			lead: this.lead.name,
			request_key: this.key,
		};
	}
}
