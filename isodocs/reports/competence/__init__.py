"""The competence matrix: person by requirement."""
