"""Servers that take what the site sends: an SMTP server for mail, an HTTP server for webhooks. Real sockets, one thread."""

import email
import email.policy
import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class _SmtpSession(socketserver.StreamRequestHandler):
	"""As much of SMTP as smtplib speaks."""

	def handle(self):
		self._say("220 ready")
		recipients = []
		while line := self.rfile.readline().decode().strip():
			verb = line.split(None, 1)[0].upper()
			if verb == "EHLO":
				self._say("250-here\r\n250 8BITMIME")
			elif verb == "RCPT":
				recipients.append(line.partition("<")[2].partition(">")[0])
				self._say("250 ok")
			elif verb == "DATA":
				self._say("354 go on")
				self.server.received.append((recipients, self._message()))
				recipients = []
				self._say("250 taken")
			elif verb == "QUIT":
				self._say("221 bye")
				return
			else:
				self._say("250 ok")

	def _say(self, text: str) -> None:
		self.wfile.write(f"{text}\r\n".encode())

	def _message(self):
		lines = []
		while (line := self.rfile.readline()) not in (b".\r\n", b""):
			lines.append(line[1:] if line.startswith(b"..") else line)
		return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


class _SmtpServer(socketserver.ThreadingTCPServer):
	allow_reuse_address = True
	daemon_threads = True


@contextmanager
def a_mail_server():
	"""A mail server on a free port; `.port`, and `.received`: [(recipients, message)]."""
	with _SmtpServer(("127.0.0.1", 0), _SmtpSession) as server:
		server.received = []
		server.port = server.server_address[1]
		threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
		yield server
		server.shutdown()


@contextmanager
def a_web_receiver(answer=None, status=200):
	"""An HTTP server on a free port; `.url`, `.received`: bodies as they came, `.answers`: what is said next, then `answer`."""

	class Handler(BaseHTTPRequestHandler):
		def do_POST(self):
			body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
			server.received.append((self.path, dict(self.headers), body))
			code, said = server.answers.pop(0) if server.answers else (status, answer or {"errcode": 0})
			content = json.dumps(said).encode()
			self.send_response(code)
			self.send_header("Content-Type", "application/json")
			self.send_header("Content-Length", str(len(content)))
			self.end_headers()
			self.wfile.write(content)

		do_GET = do_POST

		def log_message(self, *args):
			pass

	server = HTTPServer(("127.0.0.1", 0), Handler)
	server.received, server.answers = [], []
	server.url = f"http://127.0.0.1:{server.server_port}"
	thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
	thread.start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()
