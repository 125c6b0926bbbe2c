"""The screen: every page an expert sees. No rule lives here; awards, reasons and gaps are the domain's."""
