"""The pages, one module for each stage of a plan."""
