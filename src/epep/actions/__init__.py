"""What people DO: one function is one verb is one transaction, and the only writer.

Every verb takes `by` (the person acting) and `now` (the moment), leaves exactly one history row, and writes the notices
of what it did in the same transaction. It raises what `_gate` defines, in words for the person.
"""
