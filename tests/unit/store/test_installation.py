"""One more machine of an installation is welcome; a copy of its database beside it is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.store.errors import StoreSetUpError
from syncline.store.installation import OtherInstallationError, claim, installation_id
from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def test_the_first_folder_names_the_installation(tmp_path: Path, store: MemoryStore) -> None:
    assert claim(store, tmp_path) == installation_id(tmp_path) == claim(store, tmp_path)


def test_a_lost_database_makes_no_other_installation(tmp_path: Path, store: MemoryStore) -> None:
    assert claim(store, tmp_path) == claim(MemoryStore(), tmp_path)


def test_a_new_folder_on_a_known_database_is_refused_and_left_as_it_is(tmp_path: Path, store: MemoryStore) -> None:
    first = claim(store, folder(tmp_path, "one"))
    with pytest.raises(OtherInstallationError) as caught:
        claim(store, folder(tmp_path, "two"))
    assert caught.value.known == first
    assert f"SYNCLINE_INSTALLATION={first}" in str(caught.value)
    assert not (tmp_path / "two" / "installation").exists()


def test_another_installations_folder_is_refused(tmp_path: Path, store: MemoryStore) -> None:
    claim(store, folder(tmp_path, "one"))
    installation_id(folder(tmp_path, "two"))
    with pytest.raises(OtherInstallationError):
        claim(store, tmp_path / "two")


def test_a_further_machine_says_which_installation_it_is_of(tmp_path: Path, store: MemoryStore) -> None:
    first = claim(store, folder(tmp_path, "one"))
    assert claim(store, folder(tmp_path, "two"), first) == first
    with pytest.raises(OtherInstallationError):
        claim(store, tmp_path / "two", "6f9619ff-8b86-4011-b42d-00cf4fc964ff")
    with pytest.raises(StoreSetUpError, match="SYNCLINE_INSTALLATION"):
        claim(store, tmp_path / "two", "mine")
