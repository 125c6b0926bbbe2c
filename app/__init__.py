"""知评 Zhiping: expert panels score on site, offline, and sign what they scored."""

__version__ = "0.2.0"
# The day this version was made, raised with it: a clock that is behind it is wrong.
__date__ = "2026-11-23"
