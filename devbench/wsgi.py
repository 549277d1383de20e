"""What the web server runs: Frappe, with the assets and each site's public files served beside it."""

from __future__ import annotations

import os

from frappe.app import application as frappe_application
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.utils import safe_join
from werkzeug.wrappers import Request

SITES = os.getcwd()


def _site_files(app):
	"""Serve /files/… from the public files of the site that the Host header names."""

	def serve(environ, start_response):
		path = environ.get("PATH_INFO", "")
		if not path.startswith("/files/"):
			return app(environ, start_response)
		host = Request(environ).host.split(":")[0]
		site = safe_join(SITES, host)
		folder = (
			site and os.path.isfile(os.path.join(site, "site_config.json")) and os.path.join(site, "public")
		)
		if not folder:
			return app(environ, start_response)
		return SharedDataMiddleware(app, {"/files": os.path.join(folder, "files")}, cache=False)(
			environ, start_response
		)

	return serve


application = SharedDataMiddleware(
	_site_files(frappe_application), {"/assets": os.path.join(SITES, "assets")}
)
