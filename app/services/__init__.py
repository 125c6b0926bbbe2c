"""What people do: one class per activity, one method per act."""
