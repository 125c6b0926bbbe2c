"""The workspace's file: entries, papers, judgements. The only room that knows SQL."""
