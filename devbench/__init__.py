"""A private bench for this checkout: Frappe, MariaDB, Redis, desk assets and a browser, from package registries."""
