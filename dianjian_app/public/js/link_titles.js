// Frappe 15 empties a link's input while the link's title is being asked for. A list or report that is read meanwhile goes
// without the filter, and shows everybody under the name of one. From 16 on the name stands there until the title comes.
const link = frappe.ui.form.ControlLink.prototype;
const ask_title = link.set_link_title;

link.set_link_title = function (value) {
	this.set_input_value(value);
	return ask_title.call(this, value);
};
