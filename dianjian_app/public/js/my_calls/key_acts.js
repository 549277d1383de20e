// What the keys of the page do: one key an act, while no field is being typed in.
import { command_keys, show_help } from "./keys";
import { KINDS } from "./next_step";

const FIELDS = { remarks: "#my-calls-remarks", product: "#my-calls-product_need" };
const STEP_FIELDS = ["words", "day", "time"];
const CHIPS = ["afternoon", "tomorrow", "saturday", "week"];

class KeyActs {
	constructor(desk) {
		this.desk = desk;
	}

	on_key(e) {
		const { desk } = this;
		if (!desk.day || frappe.get_route()[0] !== "my-calls" || frappe.ui.open_dialogs.length) return;
		if (e.isComposing) return;
		if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
			e.preventDefault();
			return this.desk.save();
		}
		if (e.ctrlKey || e.metaKey || e.altKey) return;
		const field = $(e.target).closest("input, textarea, select, [contenteditable]");
		if (field.length) return this.key_in_field(e, field);
		const act = this.act_of(e.key);
		if (!act) return;
		e.preventDefault();
		e.stopPropagation();
		act();
	}

	// Enter and Esc leave a field, so that the next key is an act again
	key_in_field(e, field) {
		if (!field.closest(".my-calls").length || !["Enter", "Escape"].includes(e.key)) return;
		if (e.key === "Enter" && e.shiftKey) return;
		e.preventDefault();
		field.trigger("blur");
		if (field.is(".find") && e.key === "Enter") this.desk.list.choose_first();
	}

	// what a key does while nothing is being typed; null: nothing
	act_of(key) {
		if (key === "ArrowDown" || key === "ArrowUp") return () => this.desk.move(key === "ArrowDown" ? 1 : -1);
		const letter = key.toLowerCase();
		const choice = this.desk.form && this.desk.form.choice_of(letter);
		if (choice) return () => this.desk.form.press(choice);
		const command = Object.entries(command_keys(this.desk.day)).find(([, its]) => its === letter);
		return command ? this.command(command[0]) : null;
	}

	command(name) {
		if (name === "help") return () => show_help(this.desk.day);
		if (name === "search") return () => this.desk.list.find.trigger("focus");
		if (name === "back") return this.desk.bar.saved ? () => this.desk.bar.take_back() : null;
		if (name === "number") return () => this.desk.card && this.desk.card.show_or_dial();
		if (!this.desk.form) return null;
		const { step } = this.desk.form;
		if (FIELDS[name]) return () => this.desk.right.find(FIELDS[name]).trigger("focus");
		if (STEP_FIELDS.includes(name)) return () => step.input(name).trigger("focus");
		if (CHIPS.includes(name)) return () => step.choose_day(name);
		if (KINDS.includes(name)) return () => step.choose_kind(name);
		return name === "refuse" ? () => this.desk.form.toggle_refusal() : null;
	}
}

// desk: the page of today's calls
export function on_keys(desk) {
	const acts = new KeyActs(desk);
	$(document).on("keydown.my-calls", (e) => acts.on_key(e));
}
