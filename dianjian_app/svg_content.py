"""Whether an SVG is more than a picture: what would run when somebody opens it by its address (R47).

Public files are given out by the web server, past everything that this app could say about them. Needs no site.
"""

from __future__ import annotations

import re

from lxml import etree

RUNNING = frozenset(
	("script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video")
)
_SCHEMES = re.compile(r"(^|;)(javascript|vbscript|data:(?!image/(png|jpeg|gif|webp)[;,]))", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")


def runs(content: bytes) -> bool:
	"""Whether a browser could run something of an SVG; what cannot be read as XML, or declares entities, counts so."""
	parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
	try:
		tree = etree.fromstring(content, parser).getroottree()
	except (etree.XMLSyntaxError, ValueError):
		return True
	if tree.docinfo.internalDTD is not None and b"<!ENTITY" in content.upper():
		return True
	return any(map(_node_runs, tree.iter())) or _has_instruction(tree)


def _has_instruction(tree: etree._ElementTree) -> bool:
	"""A style sheet of XSLT makes a page of the picture."""
	return bool(tree.xpath("//processing-instruction()|/processing-instruction()"))


def _node_runs(node: etree._Element) -> bool:
	if not isinstance(node.tag, str):
		return isinstance(node, etree._Entity | etree._ProcessingInstruction)
	name = etree.QName(node)
	if name.localname.lower() in RUNNING or (name.namespace or "").endswith("/xhtml"):
		return True
	return any(_attribute_runs(etree.QName(key).localname, value) for key, value in node.attrib.items())


def _attribute_runs(name: str, value: str) -> bool:
	return name.lower().startswith("on") or bool(_SCHEMES.search(_UNSEEN.sub("", value)))
