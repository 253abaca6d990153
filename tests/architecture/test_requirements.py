"""The lock installs what pyproject.toml asks for: no CUDA packages, no local versions."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT


def _locked(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]
    return {canonicalize_name(pin.name): pin for pin in pins}


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_pins_every_package_to_one_plain_version(name):
    loose = [str(pin) for pin in _locked(name).values() if not _is_pinned(pin)]

    assert len(_locked(name)) > 20
    assert loose == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_holds_no_cuda_packages(name):
    heavy = [pin for pin in _locked(name) if re.match(r"nvidia-|triton|cuda|cupy|.*-gpu$", pin)]

    assert heavy == []


def test_the_lock_satisfies_the_dependencies_of_the_project():
    locked = _locked("requirements.txt")
    asked = [Requirement(text) for text in _project()["project"]["dependencies"]]
    broken = [
        str(one)
        for one in asked
        if canonicalize_name(one.name) not in locked
        or not one.specifier.contains(_version(locked[canonicalize_name(one.name)]))
    ]

    assert broken == []


def test_the_development_lock_satisfies_the_development_group():
    locked = _locked("requirements.txt") | _locked("requirements-dev.txt")
    asked = [Requirement(text) for text in _project()["dependency-groups"]["dev"]]

    assert [one.name for one in asked if canonicalize_name(one.name) not in locked] == []


def test_no_package_is_pinned_twice():
    assert set(_locked("requirements.txt")) & set(_locked("requirements-dev.txt")) == set()


def _version(pin: Requirement) -> str:
    (one,) = pin.specifier
    return one.version


def _is_pinned(pin: Requirement) -> bool:
    return [one.operator for one in pin.specifier] == ["=="] and "+" not in _version(pin)
