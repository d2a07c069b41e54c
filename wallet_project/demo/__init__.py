"""The demo shop: all parts of the store on this machine, with one command and no account anywhere."""
