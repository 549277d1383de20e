// What lists share.
frappe.provide("dianjian");

// Show what an act has just changed. A list that has asked the same within three seconds does not ask again, and where no
// socket server tells it of changes it would stay as it was.
dianjian.list_again = (list) => {
	list.last_args = null;
	return list.refresh();
};
