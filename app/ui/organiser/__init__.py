"""The desk's side of the window: preparing a round, collecting, settling, sealing, handing over."""
