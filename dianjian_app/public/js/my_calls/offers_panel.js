// Offers and activities of today beside the call (R55).
import { show } from "../offers";
import { add_panel } from "./panels";

add_panel({
	name: "offers",
	title: () => __("Offers of Today"),
	order: 20,
	show: (element, call) => show(element, call.lead.name, () => call.is_shown()),
});
