"""Our metadata, held against the Metadata API's own types as jsforce knows them. Set up by `make interop`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.support.salesforce_package import PACKAGE

SCHEMA = Path(__file__).parent / "node_modules" / "jsforce" / "src" / "api" / "metadata" / "schema.ts"
NS = "{http://soap.sforce.com/2006/04/metadata}"

pytestmark = pytest.mark.interop


def props(name: str) -> dict[str, str]:
    """The properties of a metadata type, in the schema's order: `?string` is optional text, `['X']` a list of X."""
    found = re.search(rf"^  {name}: \{{\n.*?props: \{{\n(.*?)^    \}},", SCHEMA.read_text(), re.MULTILINE | re.DOTALL)
    assert found, name
    pairs = re.findall(r"^      (\w+): (.+),$", found[1], re.MULTILINE)
    return {"fullName": "'?string'", **dict(pairs)} if "extends: 'Metadata'" in found.string else dict(pairs)


def wrong(element: etree._Element, kind: str) -> list[str]:
    """What the schema does not allow."""
    known = props(kind)
    found = [f"{kind}.{child.tag}" for child in element if etree.QName(child).localname not in known]
    for child in element:
        told = known.get(etree.QName(child).localname, "").strip("'[]")
        text = (child.text or "").strip()
        if told.lstrip("?") == "boolean" and text not in {"true", "false"}:
            found.append(f"{kind}.{child.tag} is no boolean")
        if told.lstrip("?") == "number" and not text.isdecimal():
            found.append(f"{kind}.{child.tag} is no number")
        if len(child):
            found += wrong(child, told.lstrip("?"))
    have = {etree.QName(child).localname for child in element}
    return found + [
        f"{kind} lacks {name}" for name, told in known.items() if re.fullmatch(r"'\w+'", told) and name not in have
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*-meta.xml")), ids=lambda path: path.name)
def test_every_file_is_of_its_type(path: Path) -> None:
    root = etree.parse(path).getroot()
    assert wrong(root, etree.QName(root).localname) == []


def test_the_check_is_alive() -> None:
    root = etree.fromstring(f'<CustomField xmlns="{NS[1:-1]}"><lenght>3</lenght><unique>yes</unique></CustomField>')
    assert len(wrong(root, "CustomField")) == 2
