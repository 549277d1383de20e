// asks a method that only reads: by GET, which frappe.xcall of every Frappe does not do
frappe.provide("dianjian");

dianjian.read = (method, args) => frappe.call({ method, args, type: "GET" }).then(({ message }) => message);
