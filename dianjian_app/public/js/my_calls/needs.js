// The customer's needs, in one row, beside the call.
import { show } from "../customer_needs";
import { add_panel } from "./panels";

add_panel({
	name: "needs",
	title: () => __("Customer's Needs"),
	order: 10,
	show: (element, { lead }) => show(element, lead.name),
});
