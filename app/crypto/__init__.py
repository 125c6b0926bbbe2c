"""Keys: the room that owns private keys, certificates and the system keyring; no paper, no table."""
