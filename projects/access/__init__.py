"""How staff get in: a second factor beside the password, and the sessions they can see and end."""
