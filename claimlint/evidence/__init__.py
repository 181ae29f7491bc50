"""Citations as written → the records they rest on."""
