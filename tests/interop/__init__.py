"""What isodocs writes for other tools, judged by those tools: `make interop` installs them."""
