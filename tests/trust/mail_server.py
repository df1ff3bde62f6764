"""A mail server of our own. Run as a process; it prints its port.

python -m tests.trust.mail_server FILE SECONDS

The Message-ID of each letter that it takes stands as a line of the file, and it thinks for
some seconds before it says that it has taken one. With ``silent`` for SECONDS it accepts
connections and never says a word.
"""

import socketserver
import sys
import time
from pathlib import Path


class Speaker(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        if self.server.silent:
            time.sleep(600)
            return
        self.say("220 here")
        for line in self.rfile:
            word = line.split()[0].upper().decode() if line.split() else ""
            if word == "DATA":
                self.take()
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def take(self):
        self.say("354 go on")
        number = ""
        for line in self.rfile:
            if line.lower().startswith(b"message-id:"):
                number = line.split(b":", 1)[1].strip().decode()
            if line == b".\r\n":
                break
        else:
            return
        with self.server.kept.open("a", encoding="utf-8") as kept:
            kept.write(f"{number}\n")
        time.sleep(self.server.seconds)
        self.say("250 taken")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """Who hangs up in the middle is what these tests are about."""


def main(file: str, seconds: str) -> None:
    with Server(("127.0.0.1", 0), Speaker) as server:
        server.kept = Path(file)
        server.kept.touch()
        server.silent = seconds == "silent"
        server.seconds = 0.0 if server.silent else float(seconds)
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
