"""What stands behind ./dev lint, ./dev docs and ./dev bench. Not part of the installed programme."""
