// Units to recommend beside the call, by the needs that are noted (R55).
import { show } from "../units";
import { add_panel } from "./panels";

add_panel({
	name: "units",
	title: () => __("Units That Fit"),
	order: 30,
	show: (element, call) => show(element, call.lead.name, () => call.is_shown()),
});
