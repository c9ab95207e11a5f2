"""What people see. A screen holds no rule and no SQL; `styles/` has a sheet of its name."""
