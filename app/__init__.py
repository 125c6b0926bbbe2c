"""知评 Zhiping: expert panels score on site, offline, and sign what they scored."""

__version__ = "0.1.0"
