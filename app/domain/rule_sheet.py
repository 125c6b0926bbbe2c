"""评审规则确认单: the panel's choices where the plan is silent, frozen before the first score (domain.md)."""

from fractions import Fraction
from typing import Literal, TypeVar

from app.domain.canonical import Json, write_decimal
from app.domain.frozen import frozen
from app.domain.period import Months, read_date
from app.domain.shape import Reader, ShapeError

Merging = Literal["mean", "trimmed"]
Gate = Literal["joint", "strict"]
Equal = Literal["undetermined", "not_met"]
Survey = Literal["desk", "experts"]
Signatories = Literal["chair", "all"]

Option = TypeVar("Option", bound=str)
# In each of these the first is the default.
MERGING: tuple[Merging, ...] = ("mean", "trimmed")
GATE: tuple[Gate, ...] = ("joint", "strict")
EQUAL: tuple[Equal, ...] = ("undetermined", "not_met")
SURVEY: tuple[Survey, ...] = ("desk", "experts")
SIGNATORIES: tuple[Signatories, ...] = ("chair", "all")
MONTHS: tuple[Months, ...] = ("period", "calendar")
STEPS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1))


@frozen
class Question:
    """One rule: its key, the question, and what each possible value means; the first is the default."""

    key: str
    question: str
    options: tuple[tuple[str, str], ...]


QUESTIONS = (
    Question(
        "merging",
        "综合评分怎样合并",
        (
            ("mean", "各份有效评分表总分的算术平均"),
            ("trimmed", "有效评分表满 5 份时，去掉一个最高总分和一个最低总分后平均；不足 5 份时全部平均"),
        ),
    ),
    Question(
        "gate",
        "基础条件怎样认定",
        (
            ("joint", "专家组合议认定：有效评分表中过半数认定满分的，该项成立"),
            ("strict", "每份有效评分表都须满分"),
        ),
    ),
    Question(
        "equal",
        "合议人数相等时",
        (
            ("undetermined", "未能认定，再议；仍相等的提请委托方决定"),
            ("not_met", "按未得满分认定"),
        ),
    ),
    Question(
        "determined_in_mean",
        "合议认定是否计入平均",
        (
            ("false", "不计入，各份评分表保留专家本人评分"),
            ("true", "计入，平均前按合议认定替换该项得分"),
        ),
    ),
    Question(
        "survey",
        "满意度由谁提供",
        (
            ("desk", "由组织方统一录入第三方调查结果"),
            ("experts", "由每位专家各自填写"),
        ),
    ),
    Question(
        "signatories",
        "汇总记录由谁签名",
        (
            ("chair", "汇总席制表，组长最后签名"),
            ("all", "汇总席制表，每位计入的专家依次签名，组长最后签名"),
        ),
    ),
    Question(
        "partial_awards",
        "“得N分”能否部分给分",
        (
            ("false", "只能得 N 分或 0 分"),
            ("true", "可以部分给分，须写明依据"),
        ),
    ),
    Question(
        "months",
        "“每月”“每季度”怎样计算",
        (
            ("period", "从考核期第一天起连续十二个月（四个季度）"),
            ("calendar", "按自然月（自然季度）"),
        ),
    ),
)
FIXED = (
    ("“以上”“不少于”和单写数字", "含本数（≥）"),
    ("与 80 分比较", "按精确值比较，两位小数仅供显示"),
    ("空白", "空白不是 0 分；未判断完的评分表不能签署"),
    ("并列", "程序不打破并列，由专家组登记决定"),
)


@frozen
class Confirmation:
    """Who on the commissioning side confirmed the rules, when and in which document."""

    name: str
    unit: str
    date: str
    document: str


@frozen
class RuleSheet:
    """The frozen choices; every default is domain.md's. Points are exact, on a 100-point scale."""

    merging: Merging = "mean"
    gate: Gate = "joint"
    equal: Equal = "undetermined"
    determined_in_mean: bool = False
    survey: Survey = "desk"
    signatories: Signatories = "chair"
    partial_awards: bool = False
    step: Fraction = Fraction(1, 2)
    outlier_points: Fraction = Fraction(15)
    minimum_total: Fraction | None = None
    months: Months = "period"
    confirmed_by: Confirmation | None = None

    def chosen(self, key: str) -> str:
        """The value of a question's key as it is written in the options."""
        value = getattr(self, key)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def departures(self) -> tuple[str, ...]:
        """In Chinese, each rule that is off its default."""
        found = [
            f"{question.question}：{dict(question.options)[self.chosen(question.key)]}"
            for question in QUESTIONS
            if self.chosen(question.key) != question.options[0][0]
        ]
        default = RuleSheet()
        if self.step != default.step:
            found.append(f"评分步长：{write_decimal(self.step)} 分")
        if self.outlier_points != default.outlier_points:
            found.append(f"离群须说明：与其他专家中位数相差超过 {write_decimal(self.outlier_points)} 分")
        if self.minimum_total is not None:
            found.append(f"认定最低综合评分：{write_decimal(self.minimum_total)} 分")
        return tuple(found)

    def to_json(self) -> Json:
        """The canonical form, every rule present."""
        by = self.confirmed_by
        return {
            "merging": self.merging,
            "gate": self.gate,
            "equal": self.equal,
            "determined_in_mean": self.determined_in_mean,
            "survey": self.survey,
            "signatories": self.signatories,
            "partial_awards": self.partial_awards,
            "step": write_decimal(self.step),
            "outlier_points": write_decimal(self.outlier_points),
            "minimum_total": None if self.minimum_total is None else write_decimal(self.minimum_total),
            "months": self.months,
            "confirmed_by": None
            if by is None
            else {"name": by.name, "unit": by.unit, "date": by.date, "document": by.document},
        }


def read_rule_sheet(reader: Reader) -> RuleSheet:
    """The rule sheet of a `[rules]` table or a brief; absent rules take their default."""
    default = RuleSheet()
    sheet = RuleSheet(
        merging=_choice(reader, "merging", MERGING),
        gate=_choice(reader, "gate", GATE),
        equal=_choice(reader, "equal", EQUAL),
        determined_in_mean=reader.flag("determined_in_mean", default=False),
        survey=_choice(reader, "survey", SURVEY),
        signatories=_choice(reader, "signatories", SIGNATORIES),
        partial_awards=reader.flag("partial_awards", default=False),
        step=reader.decimal("step", default=default.step),
        outlier_points=reader.decimal("outlier_points", default=default.outlier_points),
        minimum_total=_minimum_total(reader),
        months=_choice(reader, "months", MONTHS),
        confirmed_by=_confirmation(reader),
    )
    reader.done()
    if sheet.step not in STEPS:
        raise ShapeError(place=reader.at("step"), expected="0.1|0.2|0.5|1")
    if not 0 < sheet.outlier_points <= 100:
        raise ShapeError(place=reader.at("outlier_points"), expected="0–100")
    return sheet


def _choice(reader: Reader, key: str, allowed: tuple[Option, ...]) -> Option:
    text = reader.choice(key, allowed, default=allowed[0])
    return next(option for option in allowed if option == text)


def _minimum_total(reader: Reader) -> Fraction | None:
    if not reader.has("minimum_total") or reader.is_null("minimum_total"):
        return None
    value = reader.decimal("minimum_total")
    if value > 100:
        raise ShapeError(place=reader.at("minimum_total"), expected="0–100")
    return value


def _confirmation(reader: Reader) -> Confirmation | None:
    if not reader.has("confirmed_by") or reader.is_null("confirmed_by"):
        return None
    by = reader.object("confirmed_by")
    found = Confirmation(
        name=by.text("name", limit=60, empty=False),
        unit=by.text("unit", limit=100, empty=False),
        date=read_date(by.raw("date"), by.at("date")).isoformat(),
        document=by.text("document", limit=200, empty=False),
    )
    by.done()
    return found
