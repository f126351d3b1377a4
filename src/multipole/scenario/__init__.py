"""What if: simulated futures of the event stream against the same futures without the shock."""
