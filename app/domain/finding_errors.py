"""Why a finding is refused: always the criterion and the place in what was given; raised by findings.py."""

from app.errors import RefusedError


class FindingShapeError(RefusedError):
    """A value of the wrong kind."""

    field_names = ("criterion", "place", "expected")


class FindingUnknownKeyError(RefusedError):
    """A key that this criterion's kind of finding does not know."""

    field_names = ("criterion", "place", "key")


class FindingMissingKeyError(RefusedError):
    """A key that this criterion's kind of finding needs."""

    field_names = ("criterion", "place", "key")


class FindingTextTooLongError(RefusedError):
    """A remark, basis or evidence text that is too long."""

    field_names = ("criterion", "place", "limit")


class FindingCharacterError(RefusedError):
    """A remark, basis or evidence text with a character that may not stand in our data."""

    field_names = ("criterion", "place", "character")


class FindingNumberError(RefusedError):
    """Not a plain decimal: negative, exponent, over nine digits or four decimals."""

    field_names = ("criterion", "place", "text")


class FindingLengthError(RefusedError):
    """Too few or too many conditions, periods or counts."""

    field_names = ("criterion", "place", "expected")


class FindingFractionError(RefusedError):
    """A fraction where only whole numbers can be counted."""

    field_names = ("criterion", "place")


class FindingAboveLimitError(RefusedError):
    """A number above what the table allows."""

    field_names = ("criterion", "place", "limit")


class FindingStepError(RefusedError):
    """Judged points that are off the step."""

    field_names = ("criterion", "place", "step")


class PendingRefusedError(RefusedError):
    """待补 where the desk supplies nothing, or beside a value."""

    field_names = ("criterion", "place")


class PartialAwardRefusedError(RefusedError):
    """A partial award where the rule sheet allows none: 0 or full points only."""

    field_names = ("criterion", "place")


class PartialAwardNeedlessError(RefusedError):
    """A partial award although every condition holds."""

    field_names = ("criterion", "place")


class PartialAwardTooHighError(RefusedError):
    """A partial award that is not below the criterion's points."""

    field_names = ("criterion", "place", "points")


class PartialAwardBasisMissingError(RefusedError):
    """A partial award without a written basis."""

    field_names = ("criterion", "place")


class FactMissingError(RefusedError):
    """Confirming or correcting a fact where the brief states none."""

    field_names = ("criterion", "place")


class FactDiffersError(RefusedError):
    """A finding that claims to confirm the brief's fact and is another."""

    field_names = ("criterion", "place")


class FactUnchangedError(RefusedError):
    """A correction that says the same as the brief's fact."""

    field_names = ("criterion", "place")


class CorrectionRemarkMissingError(RefusedError):
    """A corrected fact without a remark."""

    field_names = ("criterion", "place")
