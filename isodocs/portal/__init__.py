"""The portal: what the register says, as live pages for a browser on this machine."""
