from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet

from syncline.store.errors import SecretKeyError, SecretsUnreadableError, StoreSetUpError
from syncline.store.installation import installation_id
from syncline.store.secrets import SecretBox, open_box

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = {"password": "hush \x00 \ud800 é"}


def _key() -> str:
    return Fernet.generate_key().decode()


def test_what_is_sealed_opens_and_cannot_be_read() -> None:
    box = SecretBox(_key())
    sealed = box.seal(SECRETS)
    assert "hush" not in sealed
    assert box.seal(SECRETS) != sealed
    assert box.open("acme", sealed) == SECRETS


def test_no_secrets_need_no_key() -> None:
    assert SecretBox(_key()).seal({}) == ""
    assert SecretBox(_key()).open("acme", "") == {}


def test_older_keys_open_and_the_first_seals() -> None:
    old, new = _key(), _key()
    sealed = SecretBox(old).seal(SECRETS)
    both = SecretBox(f" {new}, {old}\n")
    assert both.open("acme", sealed) == SECRETS
    assert SecretBox(new).open("acme", both.seal(SECRETS)) == SECRETS


@pytest.mark.parametrize("sealed", ["altered", "é"])
def test_another_key_opens_nothing_and_the_error_says_what_to_do(sealed: str) -> None:
    with pytest.raises(SecretsUnreadableError, match=r"'acme'.*apply the set-up file again"):
        SecretBox(_key()).open("acme", sealed)
    with pytest.raises(SecretsUnreadableError):
        SecretBox(_key()).open("acme", SecretBox(_key()).seal(SECRETS))


@pytest.mark.parametrize("key", ["", "short", "ü" * 44, "A" * 43 + "!"])
def test_a_malformed_key_is_refused_and_never_quoted(key: str) -> None:
    with pytest.raises(SecretKeyError) as caught:
        SecretBox(key)
    assert not key or key not in str(caught.value)


def test_a_box_shows_no_key() -> None:
    key = _key()
    assert key not in repr(SecretBox(key))
    assert key not in str(vars(SecretBox(key)))


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    sealed = open_box(tmp_path).seal(SECRETS)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert open_box(tmp_path).open("acme", sealed) == SECRETS
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    open_box(tmp_path)
    (tmp_path / "secret.key").chmod(mode)
    with pytest.raises(SecretKeyError, match="chmod 600"):
        open_box(tmp_path)


def test_a_key_from_the_environment_leaves_no_file(tmp_path: Path) -> None:
    key = _key()
    assert open_box(tmp_path, key).open("acme", SecretBox(key).seal(SECRETS)) == SECRETS
    assert list(tmp_path.iterdir()) == []


def test_an_installation_is_named_once(tmp_path: Path) -> None:
    first = installation_id(tmp_path)
    assert first == installation_id(tmp_path) == (tmp_path / "installation").read_text().strip()
    other = tmp_path / "other"
    other.mkdir()
    assert installation_id(other) != first


def test_a_spoiled_installation_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "installation").write_text("spoiled\n")
    with pytest.raises(StoreSetUpError, match="backup"):
        installation_id(tmp_path)
