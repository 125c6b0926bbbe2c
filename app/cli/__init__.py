"""The terminal's contract (contract.md) over the services: one module a group of commands."""
