// A word of a Select can mean something else in another DocType: a person is dismissed 辞退, an appeal 已驳回. The
// translation of that DocType is asked for wherever a choice is shown; Frappe does so in some places of some versions.
const word = (value, df) => __(value, null, (df && df.parent) || "");

frappe.form.formatters.Select = (value, df) => word(frappe.form.formatters.Data(value, df), df);

frappe.ui.form.ControlSelect = class extends frappe.ui.form.ControlSelect {
	set_options(value) {
		super.set_options(value);
		if (typeof this.df.options !== "string" || !this.$input) return;
		this.$input.find("option").each((_at, option) => {
			if (option.value) option.textContent = word(option.value, this.df);
		});
	}
};
