// What stands beside a call: script, answers, needs, last calls … Each has a panel of its own, on the phone one swipe away.
//
// A panel is a module of this folder that my_calls.js imports and that calls
//   add_panel({ name, title: () => __("…"), order, show(element, call) })
// order: smaller stands further up. `show` fills `element` (jQuery), at once or later; a panel that stays empty is not
// seen. call: { lead, day, is_shown() }: an answer that comes after the next customer was chosen is thrown away.
const panels = [];

export function add_panel(panel) {
	panels.push(panel);
	panels.sort((one, other) => one.order - other.order);
}

export function show_panels(parent, call) {
	parent.empty();
	for (const panel of panels) {
		const place = $(`<section class="about" data-panel="${panel.name}"><h5>${panel.title()}</h5></section>`);
		const element = $(`<div class="about-body">`).appendTo(place.appendTo(parent));
		Promise.resolve(panel.show(element, call)).catch(() => {}); // without a connection it stays empty
	}
}
