"""`python -m barograph.cli`."""

from barograph.cli.main import main

main()
