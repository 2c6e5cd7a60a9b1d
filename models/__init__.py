"""Training, evaluation and export of the Hurmaus emotion model. Run each page as ``python -m models.<name>``."""
