"""A list of people as it is pasted from a table or a message: 姓名 单位 职称, a line each."""

import re
import unicodedata

from app.services.round_draft import ExpertDraft

_BETWEEN = re.compile(r"[\t,，、;；|]+|\s{1,}")
_NUMBER = re.compile(r"^\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[.、．)）\t ]\s*")
_RESERVE = re.compile(r"[（(【\[]?\s*候补(?:专家)?\s*(?:[）)】\]]|:)?")
_CHAIR = re.compile(r"[（(【\[]?\s*组长\s*[）)】\]]?")
_TITLES = (
    "教授", "研究员", "工程师", "律师", "代理师", "会计师", "讲师", "高工", "正高", "副高",
    "主任", "处长", "科长", "院长", "所长", "经理", "合伙人",
)  # fmt: skip
_HEADS = ("姓名",)


def pasted_people(text: str) -> tuple[ExpertDraft, ...]:
    """The people in a pasted text; numbers in front, a head line and blank lines are passed over.

    组长 anywhere in a line marks the chair, 候补 a reserve. Tabs separate alone where there are any, so that
    a unit may have spaces in its name.
    """
    found: list[ExpertDraft] = []
    for line in text.splitlines():
        plain = _NUMBER.sub("", unicodedata.normalize("NFKC", line))
        chair = bool(_CHAIR.search(plain))
        reserve = bool(_RESERVE.search(plain))
        for mark in (_CHAIR, _RESERVE):
            plain = mark.sub(" " if "\t" not in plain else "", plain)
        parts = plain.split("\t") if "\t" in plain.strip() else _BETWEEN.split(plain)
        words = [each.strip() for each in parts if each.strip()]
        if not words or words[0] in _HEADS:
            continue
        name, rest = words[0], words[1:]
        title = rest.pop() if len(rest) > 1 or (rest and rest[-1].endswith(_TITLES)) else ""
        found.append(ExpertDraft(name, " ".join(rest), title, chair and not reserve, reserve=reserve))
    return tuple(found)
