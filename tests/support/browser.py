"""Browser: a page in headless Chromium, by the WebDriver protocol (W3C) that chromedriver speaks.

Tells what a page logs and asks the network for, beside what can be seen and done. No network, no
profile of the user: everything is in a folder that goes away with it.
"""
import base64
import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--hide-scrollbars=false",
             "--force-color-profile=srgb"]


class Browser:
    def __init__(self, arguments=()):
        self.folder = tempfile.TemporaryDirectory(prefix="browser", ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True,
                                       start_new_session=True)
        self.address = ""
        for line in self.driver.stdout:  # "... started successfully on port 12345."
            if "successfully on port" in line:
                self.address = "http://127.0.0.1:" + line.rstrip().rstrip(".").split()[-1]
                break
        options = {"args": [*ARGUMENTS, "--user-data-dir=" + self.folder.name, *arguments]}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.session = "/session/" + answer["sessionId"]

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=180) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:500]) from None

    def _ask(self, method, path, body=None):
        return self._call(method, self.session + path, body)

    def command(self, name, **parameters):
        """A command of the DevTools protocol."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def window(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=False)

    def go(self, url):
        self._ask("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, expression, seconds=10):
        end = time.monotonic() + seconds
        while not self.run("return Boolean(%s)" % expression):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def click(self, selector):
        element = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", "/element/%s/click" % element[ELEMENT], {})

    def press(self, *keys):
        """Keys as WebDriver names them: characters, "\\ue004" for Tab."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": actions}]})

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self._ask("GET", "/screenshot")))

    def paper(self):
        """The page as a PDF."""
        return base64.b64decode(self._ask("POST", "/print", {}))

    def log(self):
        """What the page's console said since the last call."""
        return self._ask("POST", "/se/log", {"type": "browser"})

    def requests(self):
        """The addresses that were asked for since the last call."""
        messages = (json.loads(entry["message"])["message"]
                    for entry in self._ask("POST", "/se/log", {"type": "performance"}))
        return [one["params"]["request"]["url"] for one in messages
                if one["method"] == "Network.requestWillBeSent"]

    def close(self):
        try:
            self._ask("DELETE", "")
        finally:
            os.killpg(self.driver.pid, signal.SIGTERM)
            self.driver.wait()
            self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
