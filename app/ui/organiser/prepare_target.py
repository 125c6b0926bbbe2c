"""Where on the form of 准备新一轮 a problem is put right."""

from PySide6.QtWidgets import QWidget

from app.services import round_form as form
from app.services.round_filled import Field
from app.ui.organiser.prepare_experts import ExpertsEditor
from app.ui.organiser.prepare_platforms import PlatformsEditor
from app.ui.organiser.rules_editor import RulesEditor


def target_of(
    field: Field, platforms: PlatformsEditor, experts: ExpertsEditor, rules: RulesEditor
) -> QWidget:
    """What the keyboard goes to; a fact that is folded is unfolded."""
    if field.part == "platform":
        entry = platforms.fields.get(field.what)
        return entry.line if entry else next(iter(platforms.annexes.values()))
    if field.part == "fact" and field.what in platforms.facts.blocks:
        block = platforms.facts.blocks[field.what]
        if block.form is None:
            block.on_fold()
        return block.form.rows[0].target if block.form else block.fold
    if field.part == "rule":
        lines = rules.numbers | rules.confirmed
        return lines[field.what].line if field.what in lines else rules.default
    if field.part == "expert" and field.at < len(experts.rows):
        columns = form.EXPERT_COLUMNS[:3]
        at = columns.index(field.what) if field.what in columns else 0
        return experts.rows[field.at].fields[at]
    return experts.rows[0].chair if experts.rows else experts.add
