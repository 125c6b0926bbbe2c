"""The text of the style sheet; colours and sizes are filled in by style.py."""

SHEET = """
QPushButton { outline: none; }
QMainWindow, QDialog, QWidget[role="page"], QScrollArea, QWidget[role="ground"] { background: $bg; }
QScrollArea { border: none; }
QWidget[role="bar"] { background: $surface; border-bottom: 1px solid $line; }
QWidget[role="bottom"] { background: $surface; border-top: 1px solid $line; }
QWidget[role="side"] { background: $surface; border-right: 1px solid $line; }
QFrame[role="card"] { background: $surface; border: 2px solid $edge; border-radius: 10px; }
QFrame[role="card"][state="active"] { border-color: $primary; }
QFrame[role="panel"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[role="row"] { border: none; border-top: 1px solid $line; background: transparent; }
QFrame[role="row"][state="active"] { background: $soft; }

QLabel { background: transparent; }
QLabel[role="caption"] { font-size: $caption; color: $muted; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="title"] { font-size: $title; font-weight: bold; }
QLabel[role="heading"] { font-size: $score; font-weight: bold; }
QLabel[role="score"] { font-size: $score; font-weight: bold; color: $primary; }
QLabel[role="total"] { font-size: $total; font-weight: bold; color: $primary; }
QLabel[role="code"] { font-size: $total; font-weight: bold; }
QLabel[role="id"] { font-weight: bold; color: $primary; background: $soft; border-radius: 6px;
    padding: 2px $s8; }
QLabel[role="id"][state="done"] { color: $ok; background: $ok_soft; }
QLabel[role="id"][state="active"] { color: $on_primary; background: $primary; }
QLabel[role="pill"] { font-size: $caption; color: $primary; background: $soft; border-radius: 12px;
    padding: 3px $s12; }
QLabel[role="pill"][state="ok"] { color: $ok; background: $ok_soft; }
QLabel[role="pill"][state="warn"] { color: $warn; background: $warn_soft; }
QLabel[role="pill"][state="bad"] { color: $bad; background: $bad_soft; }
QLabel[role="why"] { font-size: $caption; color: $secondary; }
QLabel[role="fact"] { font-size: $caption; color: $secondary; border: 1px dashed $control;
    border-radius: 6px; padding: 1px $s8; }
QLabel[role="fact"][state="taken"] { color: $ok; border: 1px solid $ok_soft; background: $ok_soft; }
QLabel[role="fact"][state="corrected"] { color: $warn; border: 1px solid $warn_soft; background: $warn_soft; }
QLabel[role="refused"] { color: $bad; background: $bad_soft; border-radius: 6px; padding: $s4 $s8; }
QLabel[role="notice"] { color: $warn; background: $warn_soft; border-radius: 6px; padding: $s8 $s12; }
QLabel[role="good"] { color: $ok; background: $ok_soft; border-radius: 6px; padding: $s8 $s12; }
QLabel[role="keyed"] { background: $warn; color: $on_primary; font-weight: bold; padding: $s8 $s24; }
QLabel[role="chip"] { font-size: $caption; }
QLabel[role="band"] { color: white; font-weight: bold; border-radius: 6px; padding: 6px 10px; }

QPushButton { background: $surface; border: 2px solid $line; border-radius: 6px; padding: 0 $s16;
    min-height: $inner; }
QPushButton:hover { border-color: $control; }
QPushButton:focus { border-color: $primary; }
QPushButton:disabled { color: $muted; background: $sunken; border-color: $sunken; }
QPushButton[role="primary"] { background: $primary; border-color: $primary; color: $on_primary;
    font-weight: bold; padding: 0 $s24; }
QPushButton[role="primary"]:hover { background: $primary_dark; border-color: $primary_dark; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $sunken; border-color: $sunken; color: $muted; }
QPushButton[role="link"] { background: transparent; border: 2px solid transparent; color: $primary;
    padding: 0 $s8; }
QPushButton[role="link"]:hover { background: $soft; }
QPushButton[role="link"]:focus { border-color: $primary; }
QPushButton[role="link"]:disabled { color: $muted; }
QPushButton[role="small"] { font-size: $caption; color: $primary; padding: 0 $s8;
    min-height: $inner; border-color: transparent; background: transparent; }
QPushButton[role="small"]:hover { background: $soft; }
QPushButton[role="small"]:focus { border-color: $primary; }
QPushButton[role="small"]:checked { color: $warn; background: $warn_soft; font-weight: bold; }
QPushButton[role="take"] { color: $primary; padding: 0 $s12; border-color: $control; }
QPushButton[role="take"]:hover { background: $soft; }
QPushButton[role="take"]:focus { border-color: $primary; }
QPushButton[role="yes"], QPushButton[role="no"] { padding: 0; border-color: $control; min-width: $yes;
    max-width: $yes; min-height: $inner; }
QPushButton[role="yes"]:checked { background: $primary; border-color: $primary; color: $on_primary;
    font-weight: bold; }
QPushButton[role="no"]:checked { background: $bad; border-color: $bad; color: $on_primary;
    font-weight: bold; }
QPushButton[role="yes"]:focus, QPushButton[role="no"]:focus { border-color: $primary; }
QPushButton[role="yes"]:checked:focus, QPushButton[role="no"]:checked:focus { border-color: $text; }
QPushButton[role="chip"] { padding: 0; min-width: $inner; min-height: $inner; border-color: $control; }
QPushButton[role="chip"][state="below"] { background: $sunken; border-color: $primary; color: $primary; }
QPushButton[role="chip"]:checked { background: $primary; border-color: $primary; color: $on_primary;
    font-weight: bold; }
QPushButton[role="step"] { padding: 0; min-width: $inner; min-height: $inner;
    font-size: $score; color: $primary; border-color: $control; }
QPushButton[role="section"] { text-align: left; background: transparent; border: none; border-radius: 0;
    border-left: 4px solid transparent; padding: 0; min-height: 0; }
QPushButton[role="section"]:hover { background: $bg; }
QPushButton[role="section"]:focus { border: 2px solid $primary; border-left: 4px solid $primary; }
QPushButton[role="section"][state="current"] { background: $soft; border-left-color: $primary; }
QLabel[role="section"] { font-weight: bold; }

QPushButton[role="choice"] { text-align: left; padding: $s8 $s16; border-color: $control; }
QPushButton[role="choice"]:hover { background: $soft; }
QPushButton[role="choice"]:focus { border-color: $primary; }
QPushButton[role="choice"]:checked { background: $soft; border-color: $primary; color: $primary;
    font-weight: bold; }
QPushButton[role="choice"]:checked:focus { border-color: $text; }
QPushButton[role="tab"] { border-color: $control; color: $secondary; }
QPushButton[role="tab"]:hover { background: $soft; }
QPushButton[role="tab"]:focus { border-color: $primary; }
QPushButton[role="tab"]:checked { background: $soft; border-color: $primary; color: $primary;
    font-weight: bold; }
QPushButton[role="tab"]:checked:focus { border-color: $text; }
QWidget[role="leave"] { background: $ok; }
QLabel[role="leave"] { font-size: $leave; font-weight: bold; color: $on_primary; }
QLabel[role="leave-told"] { font-size: $total; color: $on_primary; }
QLabel[role="leave-line"] { font-size: $score; color: $on_primary; }
QLabel[role="leave-hint"] { font-size: $caption; color: $on_primary; }
QWidget[role="steps"] { background: $surface; border-bottom: 1px solid $line; }
QPushButton[role="crumb"] { font-size: $caption; padding: 0 $s12; min-height: $inner;
    border-color: transparent; background: transparent; color: $secondary; }
QPushButton[role="crumb"]:hover { background: $bg; }
QPushButton[role="crumb"]:focus { border-color: $primary; }
QPushButton[role="crumb"]:checked { background: $soft; color: $primary; font-weight: bold; }
QPushButton[role="crumb"]:checked:focus { border-color: $text; }
QTableView[role="board"] { background: $surface; border: 1px solid $line; border-radius: 10px;
    outline: none; }
QTableView[role="board"] QHeaderView { background: transparent; border: none; }
QTableView[role="board"] QHeaderView::section { background: transparent; border: none;
    border-bottom: 1px solid $line; font-size: $caption; color: $secondary; padding: 0 4px; }
QFrame[role="drop"] { background: transparent; border: 2px dashed $control; border-radius: 10px; }
QFrame[role="drop"][state="over"] { background: $soft; border-color: $primary; }
QCheckBox { spacing: $s12; min-height: $inner; border: 2px solid transparent; border-radius: 6px;
    padding: 0 $s8; }
QCheckBox:focus { border-color: $primary; }
QCheckBox::indicator { width: $s24; height: $s24; border: 2px solid $control; border-radius: 6px;
    background: $surface; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; }

QLineEdit, QPlainTextEdit { background: $surface; border: 2px solid $control; border-radius: 6px;
    padding: 0 $s8; min-height: $inner; selection-background-color: $primary;
    selection-color: $on_primary; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: $primary; }
QLineEdit:disabled { background: $sunken; border-color: $sunken; }
QLineEdit[role="number"] { font-weight: bold; min-width: $number; max-width: $number;
    min-height: $inner; }
QLineEdit[role="number"][state="refused"] { border-color: $bad; }
QLineEdit[role="code"] { font-size: $title; font-weight: bold; }
QLineEdit[role="code"][state="met"] { color: $ok; background: $ok_soft; border-color: $ok; }
QLineEdit[role="code"][state="refused"] { border-color: $bad; }
QLineEdit[role="cell"] { font-weight: bold; padding: 0; min-height: $inner; }
QLineEdit[role="cell"][state="met"] { background: $soft; border-color: $primary; }
QLineEdit[role="cell"][state="short"] { background: $bad_soft; border-color: $bad; }

QProgressBar { background: $sunken; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $primary; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $control; border-radius: 5px; min-height: 40px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { height: 0; }
QTableView { background: $surface; border: none; outline: none; }
QHeaderView { background: $surface; border: none; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $control; }
QTableView QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QTableView QScrollBar::handle:horizontal { background: $control; border-radius: 5px; min-width: 40px;
    margin: 1px; }
QTableView[role="summary"] QScrollBar::handle:horizontal { background: transparent; }
QAbstractScrollArea::corner { background: $surface; border: none; }
QFrame[role="rule"] { background: $control; border: none; }
QFrame[role="filters"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="pane"] { background: $surface; border: none; border-left: 1px solid $line; }
QWidget[role="pane-ground"], QFrame[role="pane"] QScrollArea { background: $surface; }
QFrame[role="pane"] QScrollArea:focus { border: 2px solid $primary; }
QWidget[role="stage"] { background: $surface; }
QLabel[role="look"] { color: $primary; }
QToolTip { background: $text; color: $surface; border: none; padding: $s4 $s8; }
"""
