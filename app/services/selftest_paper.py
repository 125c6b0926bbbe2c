"""The self-test's report for paper: its codes become sentences by the caller's catalogue."""

from collections.abc import Mapping

from app.pdf.selftest_pages import SelfTestLine, SelfTestPaper, render_selftest
from app.services.selftest_report import SelfReport, Tell


def selftest_paper(report: SelfReport, tell: Tell, words: Mapping[str, str]) -> bytes:
    """The report as a PDF; `words` has the names of checks and states. MissingGlyphsError."""
    lines = tuple(
        SelfTestLine(
            words[each.name],
            each.state,
            words[each.state],
            tell(each.told.code, each.told.fields),
            each.details,
        )
        for each in report.lines
    )
    sentence = tell(report.told.code, report.told.fields)
    return render_selftest(SelfTestPaper(f"知评 {report.version}", report.time, sentence, lines))
