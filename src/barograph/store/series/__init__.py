"""The metric series engine: columns of points, their packed form, summaries, merging and thinning. It knows no SQL."""
