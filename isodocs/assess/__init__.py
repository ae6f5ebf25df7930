"""Judgements over the whole register: what each clause of a standard rests on."""
