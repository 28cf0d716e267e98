"""What helpers and ipywidgets ask of IPython's inside."""
