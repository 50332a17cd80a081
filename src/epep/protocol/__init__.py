"""What the document SAYS: the protocol in pure Python, one home per clause P1 to P17.

No Django, no clock, no I/O but its settings file.

`before`, `meeting` and `after` are the document's own headings. `moves` is the table of who may do what and when,
`stages` derives where a plan stands, `duties` says who owes what by when, `local` holds what a council may set.
"""
