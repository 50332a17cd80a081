"""How fast, as ratios: `epep benchmark`. Timing never decides a test."""
