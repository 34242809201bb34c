"""What is not about one domain: declared fields, how they are read, how a request is answered."""
