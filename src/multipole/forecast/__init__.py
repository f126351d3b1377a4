"""What happens next, and how good such forecasts have been: history in, probabilities out."""
