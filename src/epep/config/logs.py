"""Keeps personal data out of the log: no address's query, no mail address, no request object."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"')\]]*")
MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


class Private(logging.Filter):
    """Rewrites each record before it is shown: "/plans/?name=X by a@b.org" becomes "/plans/?… by (mail address)"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cleans `record` in place, its traceback too, and lets it through."""
        if record.exc_info:
            record.exc_text = cleaned(logging.Formatter().formatException(record.exc_info))
        record.msg, record.args = cleaned(record.getMessage()), None
        return True


def cleaned(text: str) -> str:
    """`text` without the queries of addresses and without mail addresses."""
    return MAIL.sub("(mail address)", QUERY.sub("?…", text))
