"""Who tells what, and how: the same events and themes as outlets or governments tell them.

Pure functions over claims, texts and counts, by module:

- `tellings`: one claim as a side tells it; `versions`: the same event, side by side; `coverage`
- `shares`: who acts, who is blamed, who is heard, how it is told: shares of each side
- `apart`: the terms that set sides apart (log-odds with a prior), `vocabulary` their counts
- `rates`: how often a term stands in a thousand words, over years; `phrases` its word forms
- `intervals`: of shares, their differences, and rates
"""
