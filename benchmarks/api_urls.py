"""The store's addresses, and the view that does nothing."""

from __future__ import annotations

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wallet_project.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class Nothing(APIView):
    """What Django and Django REST framework cost by themselves: nobody is asked for, nothing is looked up."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:
        return Response({"nothing": True})


urlpatterns = [path("nothing/", Nothing.as_view()), *urlpatterns]
