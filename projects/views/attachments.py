"""A file beside a record, for those who may read it."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from projects.models import OWNERS, Attachment
from projects.views.read_only import read_only


def may_read(request: HttpRequest, attachment: Attachment) -> bool:
    if attachment.is_shown:
        return True
    record = attachment.record._meta.model_name
    user = request.user
    return user.is_staff and user.has_perms(["projects.view_attachment", f"projects.view_{record}"])


@read_only
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Attachment.objects.select_related(*OWNERS), pk=pk)
    if not may_read(request, found):
        raise Http404  # what is private is not even said to exist
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=found.download_name, content_type=found.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"  # it may be withdrawn at any time
    return response
