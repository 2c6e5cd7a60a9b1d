"""``python -m hurmaus`` is ``hurmaus``."""

from hurmaus.cli.main import main

main()
