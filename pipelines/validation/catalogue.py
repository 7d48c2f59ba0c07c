"""The rule catalogue as Markdown, generated from the registry.

Belongs here: what the page says. Does not belong here: writing it to ``docs/reference`` (`pipelines.catalogue`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.events.lifecycle import CLOSED, STATE_TEXTS
from pipelines.markdown import page, table
from pipelines.problems import Text
from pipelines.validation.registry import EXPECTATIONS_DIR, Rule, load_registry

#: What the words of a rule mean, in the order of the design.
LEVELS = {
    "file": Text("tệp", "file"),
    "cell": Text("ô, từng số liệu", "cell, a single figure"),
    "row": Text("dòng", "row"),
    "form": Text("trong một biểu", "within one form"),
    "cross_form": Text("giữa các biểu", "between forms"),
    "cross_unit": Text("giữa các đơn vị", "between units"),
    "cross_period": Text("giữa các kỳ", "between periods"),
    "cross_source": Text("giữa các nguồn", "between sources"),
    "plausibility": Text("tính hợp lý", "plausibility"),
    "timeliness": Text("thời hạn", "timeliness"),
}
SEVERITIES = {
    "blocking": Text("chặn: biểu chờ ngoài kho số liệu", "blocking: the form stays out of the marts"),
    "warning": Text("cảnh báo: vẫn vào kho, có đánh dấu", "warning: in the marts, flagged"),
    "info": Text("thông tin", "info"),
}
RESPONSIBILITIES = {
    "department": Text("cơ quan THADS gửi báo cáo", "the department that reports"),
    "directorate": Text("Cục Quản lý THADS", "the directorate"),
    "pipeline": Text("bộ phận vận hành kho dữ liệu", "the keepers of this pipeline"),
}


def render_rule_catalogue(folder: Path = EXPECTATIONS_DIR) -> str:
    """Return the page of all rules, reasons for waivers and states of a finding, in both languages."""
    registry = load_registry(folder)
    return page(
        "Danh mục quy tắc kiểm tra · Rule catalogue",
        f"{len(registry.rules)} quy tắc, theo thứ tự của `expectations/rules.csv`. "
        f"{len(registry.rules)} rules in the order of `expectations/rules.csv`; each has its query in "
        "`expectations/sql/` and its two examples in `expectations/examples/`.",
        _words(),
        *(_level(level, registry.rules) for level in LEVELS),
        "## Mã lý do chấp nhận · Reasons for a waiver",
        table(
            ("reason_code", "Tiếng Việt", "English"),
            [(each.reason_code, each.text_vi, each.text_en) for each in registry.reasons],
        ),
        "## Trạng thái của một phát hiện · States of a finding",
        table(
            ("state", "Tiếng Việt", "English", "closed"),
            [
                (state, text.vi, text.en, "✓" if state in CLOSED else "")
                for state, text in STATE_TEXTS.items()
            ],
        ),
    )


def _words() -> str:
    rows = [
        (column, word, text.vi, text.en)
        for column, words in (
            ("level", LEVELS),
            ("severity", SEVERITIES),
            ("responsibility", RESPONSIBILITIES),
        )
        for word, text in words.items()
    ]
    return table(("column", "word", "Tiếng Việt", "English"), rows)


def _level(level: str, rules: tuple[Rule, ...]) -> str:
    of_level = [rule for rule in rules if rule.level == level]
    if not of_level:
        return ""
    text = LEVELS[level]
    heading = f"## {text.vi[0].upper()}{text.vi[1:]} · {text.en}"
    return "\n\n".join([heading, *(_rule(rule) for rule in of_level)])


def _rule(rule: Rule) -> str:
    valid = f"{rule.valid_from} – {rule.valid_to or ''}"
    rows = [
        ("Mức · severity", f"{rule.severity} (lời văn · prose: {rule.severity_prose})"),
        ("Trách nhiệm · responsibility", rule.responsibility),
        ("Thông báo", rule.message_vi),
        ("Message", rule.message_en),
        ("Đẳng thức · identities", ", ".join(rule.identities)),
        ("Chỉ tiêu · indicators", ", ".join(f"`{each}`" for each in rule.indicators)),
        ("Biểu mẫu · forms", ", ".join(rule.forms)),
        ("Dung sai · tolerance", rule.tolerance),
        ("Căn cứ · legal source", rule.legal_source),
        ("Hiệu lực · valid", valid),
    ]
    head = f"### `{rule.rule_id}`\n\n{rule.title_vi} · {rule.title_en}\n\n"
    return head + table(("", ""), [row for row in rows if row[1] not in ("", None)])
