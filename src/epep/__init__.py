"""epep: the electronic Personal Education Plan for young people in care."""
