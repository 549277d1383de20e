"""What a public SVG may not hold (R47)."""

import pytest

from dianjian_app.svg_content import runs

pytestmark = pytest.mark.req("R47")
PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
	<!-- 电建 --><defs><linearGradient id="g"><stop offset="0" stop-color="#123"/></linearGradient></defs>
	<style>path { fill: url(#g) }</style>
	<a xlink:href="https://example.com/"><path d="M0 0h9v9z" fill="url(#g)"/></a>
	<image xlink:href="data:image/png;base64,iVBORw0KGgo=" width="9" height="9"/>%s
</svg>"""


def test_a_picture_is_a_picture():
	assert not runs((PICTURE % "").encode())


@pytest.mark.parametrize(
	"part",
	[
		"<script>alert(1)</script>",
		"<SCRIPT>alert(1)</SCRIPT>",
		'<script xlink:href="data:,alert(1)"/>',
		'<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
		'<rect onload="alert(1)"/>',
		'<rect oNclick="alert(1)"/>',
		'<a xlink:href=" java&#10;script:alert(1)"><text>x</text></a>',
		'<a href="JAVASCRIPT:alert(1)"/>',
		'<a><animate attributeName="href" values="#a;javascript:alert(1)"/></a>',
		'<set attributeName="onload" to="javascript:alert(1)"/>',
		"<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>",
		'<use href="data:image/svg+xml;base64,PHN2Zz4="/>',
		'<image href="data:text/html,x"/>',
		"<unclosed>",
		'<?xml-stylesheet href="data:text/xml,x" type="text/xsl"?>',
	],
)
def test_what_runs_is_found(part):
	assert runs((PICTURE % part).encode())


def test_what_hides_behind_entities_or_is_no_xml_counts_as_running():
	entity = '<!DOCTYPE svg [<!ENTITY x "javascript:alert(1)">]><svg xmlns="http://www.w3.org/2000/svg"><a href="&x;"/></svg>'
	assert runs(entity.encode())
	assert runs(b"\x1f\x8b\x08 compressed")
	assert runs(b"")
