// The page itself; what it does lies in public/js/my_calls.
frappe.pages["my-calls"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("My Calls Today"), single_column: true });
	wrapper.my_calls = new dianjian.MyCalls(page);
};
frappe.pages["my-calls"].on_page_show = (wrapper) => wrapper.my_calls && wrapper.my_calls.refresh();
