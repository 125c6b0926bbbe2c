"""校验码 on the screen: each takes a tenth of a second to compute, so it is computed beside the screen."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from app.domain.canonical import check_code
from app.errors import ZhipingError
from app.ui.parts import tell, work
from app.ui.words import raw, t

_known: dict[str, str] = {}


def show_code(shown: QLabel, digest: str, words: Callable[[str], str] | None = None) -> None:
    """Has `shown` say the code of `digest`, or `words` with it; until it is computed, that it is being."""

    def done(code: str) -> None:
        _known[digest] = code
        tell(shown, words(raw(code)) if words else raw(code))
        shown.setAccessibleName(words(raw(code)) if words else t("校验码 {code}").format(code=raw(code)))

    if digest in _known:
        done(_known[digest])
        return
    tell(shown, t("正在计算校验码……"))
    work(shown, lambda: check_code(digest), done, _never)


def _never(error: ZhipingError) -> None:
    """Computing a code refuses nothing: what comes here is our bug."""
    raise error
