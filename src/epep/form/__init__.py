"""What a PEP asks: sections and questions, versioned, loaded from readable files. Pure Python; imports nothing of ours."""
