"""Signing over an empty field: the chair's signed Reason names it and why, and is read back (trust.md)."""

import re
from collections.abc import Mapping

from app.domain.act_refusals import ReasonMissingError
from app.domain.canonical import check_text
from app.domain.record import CHAIR
from app.domain.shape import TextTooLongError
from app.errors import RefusedError
from app.services.appraisal import Appraisal

PASSED_LIMIT = 200
_PASSED = re.compile(r"(expert-E[0-9]{1,2})（([^（）]{1,200})）")


class NotEmptyError(RefusedError):
    """There is no empty signature field of that seat to be passed over."""

    field_names = ("seat",)


def passes_of(found: Appraisal, passed_over: Mapping[str, str]) -> dict[str, str]:
    """Field → reason for the empty fields to be signed over; ReasonMissingError, NotEmptyError."""
    passes: dict[str, str] = {}
    for seat, reason in passed_over.items():
        if f"expert-{seat}" not in found.empty_fields:
            raise NotEmptyError(seat=seat[:20])
        if not reason.strip():
            raise ReasonMissingError
        if len(reason) > PASSED_LIMIT:
            raise TextTooLongError(place="reason", limit=PASSED_LIMIT)
        passes[f"expert-{seat}"] = check_text(reason, "reason")
    return passes


def reason_of(name: str, passes: Mapping[str, str]) -> str:
    """The signature's Reason; a chair's names every field signed over, in a form that is read back."""
    if name != CHAIR:
        return "专家签名"
    told = "；".join(f"{each}（{why.replace('（', '(').replace('）', ')')}）" for each, why in passes.items())
    return f"组长签名。未签名：{told}" if told else "组长签名"


def passed_over(found: Appraisal) -> Mapping[str, str]:
    """Field → reason: the empty fields that the chair's signature names as signed over."""
    reason = next((each.reason for each in found.signatures if each.field == CHAIR), "")
    return {name: why for name, why in _PASSED.findall(reason) if name in found.empty_fields}
