"""What can be asked for, a file for each subject; `ROUTES` of each are the portal's."""
