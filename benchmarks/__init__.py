"""How fast, as ratios: `epep benchmark`. Timing never decides a test."""

CASES = 25
"""Young people of one social worker."""
