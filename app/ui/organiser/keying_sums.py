"""The sides of a paper sheet's page: how far it is typed off, and no sum: the total is retyped from paper."""

from PySide6.QtWidgets import QWidget

from app.domain.rubric import Section
from app.ui.pages import Bottom
from app.ui.scoring_foot import ScoringFoot
from app.ui.section_head import SectionHead
from app.ui.section_list import SectionButton, SectionList
from app.ui.session import SheetSession
from app.ui.still import show_count
from app.ui.words import raw, t


def typed_off(session: SheetSession, section: Section) -> tuple[int, int]:
    """How many criteria of a section are typed off, of how many that stand on the paper."""
    own = [session.awards[each.id] for each in section.criteria]
    own = [each for each in own if each.state != "pending"]
    return sum(each.state == "judged" for each in own), len(own)


class KeyedHead(SectionHead):
    """A section's name and how much of it is typed off."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(section, parent)
        self.state.setVisible(False)

    def show_session(self, session: SheetSession) -> None:
        """Shows what is saved."""
        done, many = typed_off(session, self.section)
        told = t("已录 {n} / {many} 项").format(n=done, many=many)
        self.sum.show_words(told if many else t("由组织方补录"))


class _KeyedButton(SectionButton):
    """One section, its bar without points."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(section, parent)
        for each in (self.points, self.required):
            each.setVisible(False)

    def show_session(self, session: SheetSession) -> None:
        judged, many = typed_off(session, self.section)
        self.count.show_words(f"{judged}/{many}" if many else "–")
        self.bar.setRange(0, max(many, 1))
        show_count(self.bar, judged)
        name = t("{name}，已录 {n}/{many} 项") if many else t("{name}，由组织方补录")
        self.setAccessibleName(name.format(name=raw(self.section.name), n=judged, many=many))

    def show_level(self, level: int) -> None:
        super().show_level(level)
        for each in (self.points, self.required):
            each.setVisible(False)


class KeyedSections(SectionList):
    """The sections of a paper sheet."""

    kind = _KeyedButton


class KeyingFoot(ScoringFoot):
    """How much is typed off, undo, next, 签署代录."""

    def __init__(self, bottom: Bottom, many: int) -> None:
        super().__init__(bottom, many)
        self.spare = (self.keys, self.bar, self.count)
        for each in (self.word, self.total, self.full):
            each.setVisible(False)
        self.count.show_words(t("已录 {n} / {many} 项").format(n=many, many=many))
        self.keys.setText(t("1 符合 · 0 不符合 · Enter 下一处 · F2 说明"))
        self.keys.setToolTip(t("Ctrl+E 佐证 · Ctrl+Z 撤销 · F1 使用说明"))
        self.name_acts(t("下一未录项"), t("签署代录"))

    def name_acts(self, following: str, act: str) -> None:
        """What the two buttons say."""
        for shown, words in ((self.next, following), (self.check, act)):
            shown.setText(words)
            shown.setAccessibleName(words)

    def finish(self, act: str) -> None:
        """Signed: one act is left."""
        self.spare = ()
        for each in (self.keys, self.bar, self.count, self.undo, self.next):
            each.setVisible(False)
        self.name_acts("", act)

    def show_session(self, session: SheetSession) -> None:
        own = [each for each in session.awards.values() if each.state != "pending"]
        judged = sum(each.state == "judged" for each in own)
        show_count(self.bar, judged)
        self.count.show_words(t("已录 {n} / {many} 项").format(n=judged, many=len(own)))
        self.undo.setEnabled(session.may_undo)
        self.next.setEnabled(judged < len(own))
