"""A photo of a return, for its owner. Staff have a page of their own in the admin."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from refunds.models import ReturnPhoto
from refunds.photo_files import photo_response
from wallet_project.core.pages import customer_id, customer_page


@require_safe
@customer_page
def photo(request: HttpRequest, photo_id: UUID) -> FileResponse:
    return photo_response(ReturnPhoto.objects.filter(pk=photo_id, customer_id=customer_id(request)).first())
