"""Handing a photo of a return out, to whoever was found to have a right to it."""

from __future__ import annotations

from django.http import FileResponse, Http404

from refunds.models import ReturnPhoto


def photo_response(found: ReturnPhoto | None) -> FileResponse:
    """The file as the JPEG that we wrote, whatever it was when it came; 404 where there is none."""
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        content_type="image/jpeg",
        filename="photo.jpg",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
