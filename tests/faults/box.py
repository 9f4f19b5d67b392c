"""A mail server that counts the copies of each message, and kills who sends when told to."""

import collections
import email
import os
import signal

from aiosmtpd.controller import Controller

from tests import ports

MOMENTS = ("EHLO", "MAIL", "RCPT", "accepted")


class Box:
    """``victim`` is killed at ``moment``: greeting, naming sender or reader, or after."""

    def __init__(self):
        self.copies = collections.Counter()
        self.victim, self.moment = None, "accepted"
        port = ports.free()
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()
        self.address = f"smtp://127.0.0.1:{port}"

    def stop(self):
        self.controller.stop()

    def reach(self, moment):
        if self.victim is not None and moment == self.moment:
            os.kill(self.victim.pid, signal.SIGKILL)

    async def handle_EHLO(self, server, session, envelope, name, responses):  # noqa: N802
        session.host_name = name
        self.reach("EHLO")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        self.reach("MAIL")
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        self.reach("RCPT")
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.copies[email.message_from_bytes(envelope.content)["Message-ID"]] += 1
        self.reach("accepted")
        return "250 OK"
