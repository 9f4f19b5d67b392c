"""What is sent to the register is measured before it is read; what browsers may use is named."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RefuseTooMuch:
    """Refuse by its declared length what is larger than any form here takes, unread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what is small enough."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MOST_BYTES_SENT:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class Safeguards:
    """Tell browsers that no page uses the camera or anything of the kind, and what not to keep."""

    UNUSED = (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
        "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )  # fmt: skip
    PERSONAL = (
        "/messages/",
        "/people/",
    )  # pages about people; what is typed elsewhere survives Back
    HEADER = ", ".join(f"{name}=()" for name in UNUSED)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to every answer; nothing is kept by what stands between."""
        response = self.get_response(request)
        response["Permissions-Policy"] = self.HEADER
        kept = "no-store, private" if request.path.startswith(self.PERSONAL) else "private"
        response.headers.setdefault("Cache-Control", kept)
        return response
