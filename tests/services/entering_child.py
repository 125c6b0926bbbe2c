"""A program of its own for test_crash: enters scores in a real workspace, says each one promised."""

import sys
from pathlib import Path

from app.bootstrap import open_core
from app.domain.findings import read_assessment
from app.domain.rubric import CriterionId
from app.settings import Settings
from tests.crypto.memory_box import MemoryBox

CRITERION = CriterionId("2.4.1.1")


def main(folder: str, first: str) -> None:
    with open_core(Settings(Path(folder), None), box=MemoryBox()) as core:
        sheet = core.scoring.load(core.scoring.names()[0])
        criterion = sheet.brief.rubric.criterion(CRITERION)
        number = int(first)
        while True:
            number += 1
            assessment = read_assessment(criterion, {"counts": [str(number), "0"]})
            sheet = core.scoring.enter(sheet, CRITERION, assessment)
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
