"""The observatory: the web app on a store, and the same pages as static files.

``asking`` answers questions off a snapshot of the store and keeps the answers, ``pages`` say what
each page shows, ``rendering`` makes HTML of it, ``server`` serves it, ``exporting`` writes it.
"""
