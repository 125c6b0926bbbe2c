"""What the desk calls things: the state of a seat by sign and word, a panel's stage, what is owed."""

from app.domain.frozen import frozen
from app.domain.panel import Panel, Place, Standing
from app.domain.progress import Owed, Progress
from app.domain.reserves import Listed
from app.ui.words import raw, t


@frozen
class SeatState:
    """A sign and a word, never colour alone; `tone` is ok, warn, bad or ""."""

    sign: str
    word: str
    tone: str

    @property
    def words(self) -> str:
        """Sign and word as a label shows them."""
        return f"{self.sign} {self.word}"


def seat_state(panel: Panel, place: Place) -> SeatState:
    """Where a seat stands."""
    current = panel.current(place)
    if current is not None and current.origin == "keyed" and not current.recused:
        return SeatState("✓", t("代录"), "ok")
    return _states()[panel.standing(place)]


def _states() -> dict[Standing, SeatState]:
    return {
        "counted": SeatState("✓", t("已收"), "ok"),
        "recused": SeatState("⊘", t("回避"), ""),
        "absent": SeatState("—", t("缺席"), ""),
        "replaced": SeatState("⇄", t("已更换"), ""),
        "refused": SeatState("×", t("拒绝"), ""),
        "missing": SeatState("○", t("未交"), "none"),
        "pending": SeatState("?", t("待确认"), "warn"),
        "conflict": SeatState("!", t("冲突"), "bad"),
    }


def seat_note(panel: Panel, place: Place) -> str:
    """Why a seat is as it is: reasons of its own words, by which laptop, added late; "" where it is plain."""
    told = []
    out, successor = panel.place(place.instead), panel.successor(place)
    if place.added:
        told.append(t("席位 {seat}").format(seat=place.seat))
    if out is not None:
        told.append(t("候补专家，接替{name}：{why}").format(name=raw(out.name), why=raw(place.added)))
    elif place.added:
        told.append(t("后增补：{why}").format(why=raw(place.added)))
    if panel.standing(place) in ("absent", "replaced", "refused"):
        told.append(t("理由：{why}").format(why=raw(place.reason)))
    if successor is not None:
        told.append(t("由候补专家{name}接替").format(name=raw(successor.name)))
    if place.binding == "rebound":
        told.append(t("已换电脑：{why}").format(why=raw(place.binding_reason)))
    if place.choice_reason:
        told.append(t("已登记以哪份为准：{why}").format(why=raw(place.choice_reason)))
    current = panel.current(place)
    if current is not None and current.header.revision > 1:
        told.append(t("第 {n} 版").format(n=current.header.revision))
    return " · ".join(told)


def person_words(person: Listed) -> str:
    """Name and unit: 孙立文（某大学）."""
    return f"{person.name}（{person.unit}）" if person.unit else person.name


def reserves_words(panel: Panel) -> str:
    """The reserves who have not stepped in; "" where there are none."""
    names = t("、").join(raw(person_words(each)) for each in panel.free_reserves)
    return t("候补专家，未递补：{names}").format(names=names) if names else ""


def stage_words(found: Progress) -> str:
    """A panel's stage in a word or two."""
    if found.stage == "sign":
        return t("签名 {n}/{m}").format(n=found.signed, m=found.signers)
    if found.stage == "collect":
        return t("收表 {n}/{m}").format(n=found.settled, m=found.seats)
    return {
        "prepared": t("待签发"),
        "discuss": t("合议"),
        "opinion": t("意见与核对"),
        "seal": t("待封存"),
        "done": t("移交"),
        "void": t("已作废"),
    }[found.stage]


# The page of a panel where a stage's work is done.
STEP_OF = {
    "prepared": "collect", "collect": "collect", "discuss": "discuss", "opinion": "opinion",
    "seal": "seal", "sign": "seal", "done": "handover", "void": "collect",
}  # fmt: skip


def owed_words(owed: Owed, name: str) -> str:
    """What is owed, after whose name or which platform's it is said; `name` is the person's."""
    return {
        "brief": t("任务书还没有签发"),
        "sheet": t("未交"),
        "code": t("待确认校验码"),
        "choice": t("有两份不一致的评分表"),
        "survey": t("满意度待补录"),
        "consent": t("有效评分表不足 3 份，须委托方同意"),
        "chair": t("组长{name}没有计入的评分表").format(name=raw(name)),
        "dispute": t("{criterion} 认定不一致，待合议").format(criterion=raw(owed.criterion)),
        "outlier": t("{name}总分差异待说明").format(name=raw(name)),
        "opinion": t("专家组意见还没有写"),
        "seal": t("可以封存"),
        "signature": t("待{name}签名").format(name=raw(name)),
    }[owed.what]


def act_words(owed: Owed) -> str:
    """The one act that is next on it."""
    return {
        "brief": t("签发任务书"),
        "sheet": t("登记…"),
        "code": t("输入校验码"),
        "choice": t("当面确认"),
        "survey": t("补录满意度"),
        "consent": t("登记同意"),
        "chair": t("更换组长"),
        "dispute": t("去合议"),
        "outlier": t("去说明"),
        "opinion": t("写意见"),
        "seal": t("去封存"),
        "signature": t("去签名"),
    }[owed.what]


def short_name(platform: str) -> str:
    """A platform's name without the word that all bear."""
    return platform.removesuffix("平台") or platform
