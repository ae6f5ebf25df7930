"""All that is known about one document, record, person or role, put together to be shown."""
