// The bar that stays: the last call, and saving.
import { came_of } from "./day_html";
import { clock_of, text } from "./words";

const MINUTE = 58000; // the server says no after sixty seconds

export class Bar {
	// acts: { save(), move(by), take_back(call) }
	constructor(parent, acts) {
		this.place = $(`<div class="bar"><div class="acts">
			<button type="button" class="btn btn-primary save-call"></button>
			<button type="button" class="btn btn-default move" data-by="-1" aria-label="${__("Previous")}" title="${__("Previous")}">↑</button>
			<button type="button" class="btn btn-default move" data-by="1" aria-label="${__("Next")}" title="${__("Next")}">↓</button>
			</div><div class="missing" role="alert"></div><div class="last text-muted"></div>
			<button type="button" class="btn btn-default take-back hidden">${__("Take Back")}<kbd>Z</kbd></button></div>`).appendTo(
			parent
		);
		this.place.on("click", ".save-call", () => acts.save());
		this.acts = acts;
		this.place.on("click", ".take-back", () => this.take_back());
		this.place.on("click", ".move", (e) => acts.move(Number(e.currentTarget.dataset.by)));
	}

	// the call that was saved just now: { sheet, row, values }; null: none
	offer_take_back(saved) {
		clearTimeout(this.waits);
		this.saved = saved;
		this.place.find(".take-back").toggleClass("hidden", !saved);
		if (saved) this.waits = setTimeout(() => this.offer_take_back(null), MINUTE);
	}

	take_back() {
		const { saved } = this;
		this.offer_take_back(null);
		return saved && this.acts.take_back(saved);
	}

	show(day, can_save, is_correction) {
		this.miss("");
		const [last] = day.called;
		this.place
			.find(".last")
			.html(
				last
					? __("Last call: {0}", [
							`<b>${text(last.customer_name || __("No name"))}</b> · ${came_of(last)} · ${clock_of(last.called_at)}`,
						])
					: __("No call yet today.")
			);
		this.place
			.find(".save-call")
			.toggle(can_save)
			.html(`${is_correction ? __("Save Correction") : __("Save and Next")}<kbd>Ctrl ↵</kbd>`);
	}

	// what still has to be said; it stands beside the button, not over it
	miss(what) {
		this.place.find(".missing").text(what);
		this.place.find(".last").toggle(!what);
	}

	busy(is_busy) {
		this.place.find(".save-call").prop("disabled", is_busy);
	}
}
