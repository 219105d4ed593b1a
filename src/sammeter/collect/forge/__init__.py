"""Records of forges: the documents that hold them, what they say, and the client that fetches them."""
