"""What is put together to be handed over: copies, pages and evidence of one commit."""
