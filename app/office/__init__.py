"""Spreadsheets as plain values: the only room that knows .xlsx. What the cells mean: services."""
