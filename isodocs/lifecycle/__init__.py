"""The only way back: plan changes of files, and apply them whole or not at all."""
