"""A manifest as the judging child reads it: signed by its desk, whole in itself, its page our own."""

from app.domain.documents import object_of, read_header
from app.domain.manifest import read_manifest
from app.domain.verification import Check
from app.errors import ZhipingError
from app.pdf.container import Container
from app.pdf.papers import render_manifest
from app.services.appraised import DESK_FIELD, Known, Reading, numbers_failed, signers_check


def read_manifest_paper(container: Container, _known: Known, _program: str) -> Reading:
    """What is left to say of a manifest: whether its folder is what it says is packages_check.py's."""
    header = read_header(object_of(container.payload), "manifest")
    signers = signers_check(container, {DESK_FIELD: header.signer})
    try:
        manifest = read_manifest(container.payload)
    except ZhipingError as error:
        return Reading(header, signers, numbers_failed(error), None)
    return Reading(
        header=header,
        signers=signers,
        numbers=Check("numbers", "ok", "manifest_consistent", {"files": len(manifest.files)}),
        render=lambda: render_manifest(manifest),
        names={DESK_FIELD: manifest.organiser.name},
        manifest=manifest,
    )
