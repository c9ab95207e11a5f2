"""The use cases of a day at the desk: each loads, asks the domain, appends, projects, commits."""
