"""Why a panel refuses an act: the refusals of acts.py, one class each."""

from app.errors import RefusedError, TrustError


class SeatUnknownError(RefusedError):
    """No such seat in this panel."""

    field_names = ("seat",)


class NotIssuedError(RefusedError):
    """The brief was not issued yet."""


class AlreadyIssuedError(RefusedError):
    """One brief a panel, never reissued."""


class PanelSealedError(RefusedError):
    """The record is sealed: only signing, or taking it back with a reason."""


class NotSealedError(RefusedError):
    """There is no sealed record of that kind to act on."""


class PanelVoidError(RefusedError):
    """The panel ended as void."""


class ReasonMissingError(RefusedError):
    """An act that is printed with its reason came without one."""


class SheetInError(RefusedError):
    """A seat whose sheet counts cannot be settled otherwise."""

    field_names = ("seat", "name")


class SeatOrderError(RefusedError):
    """A late expert gets the next free seat, of at most nineteen."""

    field_names = ("seat",)


class ReserveTooLateError(RefusedError):
    """Reserves are named before the brief is issued, never after."""


class ReserveKnownError(RefusedError):
    """The reserve, or their certificate, already is on the roster or among the reserves."""

    field_names = ("name",)


class ReservesFullError(RefusedError):
    """A panel has at most `most` reserves."""

    field_names = ("most",)


class ReserveUnknownError(RefusedError):
    """No reserve of that name is left to step in."""

    field_names = ("name",)


class SeatNotGivenUpError(RefusedError):
    """A reserve steps in only for an expert who was replaced or recused, and one for each."""

    field_names = ("seat", "name")


class SeatTakenOverError(RefusedError):
    """A reserve has stepped in for the seat's expert, who stays replaced."""

    field_names = ("seat", "name")


class BindingRefusedError(RefusedError):
    """The certificate already belongs to a seat of this panel, or no sheet of it is here."""

    field_names = ("seat",)


class NotInConflictError(RefusedError):
    """There is nothing to choose between for that seat."""

    field_names = ("seat",)


class NotSuppliedByDeskError(RefusedError):
    """The criterion is not one the desk supplies."""

    field_names = ("criterion",)


class EvidenceMissingError(RefusedError):
    """A value supplied by the desk needs its evidence."""

    field_names = ("criterion",)


class SeatsUnsettledError(RefusedError):
    """Nothing is discussed or sealed while a seat is unsettled."""

    field_names = ("seats",)


class NotDisputedError(RefusedError):
    """The counted experts agree on that criterion."""

    field_names = ("criterion",)


class CheckNotOpenError(RefusedError):
    """That closing check is settled, may not be passed over, or is about something else by now."""

    field_names = ("check",)


class VoteDiffersError(TrustError):
    """A recorded determination that the signed sheets do not bear out."""

    field_names = ("criterion",)


class HistoryRefusedError(TrustError):
    """An entry that its own panel would not have allowed; `why` is the refusal's code."""

    field_names = ("seq", "why")


class NotAnActError(RefusedError):
    """An entry that belongs to another stream than a panel's."""

    field_names = ("kind",)


class OtherSignerError(RefusedError):
    """The seat belongs to another certificate: 已交过一份，签名不同."""

    field_names = ("seat", "name")


class SeatReplacedError(RefusedError):
    """The seat's expert was replaced; their sheets no longer come in."""

    field_names = ("seat", "name")


class OtherNameError(RefusedError):
    """The sheet bears another name than the seat."""

    field_names = ("seat", "name", "found")
