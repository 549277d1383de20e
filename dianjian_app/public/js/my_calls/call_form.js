// What the agent says of one call: connected or not, result, grade, the fields and the next step.
import { choices_html, field_html, first_fields, further_fields } from "./fields";
import { command_keys, result_keys } from "./keys";
import { NextStep } from "./next_step";

const CALLS = "dianjian_app.calls";

export class CallForm {
	constructor(parent, day, lead) {
		this.day = day;
		this.lead = lead;
		this.answer = { connected: null, result: null, grade: null, do_not_call: null };
		this.key = frappe.utils.get_random(24);
		const keys = command_keys(day);
		const of_result = result_keys(day.results, [this.usual_result(true), this.usual_result(false)]);
		this.place = $(`<div class="call-form"><div class="answers">${choices_html("connected", [
			[1, __("Connected"), "1"],
			[0, __("Not Connected"), "0"],
		])}
			${choices_html(
				"result",
				day.results.map((r) => [r.value, r.label, of_result[r.value]])
			)}
			<div class="graded hidden">${choices_html(
				"grade",
				day.grades.map((g) => [g.value, g.label, g.value.length === 1 ? g.value : ""])
			)}</div></div><div class="fields">${first_fields(day, lead, keys).map(field_html).join("")}</div>
			<div class="next-place"></div>
			<div class="fields">${further_fields(day, lead).map(field_html).join("")}</div>
			${choices_html("do_not_call", [[1, __("The customer refuses further calls"), keys.refuse]])}</div>`).appendTo(
			parent
		);
		this.step = new NextStep(this.place.find(".next-place"), keys);
		this.place.on("click", ".answers .btn", (e) => this.pick(e.currentTarget));
		this.place.on("click", '[data-name="do_not_call"] .btn', () => this.toggle_refusal());
		this.clean = JSON.stringify(this.values());
		this.by_key = Object.fromEntries(Object.entries(of_result).map(([result, key]) => [key, result]));
	}

	field(name) {
		return this.place.find(`.form-control[data-name="${name}"]`);
	}

	is_dirty() {
		return JSON.stringify(this.values()) !== this.clean;
	}

	// says again what was said of a call. row: its row on the sheet, where that is to be corrected
	fill(said, row) {
		this.row = row;
		for (const name of ["result", "grade", "do_not_call"])
			this.mark(name, said[name] ? String(said[name]) : null);
		this.mark("connected", String(Number(said.connected)));
		this.place.find(".graded").toggleClass("hidden", this.answer.connected !== "1");
		this.place.find(".form-control[data-name]").each((i, el) => {
			el.value = said[el.dataset.name] || "";
		});
		this.step.fill(said);
		this.step.needed(this.needs_step());
		if (row) this.clean = JSON.stringify(this.values());
	}

	// the choice that a key means: [its row, its value]; null: none
	choice_of(key) {
		if (key === "0" || key === "1") return ["connected", key];
		if (this.by_key[key]) return ["result", this.by_key[key]];
		const grade = this.day.grades.find((g) => g.value.toLowerCase() === key);
		return grade && this.answer.connected === "1" ? ["grade", grade.value] : null;
	}

	press([name, value]) {
		const button = this.place
			.find(`.choices[data-name="${name}"] .btn`)
			.filter((i, el) => el.dataset.value === value);
		if (button.length) this.pick(button[0]);
	}

	pick(button) {
		const name = button.parentElement.dataset.name;
		this.mark(name, button.dataset.value);
		// a result says whether the customer was reached; of a call that was, or was not, one result is the usual
		if (name === "result") this.mark("connected", this.result().reached ? "1" : "0");
		if (name === "connected") this.mark("result", this.usual_result(button.dataset.value === "1"));
		if (name !== "grade") {
			const reached = this.answer.connected === "1";
			this.place.find(".graded").toggleClass("hidden", !reached);
			if (!reached) this.mark("grade", null);
		}
		this.step.needed(this.needs_step());
	}

	toggle_refusal() {
		this.mark("do_not_call", this.answer.do_not_call ? null : "1");
		this.step.needed(this.needs_step());
	}

	// show and keep a choice; null: none
	mark(name, value) {
		this.answer[name] = value;
		this.place.find(`.choices[data-name="${name}"] .btn`).each((i, el) => {
			const chosen = value !== null && el.dataset.value === value;
			$(el)
				.toggleClass("btn-primary", chosen)
				.toggleClass("btn-default", !chosen)
				.attr("aria-pressed", chosen);
		});
	}

	result() {
		return this.day.results.find((r) => r.value === this.answer.result);
	}

	grade() {
		return this.day.grades.find((g) => g.value === this.answer.grade);
	}

	usual_result(reached) {
		const usual = this.day.results.find((r) => r.reached === reached && r.is_valid === reached);
		return usual ? usual.value : null;
	}

	refuses() {
		return !!(this.answer.do_not_call || (this.grade() && this.grade().refuses));
	}

	needs_step() {
		return !!(this.grade() && this.grade().is_intention) && !this.refuses();
	}

	// what still has to be said before the call can be saved; empty: nothing
	missing() {
		if (this.answer.connected === null) return __("Was the call connected?");
		const spoken = this.result() ? this.result().is_valid : this.answer.connected === "1";
		if (spoken && !this.answer.grade) return __("Choose the grade.");
		if (this.needs_step() && !this.step.values().next_step_date)
			return __("What comes next with this customer, and when?");
		const invitation = this.row ? null : this.step.invitation();
		return invitation && !invitation.planned_at ? __("When does the customer come? Enter day and time.") : "";
	}

	// what is sent to the server, in order
	requests() {
		const args = this.values();
		if (this.row) {
			const { lead: _lead, request_key: _key, ...said } = args;
			return [
				{
					method: `${CALLS}.mend_call.correct_call`,
					args: { ...said, sheet: this.day.sheet, row: this.row },
				},
			];
		}
		const invitation = this.step.invitation();
		const visit = invitation && {
			method: "dianjian_app.visits.draft_register.invite",
			args: { lead: args.lead, ...invitation },
		};
		return [{ method: `${CALLS}.log_call.log_call`, args }, visit].filter(Boolean);
	}

	values() {
		const fields = [...this.place.find(".form-control[data-name]")].map((el) => [
			el.dataset.name,
			el.value.trim(),
		]);
		return {
			...Object.fromEntries(fields),
			...this.step.values(),
			...this.answer,
			do_not_call: this.answer.do_not_call ? 1 : 0,
			lead: this.lead.name,
			request_key: this.key,
		};
	}
}
