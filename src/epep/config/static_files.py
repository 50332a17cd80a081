"""Static files under hashed names, so that a browser may keep them for ever; ES modules import each other by theirs."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise's storage, which also puts the hashed names into the `import` lines of our modules."""

    support_js_module_import_aggregation = True
