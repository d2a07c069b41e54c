"""A site without any address."""

urlpatterns: list[object] = []
