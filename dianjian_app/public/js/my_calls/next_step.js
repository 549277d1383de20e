// What comes next with the customer: a day by one touch, a time, and by what.
import { shown_key } from "./keys";
import { day_of, text } from "./words";

const AFTERNOON = "15:00";
const EVENING = 18; // o'clock: no afternoon is left

export const KINDS = ["Call Again", "Send Message", "Invite"];

const after = (days) => frappe.datetime.add_days(dianjian.today(), days);

function saturday() {
	const weekday = moment(dianjian.today(), "YYYY-MM-DD").isoWeekday();
	return after(weekday < 6 ? 6 - weekday : 13 - weekday);
}

function afternoon() {
	const hour = Number(frappe.datetime.system_datetime().slice(11, 13)) + 1;
	return hour <= 15 ? AFTERNOON : `${hour}:00`;
}

const is_evening = () => Number(frappe.datetime.system_datetime().slice(11, 13)) >= EVENING;

// name → what it is called, its day and its time
const CHIPS = {
	afternoon: [() => __("This afternoon"), () => dianjian.today(), afternoon],
	tomorrow: [() => __("Tomorrow"), () => after(1), () => ""],
	saturday: [() => __("Saturday"), saturday, () => ""],
	week: [() => __("In a week"), () => after(7), () => ""],
};

// a promise in a few words: when, by what, which
export function step_text(step) {
	const parts = [
		step.next_step_date && day_of(step.next_step_date),
		step.next_step_time && text(step.next_step_time),
		step.next_step_kind && text(__(step.next_step_kind)),
		step.next_step && text(step.next_step),
	];
	return parts.filter(Boolean).join(" · ");
}

export class NextStep {
	constructor(parent, keys) {
		const chip = (name) =>
			`<button type="button" class="btn btn-default btn-sm" data-chip="${name}" ${name === "afternoon" && is_evening() ? "disabled" : ""}>${CHIPS[name][0]()}${shown_key(keys[name])}</button>`;
		const kind = (name) =>
			`<button type="button" class="btn btn-default btn-sm" data-kind="${name}">${__(name)}${shown_key(keys[name])}</button>`;
		this.place =
			$(`<fieldset class="next-step"><legend>${__("Next Step")} <span class="needed hidden">*</span></legend>
			<div class="choices">${Object.keys(CHIPS).map(chip).join("")}
				<input type="date" class="form-control day" aria-label="${__("Next Step On")}" title="${text((keys.day || "").toUpperCase())}">
				<input type="time" class="form-control time" aria-label="${__("Next Step At")}" title="${text((keys.time || "").toUpperCase())}"></div>
			<div class="choices kinds">${KINDS.map(kind).join("")}
				<input type="text" class="form-control words" maxlength="140" placeholder="${__("What is to be done")}" aria-label="${__("What is to be done")}"></div>
			<div class="choices visit hidden"><label>${__("Number of Visitors")}
				<input type="number" class="form-control persons" min="1" max="50" value="1"></label>
				<span class="text-muted small">${__("A line in today's register: day and time of the visit are those of the next step.")}</span></div>
			</fieldset>`).appendTo(parent);
		this.place.on("click", "[data-chip]", (e) => this.choose_day(e.currentTarget.dataset.chip));
		this.place.on("click", "[data-kind]", (e) => this.choose_kind(e.currentTarget.dataset.kind));
		this.place.on("input", ".day, .time", () => this.show());
		this.kind = "";
	}

	input(name) {
		return this.place.find(`.${name}`);
	}

	choose_day(name) {
		const [, day, time] = CHIPS[name];
		if (name === "afternoon" && is_evening()) return;
		const again = this.input("day").val() === day() && this.chip === name;
		this.chip = again ? null : name;
		this.input("day").val(again ? "" : day());
		this.input("time").val(again ? "" : time());
		if (!again && !this.kind) [this.kind] = KINDS;
		this.show();
	}

	choose_kind(name) {
		this.kind = this.kind === name ? "" : name;
		this.show();
	}

	show() {
		this.place.find(".visit").toggleClass("hidden", this.kind !== "Invite");
		const { next_step_date, next_step_time } = this.values();
		this.place.find("[data-chip]").each((i, el) => {
			const [, day, time] = CHIPS[el.dataset.chip];
			const is_it =
				next_step_date === day() && (el.dataset.chip !== "afternoon" || next_step_time === time());
			$(el).toggleClass("btn-primary", is_it).toggleClass("btn-default", !is_it).attr("aria-pressed", is_it);
		});
		this.place.find("[data-kind]").each((i, el) => {
			const is_it = el.dataset.kind === this.kind;
			$(el).toggleClass("btn-primary", is_it).toggleClass("btn-default", !is_it).attr("aria-pressed", is_it);
		});
	}

	// the line in today's register; null: nobody is invited
	invitation() {
		const { next_step, next_step_date, next_step_time, next_step_kind } = this.values();
		if (next_step_kind !== "Invite") return null;
		return {
			planned_at: next_step_date && next_step_time ? `${next_step_date} ${next_step_time}:00` : "",
			party_size: Number(this.input("persons").val()) || 1,
			remarks: next_step,
		};
	}

	needed(is_it) {
		this.place.find(".needed").toggleClass("hidden", !is_it);
	}

	values() {
		return {
			next_step: this.input("words").val().trim(),
			next_step_date: this.input("day").val(),
			next_step_time: this.input("time").val(),
			next_step_kind: this.kind,
		};
	}

	fill(step) {
		this.input("words").val(step.next_step || "");
		this.input("day").val(step.next_step_date || "");
		this.input("time").val(step.next_step_time || "");
		this.kind = step.next_step_kind || "";
		this.show();
	}
}
