"""Passwords and keys: named in the file, read when it is applied, kept encrypted, never written out again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.values import Reader, WrongValueError, text

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Entry, Tree
    from syncline.cli.setup_file.problems import Findings, Spot

_HOW = "Write {file: PATH} or {env: NAME}."


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the file stands and what it may look up: its folder and the environment."""

    folder: Path
    environment: Mapping[str, str]
    reads_files: bool = True
    """Whether a secret may be named by a file: not from the pages, whose admins need not be this machine's."""

    def path(self, named: str) -> Path:
        """Answer where a path that the file names really is."""
        return (self.folder / Path(named).expanduser()).resolve()


Check = Callable[[str], str]
"""Answers what is wrong with a secret, empty when nothing is; never quotes it."""


def secret(around: Surroundings, check: Check = lambda _secret: "") -> Reader:
    """Take `{file: PATH}`, `{env: NAME}` or, with a warning, the secret itself."""

    def read(tree: Tree, findings: Findings) -> str:
        found = _look_up(tree, around, findings)
        wrong = check(found)
        if wrong:
            raise WrongValueError(tree.spot, wrong, "Look up how this key was made, and name the right file.")
        return found

    return read


def existing_file(around: Surroundings) -> Reader:
    """Take the path of a file that can be read, relative to the set-up file; answers the whole path."""

    def read(tree: Tree, findings: Findings) -> str:
        path = around.path(text(tree, findings))
        _contents(path, tree.spot)
        return str(path)

    return read


def rsa_key_problem(pem: str) -> str:
    """Say what is wrong with a private key as the JWT bearer flow needs it."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except TypeError:
        return "this private key is protected by a password, which cannot be given here"
    except (ValueError, UnsupportedAlgorithm):
        return "this is not a private key in PEM form"
    return "" if isinstance(key, RSAPrivateKey) else "this private key is not an RSA key, which Salesforce asks for"


def app_certificate_problem(pem: str) -> str:
    """Say what is wrong with a certificate and its private key, in one PEM file, as an app's sign-in needs them."""
    if "CERTIFICATE-----" not in pem:
        return "there is no certificate in this file: it is to hold the private key and the certificate, both as PEM"
    try:
        load_pem_x509_certificate(pem[pem.index("-----BEGIN CERTIFICATE-----") :].encode())
    except ValueError:
        return "the certificate in this file cannot be read"
    problem = rsa_key_problem(pem)
    return problem.replace("Salesforce asks", "Microsoft asks")


def service_account_problem(text: str) -> str:
    """Say what is wrong with the key of a Google service account: the JSON file as Google hands it out."""
    try:
        held = json.loads(text)
    except ValueError:
        return "this is not the JSON file of a service account's key"
    if not isinstance(held, dict) or held.get("type") != "service_account":
        return "this JSON is not the key of a service account"
    missing = [key for key in ("client_email", "private_key", "token_uri") if not held.get(key)]
    return f"this key lacks {', '.join(missing)}" if missing else ""


def _look_up(tree: Tree, around: Surroundings, findings: Findings) -> str:
    if tree.text is not None:
        plain = text(tree, findings)
        findings.warn(tree.spot, "a secret stands in the file itself", f"Anybody who reads the file has it. {_HOW}")
        return plain
    if not tree.is_section:
        raise WrongValueError(tree.spot, f"a secret is wanted here, not {tree.described}", _HOW)
    entries = keys_of(tree.entries(findings))
    if len(entries) != 1 or not entries.keys() <= {"file", "env"}:
        raise WrongValueError(tree.spot, "a secret is named by exactly one of file and env", _HOW)
    entry = next(iter(entries.values()))
    named = text(entry.value, findings)
    return _from_file(named, entry, around) if entry.key == "file" else _from_environment(named, entry, around)


def _from_file(named: str, entry: Entry, around: Surroundings) -> str:
    if not around.reads_files:
        raise WrongValueError(entry.value.spot, "a secret cannot be named by a file here", "Enter it by itself.")
    contents = _contents(around.path(named), entry.value.spot).rstrip("\r\n")
    if not contents.strip():
        raise WrongValueError(entry.value.spot, f"the file {named} is empty", "Put the secret into it.")
    return contents


def _from_environment(named: str, entry: Entry, around: Surroundings) -> str:
    found = around.environment.get(named, "").rstrip("\r\n")
    if not found.strip():
        remedy = f"Set it where this command runs: export {named}=..."
        raise WrongValueError(entry.value.spot, f"the environment variable {named} is not set", remedy)
    return found


def _contents(path: Path, spot: Spot) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WrongValueError(
            spot, f"there is no file {path}", "Paths are relative to the folder of the set-up file."
        ) from None
    except UnicodeDecodeError:
        raise WrongValueError(spot, f"the file {path} holds no text", "Name the file in its text form (PEM).") from None
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise WrongValueError(spot, f"the file {path} cannot be read: {reason}", "Check its permissions.") from None
