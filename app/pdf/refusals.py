"""The refusals of foreign files: not ours, or damaged; newer ones are domain.documents'.

Shared by everything that reads a PDF from outside; what a sound file says is the container's.
"""

from app.errors import RefusedError


class NotOursError(RefusedError):
    """Not a paper of this program; `why` is a short key such as "not_pdf" or "active_content"."""

    field_names = ("why",)


class DamagedFileError(NotOursError):
    """It names our data but its first revision is not the file we write; `why` as in NotOursError."""
