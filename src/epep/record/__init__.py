"""What HAPPENED: the one Django app with tables. Every table and every read; nothing here writes.

Files are the protocol's own timeline, oldest first; foreign keys point back in time only.
"""
