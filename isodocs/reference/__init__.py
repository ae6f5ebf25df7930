"""The generated pages of the documentation: rules, records, configuration, documents, commands."""
