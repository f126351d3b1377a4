"""Events that other projects coded: who did what to whom, a row each."""
