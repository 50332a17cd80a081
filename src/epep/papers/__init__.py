"""What we hand over: a submission as canonical JSON, as PDF, and as a filing package. Bytes in, bytes out."""
