"""The requirement maps that come with isodocs: all, one, or one clause of one."""
