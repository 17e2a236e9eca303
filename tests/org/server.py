#!/usr/bin/env python3
"""A code host on 127.0.0.1 for tests: repositories through git's own HTTP backend.

  server.py ROOT [--token TOKEN] [--log FILE]

Serves the bare repositories under ROOT as http://127.0.0.1:PORT/NAME.git and prints PORT. With
--token, requests need it as the password of basic authentication. --log gets a line a request:
method, path, status. rest.py adds the hosts' REST interfaces.
"""
import argparse
import base64
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BACKEND = os.path.join(
    subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip(),
    "git-http-backend")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root, token, log, rest = "", "", "", None
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def note(self, status):
        if not self.log:
            return
        with self.lock, open(self.log, "a", encoding="utf-8") as out:
            out.write(f"{self.command} {self.path} {status}\n")

    def answer(self, status, headers, body):
        self.note(status)
        try:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:  # a client that was killed
            self.close_connection = True

    def allowed(self):
        if not self.token:
            return True
        header = self.headers.get("Authorization", "")
        if header in (f"Bearer {self.token}", f"token {self.token}"):
            return True
        if self.headers.get("PRIVATE-TOKEN") == self.token:
            return True
        if not header.startswith("Basic "):
            return False
        try:
            return base64.b64decode(header[6:]).decode().split(":", 1)[1] == self.token
        except (ValueError, IndexError):
            return False

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        out = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            out += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return out

    def git(self):
        path, _, query = self.path.partition("?")
        body = self.body()
        environment = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": self.root, "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
        done = subprocess.run([BACKEND], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        status, headers = 200, []
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name == "Status":
                status = int(value.split()[0])
            elif name:
                headers.append((name, value))
        if done.returncode != 0 and not head:
            status = 500
        self.answer(status, headers, content)

    def do_GET(self):  # noqa: N802
        if self.rest is not None and self.rest(self):
            return
        if not self.allowed():
            self.answer(401, [("WWW-Authenticate", 'Basic realm="test"')], b"")
            return
        self.git()

    do_POST = do_GET

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass


def serve(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--token", default="")
    parser.add_argument("--log", default="")
    arguments = parser.parse_args()
    Handler.root = os.path.abspath(arguments.root)
    Handler.token, Handler.log = arguments.token, arguments.log
    serve(Handler)


if __name__ == "__main__":
    sys.exit(main())
