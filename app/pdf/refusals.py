"""The refusals of foreign files: not ours, damaged, or newer than this program.

Shared by everything that reads a PDF from outside; what a sound file says is the container's.
"""

from app.errors import RefusedError


class NotOursError(RefusedError):
    """Not a paper of this program; `why` is a short key such as "not_pdf" or "active_content"."""

    field_names = ("why",)


class DamagedFileError(NotOursError):
    """It names our data but its first revision is not the file we write; `why` as in NotOursError."""


class NewerFormatError(RefusedError):
    """Made by a newer version: `format` is what the paper declares, `known` what we read."""

    field_names = ("format", "known")
