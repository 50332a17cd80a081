"""Whom we REACH: mail servers and filing folders, each behind a port. No models, no settings: plain values in."""
