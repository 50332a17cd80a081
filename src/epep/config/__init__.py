"""How it starts: settings from the environment, addresses, the command line, the embedded database."""
