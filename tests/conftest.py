"""Fixtures every room shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real reports beside the checkout; required in CI, optional on a plain clone."""
    path = Path(os.environ.get("THADS_SHARED", PROJECT_ROOT.parent / "shared"))
    if path.is_dir():
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs the real reports beside the checkout, and {path.name}/ is not there")
    pytest.skip("the real reports (../shared) are not beside this checkout")
