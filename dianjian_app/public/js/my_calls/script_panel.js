// The script beside the call: the version in force that fits the customer, its answers, and one line for what is missing (R39).
import { read_it } from "../scripts";
import { add_panel } from "./panels";
import { cut_html, text } from "./words";

const PANEL = "dianjian_app.service.script_panel";
let chosen = null; // the script that the agent looked at last

const label_of = (s) => [s.title, s.project, __(s.kind)].filter(Boolean).join(" · ");

// questions with their answers; each has one button for "it helped"
function answers_html(answers, script) {
	return answers
		.map(
			(a) => `<details class="answer"><summary>${text(a.question)}</summary>
				<div class="said">${text(a.answer)}</div>
				<button class="btn btn-xs btn-default helped" data-script="${text(a.script || script)}" data-answer="${text(a.name)}">
					${__("Helped")} <span class="times">${text(a.helped || 0)}</span></button></details>`
		)
		.join("");
}

function script_html(script) {
	const unread = script.is_read
		? `<span class="text-muted small">${__("Read")}</span>`
		: `<button class="btn btn-xs btn-primary read-it" data-script="${text(script.name)}">${__("I Have Read It")}</button>`;
	const changes =
		script.changes && !script.is_read
			? `<div class="alert alert-warning">${__("New")}: ${text(script.changes)}</div>`
			: "";
	return `<div class="version"><span class="text-muted small">${__("Version {0} of {1} by {2}", [
		text(script.version),
		text(frappe.datetime.str_to_user(script.in_force_from)),
		text(script.author_name),
	])}</span> ${unread}</div>${changes}
		<div class="words">${text(script.script)}</div>${answers_html(script.answers, script.name)}`;
}

class ScriptPanel {
	constructor(parent, call) {
		this.call = call;
		this.body = $(`<div class="scripts"><div class="top"><select class="form-control input-sm which"></select>
			<input type="search" class="form-control input-sm word"></div><div class="shown"></div>
			<div class="flag"><input class="form-control input-sm asked" maxlength="500">
			<button class="btn btn-xs btn-default send">${__("Pass On")}</button></div></div>`).appendTo(parent);
		this.which = this.body.find(".which").attr("title", __("Talk Script"));
		this.word = this.body.find(".word").attr("placeholder", __("Search the answers"));
		this.asked = this.body.find(".asked").attr("placeholder", __("A customer asked what is not here"));
		this.shown = this.body.find(".shown");
		this.which.on("change", () => this.open(this.which.val()));
		this.word.on(
			"input",
			frappe.utils.debounce(() => this.search(), 250)
		);
		this.asked.on("keydown", (e) => e.key === "Enter" && !e.ctrlKey && !e.metaKey && this.flag());
		this.body.on("click", ".send", () => this.flag());
		this.body.on("click", ".helped", (e) => this.helped(e.currentTarget));
		this.body.on("click", ".read-it", (e) => this.confirm_reading(e.currentTarget));
		this.offer();
	}

	offer() {
		return frappe.xcall(`${PANEL}.scripts_for_call`, { lead: this.call.lead.name }).then((found) => {
			if (!this.call.is_shown()) return;
			const options = found.scripts.map(
				(s) => `<option value="${text(s.name)}">${s.is_read ? "" : "● "}${text(label_of(s))}</option>`
			);
			this.which.html(options.join("")).toggle(options.length > 0);
			if (!options.length)
				return this.shown.html(`<p class="text-muted">${__("No script is in force yet.")}</p>`);
			const seen = found.scripts.some((s) => s.name === chosen) && chosen;
			this.which.val(found.fits || seen || found.scripts[0].name);
			this.open(this.which.val());
		});
	}

	open(name) {
		chosen = name;
		this.word.val("");
		return frappe.xcall(`${PANEL}.script_text`, { script: name }).then((script) => {
			if (this.which.val() === name && !this.word.val()) this.shown.html(script_html(script));
		});
	}

	search() {
		const word = this.word.val().trim();
		if (!word) return chosen && this.open(chosen);
		return frappe.xcall(`${PANEL}.find_answers`, { word }).then((found) => {
			if (this.word.val().trim() !== word) return;
			const nothing = `<p class="text-muted">${__("Nothing answers this yet. Pass the question on below.")}</p>`;
			const answers = answers_html(found.answers);
			this.shown.html(answers ? answers + cut_html(found.answers.length, found.total) : nothing);
		});
	}

	helped(button) {
		const { script, answer } = button.dataset;
		frappe.xcall(`${PANEL}.answer_helped`, { script, row: answer }).then((times) => {
			$(button).prop("disabled", true).find(".times").text(times);
		});
	}

	confirm_reading(button) {
		const { script } = button.dataset;
		read_it("Talk Script", script).then(() => {
			$(button).replaceWith(`<span class="text-muted small">${__("Read")}</span>`);
			this.which.find("option:selected").text((i, label) => label.replace(/^● /, ""));
		});
	}

	flag() {
		const asked = this.asked.val().trim();
		if (!asked) return this.asked.trigger("focus");
		const send = this.body.find(".send").prop("disabled", true);
		frappe
			.xcall(`${PANEL}.flag_question`, {
				asked,
				lead: this.call.lead.name,
				script: chosen,
			})
			.then(() => {
				this.asked.val("");
				frappe.show_alert({ message: __("Passed on. The answer comes back to you."), indicator: "green" }, 4);
			})
			.finally(() => send.prop("disabled", false));
	}
}

add_panel({
	name: "scripts",
	title: () => __("Script and Answers"),
	order: 10,
	show: (element, call) => new ScriptPanel(element, call),
});
