"""The ways on which a message reaches its recipient."""
