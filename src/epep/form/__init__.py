"""What a PEP asks: sections and questions, versioned, from readable files. Pure Python; imports nothing of ours."""
