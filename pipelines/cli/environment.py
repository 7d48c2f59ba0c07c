"""Is it the environment that is at fault: a variable that is not valid, a disk that refuses?

Belongs here: telling such an error, and its message. Does not belong here: who catches it (`net`, `output`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from pipelines.disk import disk_problem
from pipelines.problems import Problem, Text
from pipelines.settings import PREFIX, Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def problem_behind(error: Exception) -> Problem | None:
    """Return the problem of the environment that an error tells of, ``None`` when it may be our own fault."""
    if isinstance(error, ValidationError):
        return _invalid_settings(error) if error.title == Settings.__name__ else None
    try:
        home = Settings().home
    except ValidationError:
        return disk_problem(error, f"{PREFIX}HOME")
    return disk_problem(error, f"{PREFIX}HOME={home}", home)


def _invalid_settings(error: ValidationError) -> Problem:
    wrong = error.errors(include_url=False)
    variables = [f"{PREFIX}{each['loc'][0]}".upper() for each in wrong]
    return Problem(
        code="invalid_settings",
        what=Text("Biến môi trường không hợp lệ.", "An environment variable is not valid."),
        where=", ".join(variables),
        expected="; ".join(f"{name}: {_allowed(each)}" for name, each in zip(variables, wrong, strict=True)),
        found="; ".join(f"{name}={_shown(each)}" for name, each in zip(variables, wrong, strict=True)),
        next_step=Text(
            "Sửa hoặc bỏ biến đó (bảng các biến: docs/how-to/operator.md) rồi chạy lại.",
            "Correct or unset it (the variables are listed in docs/how-to/operator.md) and run again.",
        ),
    )


def _shown(error: ErrorDetails) -> str:
    """Return the value of a variable; of an address no more than its scheme, for it may hold a password."""
    value = str(error["input"])
    if error["type"] == "string_pattern_mismatch":
        return f"{value.partition('://')[0]}://…" if "://" in value else "…"
    return value


def _allowed(error: ErrorDetails) -> str:
    """Return what a variable may say."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return str(limits["expected"]).replace(" or ", ", ")
        case "greater_than_equal":
            return f"số nguyên / a whole number ≥ {limits['ge']}"
        case "int_parsing" | "int_from_float" | "int_parsing_size":
            return "số nguyên / a whole number"
        case "string_pattern_mismatch":
            return "postgresql://… hoặc để trống / or empty"
        case _:
            return error["msg"]
