#!/usr/bin/env python3
"""A code host on 127.0.0.1 with the REST interfaces of six, for tests.

  rest.py ROOT ORGANISATION.json [--token TOKEN] [--page N] [--trouble] [--broken PAGE] [--log FILE]

ORGANISATION.json: [{"name": "group/app", "private": true, "fork_of": "", "archived": false,
"size_kib": 1}, ...]; ROOT has GROUP/APP.git of each (server.py). Prints the port; each host's
interface is below its name:

  /github /gitlab /bitbucket /bitbucket-server /gitea /azure

--page: entries a page. --trouble: a page is first refused: by a rate limit with Retry-After, by a
spent limit, by a secondary limit, by a fault of the server. --broken: this page answers 500 always.
"""
import argparse
import json
import os
import sys
import time
from urllib.parse import parse_qs, unquote, urlsplit

sys.path.insert(0, os.path.dirname(__file__))
import server  # noqa: E402


class Host:
    def __init__(self, arguments):
        with open(arguments.organisation, encoding="utf-8") as file:
            self.all = json.load(file)
        self.size, self.trouble, self.broken = arguments.page, arguments.trouble, arguments.broken
        self.refused = {}

    def page(self, owner, begin):
        mine = [one for one in self.all if one["name"].startswith(owner + "/")]
        return mine[begin:begin + self.size], begin + self.size < len(mine), bool(mine)

    def refusal(self, path):
        """The status and headers that refuse this request, if any: each page goes through all."""
        number = self.refused.get(path, 0)
        self.refused[path] = number + 1
        refusals = [
            (429, [("Retry-After", "0")], b"{}"),
            (403, [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(int(time.time())))], b"{}"),
            (403, [("Retry-After", "0")], b'{"message": "You have exceeded a secondary rate limit"}'),
            (502, [], b"<html>"),
        ]
        which = (number + len(path)) % len(refusals)
        return refusals[which] if self.trouble and number == 0 else None

    def __call__(self, handler):
        parts = urlsplit(handler.path)
        kind, _, rest = parts.path[1:].partition("/")
        if kind not in ENTRIES:
            return False
        if not handler.allowed():
            handler.answer(401, [], b"{}")
            return True
        refusal = self.refusal(handler.path)
        if refusal:
            handler.answer(*refusal)
            return True
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        words = [unquote(word) for word in rest.split("/")]
        self.answer(handler, kind, words, query, f"http://{handler.headers['Host']}")
        return True

    def answer(self, handler, kind, words, query, here):
        owner, number = owner_of(kind, words), int(query.get("page", 1))
        begin = int(query.get("start", query.get("continuationToken", (number - 1) * self.size)))
        entries, more, known = self.page(owner, begin)
        if not known or words[0] == "users":
            handler.answer(404, [], b"{}")
            return
        if self.broken and begin == (self.broken - 1) * self.size:
            handler.answer(500, [], b"")
            return
        body, headers = [ENTRIES[kind](one, here) for one in entries], []
        path = handler.path.split("?")[0]
        following = f"{here}{path}?page={number + 1}"
        if kind == "bitbucket":
            body = {"values": body, **({"next": following} if more else {})}
        elif kind == "bitbucket-server":
            body = {"values": body, "isLastPage": not more,
                    "nextPageStart": begin + self.size if more else None}
        elif kind == "azure":
            body = {"count": len(body), "value": body}
            headers = [("x-ms-continuationtoken", str(begin + self.size))] if more else []
        elif more:
            headers = [("Link", f'<{following}>; rel="next", <{here}{path}?page=99>; rel="last"')]
        handler.answer(200, [("Content-Type", "application/json"), *headers], json.dumps(body).encode())


def owner_of(kind, words):
    if kind == "azure":
        return words[0]
    if kind == "bitbucket-server":
        return words[4]  # rest/api/1.0/projects/KEY
    return words[1]


def url(one, here, user=""):
    return f"{here.replace('://', '://' + user)}/{one['name']}.git"


def github(one, here):
    out = {"full_name": one["name"], "clone_url": url(one, here), "private": one["private"],
           "fork": bool(one["fork_of"]), "archived": one["archived"], "size": one["size_kib"],
           "visibility": "private" if one["private"] else "public"}
    if one["fork_of"]:
        out["parent"] = {"full_name": one["fork_of"]}
    return out


def gitlab(one, here):
    out = {"path_with_namespace": one["name"], "http_url_to_repo": url(one, here),
           "visibility": "internal" if one["private"] else "public", "archived": one["archived"],
           "statistics": {"repository_size": one["size_kib"] * 1024}}
    if one["fork_of"]:
        out["forked_from_project"] = {"path_with_namespace": one["fork_of"]}
    return out


def bitbucket(one, here):
    return {"full_name": one["name"], "is_private": one["private"], "size": one["size_kib"] * 1024,
            "parent": {"full_name": one["fork_of"]} if one["fork_of"] else None,
            "links": {"clone": [{"name": "ssh", "href": "git@host:x"},
                                {"name": "https", "href": url(one, here, "someone@")}]}}


def bitbucket_server(one, here):
    return {"slug": one["name"].split("/")[1], "public": not one["private"], "archived": one["archived"],
            "links": {"clone": [{"name": "http", "href": url(one, here)}]}}


def azure(one, here):
    return {"name": one["name"].split("/")[1], "remoteUrl": url(one, here, "org@"),
            "size": one["size_kib"] * 1024, "isDisabled": one["archived"], "isFork": bool(one["fork_of"]),
            "project": {"visibility": "private" if one["private"] else "public"}}


ENTRIES = {"github": github, "gitlab": gitlab, "bitbucket": bitbucket,
           "bitbucket-server": bitbucket_server, "gitea": github, "azure": azure}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("organisation")
    parser.add_argument("--token", default="")
    parser.add_argument("--page", type=int, default=100)
    parser.add_argument("--trouble", action="store_true")
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("--log", default="")
    arguments = parser.parse_args()
    server.Handler.root = os.path.abspath(arguments.root)
    server.Handler.token, server.Handler.log = arguments.token, arguments.log
    server.Handler.rest = staticmethod(Host(arguments))
    server.serve(server.Handler)


if __name__ == "__main__":
    sys.exit(main())
