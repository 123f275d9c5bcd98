"""The facts of one article about Zhunneng Group, in our own words, each with the place it is taken from."""
