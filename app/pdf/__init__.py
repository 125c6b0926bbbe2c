"""Paper: fonts, lines, tables, PDF/A, signatures and their judging. No other room sees a PDF library."""
