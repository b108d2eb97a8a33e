"""Our key fields as metadata: what is deployed, what the org refuses, and who sees the fields afterwards."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from syncline.sandbox.salesforce.setup.deploy import DeployError
from tests.support.salesforce_org import OTHER, REP
from tests.support.salesforce_package import KEY, PACKAGE, PERMISSION_SET, UID

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.salesforce_org import Rest, World

NS = "{http://soap.sforce.com/2006/04/metadata}"


def test_the_package_brings_two_key_fields_of_events(world: World, rest: Rest) -> None:
    world.org.setup.deploy(PACKAGE)
    world.org.setup.assign(PERMISSION_SET, world.org.user_id(REP))

    fields = {field["name"]: field for field in rest.get("/sobjects/Event/describe")["fields"]}

    assert [fields[KEY][fact] for fact in ("externalId", "unique", "caseSensitive", "nillable")] == [True] * 4
    assert [fields[UID][fact] for fact in ("externalId", "unique", "nillable")] == [True, False, True]
    assert (fields[UID]["length"], fields[KEY]["createable"], fields[KEY]["updateable"]) == (255, True, True)


def test_without_the_permission_set_nobody_sees_them(world: World, rest: Rest) -> None:
    world.org.setup.deploy(PACKAGE)
    world.org.setup.assign(PERMISSION_SET, world.org.user_id(OTHER))

    assert KEY not in {field["name"] for field in rest.get("/sobjects/Event/describe")["fields"]}
    assert KEY in {field["name"] for field in world.rest(OTHER).get("/sobjects/Event/describe")["fields"]}


def test_the_manifest_names_everything_that_is_in_the_folder() -> None:
    manifest = etree.parse(PACKAGE / "package.xml")
    named = {
        (kind.findtext(NS + "name"), member.text)
        for kind in manifest.iter(NS + "types")
        for member in kind.iter(NS + "members")
    }
    fields = {("CustomField", f"Activity.{path.name.split('.')[0]}") for path in PACKAGE.rglob("*.field-meta.xml")}
    sets = {("PermissionSet", path.name.split(".")[0]) for path in PACKAGE.rglob("*.permissionset-meta.xml")}
    assert named == fields | sets
    for path in PACKAGE.rglob("*.field-meta.xml"):
        assert etree.parse(path).getroot().findtext(NS + "fullName") == path.name.split(".")[0]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<length>255</length>", "<length>256</length>", "length"),
        ("<type>Text</type>", "<type>Checkbox</type>", "externalId"),
        ("<unique>true</unique>", "<unique>false</unique>", "caseSensitive"),
    ],
)
def test_what_the_platform_does_not_allow_is_refused_whole(
    world: World, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "copy")
    for path in (tmp_path / "copy").rglob("*.field-meta.xml"):
        path.write_text(path.read_text().replace(old, new))

    with pytest.raises(DeployError, match=reason):
        world.org.setup.deploy(tmp_path / "copy")

    assert KEY not in world.org.admin.get(world.org.admin.create("Event", EVENT))


EVENT = {"Subject": "Visit", "StartDateTime": "2026-03-11T09:00:00Z", "DurationInMinutes": 30}


def test_fields_of_events_belong_to_activity(world: World, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "copy")
    objects = tmp_path / "copy" / "force-app" / "main" / "default" / "objects"
    (objects / "Activity").rename(objects / "Event")

    with pytest.raises(DeployError, match="bad value for restricted picklist field: Event"):
        world.org.setup.deploy(tmp_path / "copy")
