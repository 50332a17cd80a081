"""What the clock DOES: background tasks and commands, thin like pages."""
