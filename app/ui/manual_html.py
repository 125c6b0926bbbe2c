"""A page of the manual as the HTML Qt reads, dressed in the colours and text size of a look."""

from html import escape

from app.domain.manual_text import Block, Chapter, Line, Span
from app.ui.style import BODY, CAPTION, SCORE, TITLE, Look

_TAGS = {"bullets": "ul", "steps": "ol"}


def page_html(page: Chapter, look: Look) -> str:
    """The whole page; a link's address is the name of a page."""
    title = f'<p class="title">{escape(page.title)}</p>'
    return f"<html><body>{title}{''.join(_block(block, look) for block in page.blocks)}</body></html>"


def sheet(look: Look) -> str:
    """The style sheet of the document: it must be set before the HTML."""
    tokens, px = look.tokens, look.px
    # The font's own lines are one and a half times its size: a little more is calm.
    plain = f"color: {tokens.text}; line-height: 112%;"
    return f"""
        p {{ {plain} font-size: {px(BODY)}px; margin: {px(4)}px 0 {px(8)}px 0; }}
        p.title {{ font-size: {px(SCORE)}px; font-weight: bold; margin: 0 0 {px(8)}px 0; }}
        p.heading {{ font-size: {px(TITLE)}px; font-weight: bold; margin: {px(20)}px 0 {px(4)}px 0; }}
        p.cell {{ margin: 0; line-height: 100%; }}
        p.head {{ margin: 0; line-height: 100%; font-size: {px(CAPTION)}px; color: {tokens.muted}; }}
        p.note {{ margin: 0; line-height: 100%; color: {tokens.warn}; }}
        li {{ {plain} font-size: {px(BODY)}px; margin: 0 0 {px(6)}px 0; }}
        .strong, .label {{ font-weight: bold; }}
        .label {{ color: {tokens.primary}; }}
        .key {{ background-color: {tokens.sunken}; font-weight: bold; }}
        a {{ color: {tokens.primary}; text-decoration: underline; }}
    """


def _block(block: Block, look: Look) -> str:
    if block.kind == "table":
        return _table(block, look)
    if block.kind == "note":
        ground, edge = look.tokens.warn_soft, look.tokens.warn
        cell = f'<td bgcolor="{ground}">{_paragraph(block.lines[0], "note")}</td>'
        return _boxed(f"<tr>{cell}</tr>", look, 1 if look.high_contrast else 0, edge)
    if tag := _TAGS.get(block.kind):
        items = "".join(f"<li>{_line(line)}</li>" for line in block.lines)
        return f"<{tag}>{items}</{tag}>"
    return _paragraph(block.lines[0], block.kind)


def _table(block: Block, look: Look) -> str:
    head, *rows = block.rows
    ground = look.tokens.sunken
    cells = "".join(f'<td bgcolor="{ground}">{_paragraph(cell, "head")}</td>' for cell in head)
    body = "".join(f"<tr>{''.join(_cell(cell, at) for at, cell in enumerate(row))}</tr>" for row in rows)
    return _boxed(f"<tr>{cells}</tr>{body}", look, 1, look.tokens.line)


def _cell(cell: Line, at: int) -> str:
    """The first column holds labels and keys: it takes a third."""
    width = ' width="34%"' if at == 0 else ""
    return f"<td{width}>{_paragraph(cell, 'cell')}</td>"


def _boxed(rows: str, look: Look, border: int, colour: str) -> str:
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{look.px(8)}" border="{border}"'
        f' style="border-collapse: collapse; border-color: {colour}; border-style: solid;'
        f' margin-top: {look.px(8)}px; margin-bottom: {look.px(12)}px;">{rows}</table>'
    )


def _paragraph(line: Line, role: str) -> str:
    return f'<p class="{role}">{_line(line)}</p>'


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.style == "link":
        return f'<a href="{escape(span.to)}">{text}</a>'
    if span.style == "key":
        return f'<span class="key">&nbsp;{text.replace(" ", "&nbsp;")}&nbsp;</span>'
    if span.style == "label":
        return f'<span class="label">「{text}」</span>'
    return text if span.style == "plain" else f'<span class="{span.style}">{text}</span>'
