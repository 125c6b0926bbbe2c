"""What is true: rubrics, rules, sheets, panels, results. Standard library only."""
