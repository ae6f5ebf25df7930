"""The only package that knows Git. It reads; nothing the repository brings is executed."""
