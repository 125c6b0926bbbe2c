"""Reading a ranking's paper: signers and numbers, from it alone; its records are ranking_verification's."""

from app.domain.documents import object_of, read_header
from app.domain.ranking_paper import SEAL, chair_of_field, read_ranking, recompute_ranking
from app.domain.ranking_rows import RankingDiffersError
from app.domain.verification import Check
from app.errors import ZhipingError
from app.pdf.container import Container
from app.pdf.papers import render_ranking
from app.services.appraised import Known, Reading, numbers_failed, signers_check


def read_ranking_paper(container: Container, _known: Known, _program: str) -> Reading:
    """What a ranking says, worked out again from the entries and totals it carries."""
    header = read_header(object_of(container.payload), "ranking")
    desk = signers_check(container, {SEAL: header.signer}, exact=False)
    try:
        if container.attachments:
            count = str(len(container.attachments))
            raise RankingDiffersError(place="attachments", stated=count, computed="0")
        paper = read_ranking(container.payload)
        found = recompute_ranking(paper)
    except ZhipingError as error:
        return Reading(header, desk, numbers_failed(error), None)
    wanted = {SEAL: header.signer}
    names = {SEAL: found.state.opening.organiser.name}
    for field in paper.fields[1:]:
        chair = chair_of_field(field, found.state)
        assert chair is not None  # only the seal has no chair, and the fields were compared
        wanted[field] = chair.certificate
        names[field] = chair.name
    fields = {"applicants": len(found.state.applicants)}
    return Reading(
        header=header,
        signers=signers_check(container, wanted),
        numbers=Check("numbers", "ok", "ranking_recomputed", fields),
        render=lambda: render_ranking(paper, found),
        names=names,
        ranking=paper,
        ranked=found,
    )
