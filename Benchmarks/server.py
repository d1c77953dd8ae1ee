#!/usr/bin/env python3
"""A presets API that does as little work as possible, so that the benchmark measures the client.

Every response is prepared as bytes; a POST adds one. GET /-/usage returns the number of requests and the server's processor time.
The environment variable LATENCY delays responses, in seconds. The server prints its port first.
"""
import collections
import gc
import hashlib
import json
import os
import pathlib
import re
import select
import socket
import time

PATH = "/accounts/account/realtime/kit/app/presets"
PAGE = 100
BODY = json.loads((pathlib.Path(__file__).parent.parent / "examples/json-bodies/presets/tutor.json").read_text())


def name(number):
    return f"preset-{number:05}"


def body(number):
    """Returns the body of a preset of realistic size."""
    return BODY | {"name": name(number)}


def identifier(name):
    """Returns the id for a preset name, so that its URL is known in advance."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def pages(count):
    """Returns the paths of the pages of the list."""
    return [f"{PATH}?page_no={page}&per_page={PAGE}" for page in range(1, max(1, -(-count // PAGE)) + 1)]


def reads(count):
    """Returns the paths that a plan of this many presets reads."""
    return pages(count) + [f"{PATH}/{identifier(name(number))}" for number in range(count)]


def answer(value, status="200 OK"):
    content = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def stored(content):
    """Returns the id of a body, and the body as the server returns it."""
    key = identifier(re.search(rb'"name":\s*"([^"]*)"', content)[1].decode())
    members = f'{{"success":true,"data":{{"id":"{key}","created_at":"2026-01-01T00:00:00Z",'.encode()
    return key, members + content[1:] + b"}"


class Server:
    """Responds by method and path."""

    def __init__(self, count):
        self.count = count
        self.requests = 0
        self.forget()

    def forget(self):
        """Restores the initial presets."""
        rows = [{"id": identifier(name(number)), "name": name(number)} for number in range(self.count)]
        self.answers = {}
        for index, path in enumerate(pages(self.count)):
            page = {"success": True, "data": rows[index * PAGE : (index + 1) * PAGE], "paging": {"total_count": len(rows)}}
            self.answers[b"GET " + path.encode()] = answer(page)
        for number in range(self.count):
            self.keep(json.dumps(body(number), separators=(",", ":")).encode())

    def keep(self, content):
        key, document = stored(content)
        self.answers[f"GET {PATH}/{key}".encode()] = answer(document)
        return document

    def respond(self, request, content):
        if request.startswith(b"GET /-/usage"):
            usage = {"requests": self.requests, "seconds": time.process_time()}
            self.requests = 0
            return answer(usage)
        if request.startswith(b"GET /-/forget"):
            return answer(self.forget() or {})
        self.requests += 1
        if request.startswith(b"POST "):
            return answer(self.keep(content), "201 Created")
        return self.answers.get(request) or answer({"success": False, "message": "not found"}, "404 Not Found")


def take(buffer):
    """Returns the first complete request of a buffer (its line without the version, and its body) and the rest of the buffer."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = re.search(rb"\r\ncontent-length: (\d+)", buffer[:end], re.IGNORECASE)
    after = end + 4 + (int(length[1]) if length else 0)
    if len(buffer) < after:
        return None
    return buffer[: buffer.index(b" HTTP/1.1\r\n")], buffer[end + 4 : after], buffer[after:]


def serve(server, latency):
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listener.getsockname()[1], flush=True)
    poll = select.epoll()
    poll.register(listener.fileno(), select.EPOLLIN)
    clients, buffers, late = {}, {}, collections.deque()

    def send(client, response):
        try:
            client.sendall(response)
        except OSError:
            pass  # The client closed the connection, which the next read detects.

    while True:
        wait = max(0, late[0][0] - time.monotonic()) if late else -1
        for number, _ in poll.poll(wait):
            if number == listener.fileno():
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                clients[client.fileno()], buffers[client.fileno()] = client, b""
                poll.register(client.fileno(), select.EPOLLIN)
                continue
            client = clients[number]
            try:
                received = client.recv(1 << 16)
            except OSError:
                received = b""
            if not received:
                poll.unregister(number)
                del clients[number], buffers[number]
                client.close()
                continue
            buffers[number] += received
            while request := take(buffers[number]):
                line, content, buffers[number] = request
                response = server.respond(line, content)
                if latency and b"/-/" not in line:
                    late.append((time.monotonic() + latency, client, response))
                else:
                    send(client, response)
        while late and late[0][0] <= time.monotonic():
            _, client, response = late.popleft()
            send(client, response)


if __name__ == "__main__":
    import sys

    gc.disable()
    serve(Server(int(sys.argv[1])), float(os.environ.get("LATENCY", 0)))
