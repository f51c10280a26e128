"""Headless Chromium by its DevTools protocol, over two pipes (--remote-debugging-pipe): no library, no port.

    with Browser() as browser:
        page = browser.open(pathlib.Path("view.html"), width=1280, height=800)
        page.wait("document.documentElement.dataset.ready === '1'")
        print(page.evaluate("somn.run.n"), page.complaints)
"""
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time


def program():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


class Browser:
    def __init__(self, flags=()):
        self.folder = tempfile.mkdtemp(prefix="somn-browser-")
        to_read, self.to = os.pipe()
        self.from_, to_write = os.pipe()
        os.set_inheritable(to_read, True)
        os.set_inheritable(to_write, True)

        def wire():  # Chromium reads from 3 and writes to 4
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        options = [program(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
                   "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--hide-scrollbars", "--force-color-profile=srgb",
                   "--disable-background-networking", "--disable-extensions", "--mute-audio", f"--user-data-dir={self.folder}", *flags]
        self.process = subprocess.Popen(options, preexec_fn=wire, pass_fds=(3, 4, to_read, to_write), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.n, self.answers, self.events, self.rest = 0, {}, [], b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close", timeout=5)
        except Exception:
            pass
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        os.close(self.from_)
        shutil.rmtree(self.folder, ignore_errors=True)

    def pump(self, timeout):
        if not select.select([self.from_], [], [], timeout)[0]:
            return
        piece = os.read(self.from_, 1 << 20)
        if not piece:
            raise RuntimeError("Chromium has ended")
        *messages, self.rest = (self.rest + piece).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.events.append(message)

    def send(self, method, params=None, session=None, timeout=60):
        self.n += 1
        message = {"id": self.n, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + timeout
        while self.n not in self.answers:
            if time.monotonic() > end:
                raise TimeoutError(f"{method}: no answer within {timeout} s")
            self.pump(0.5)
        answer = self.answers.pop(self.n)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, path, width=1280, height=900, dark=False, fragment="", still=False, scale=1):
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Performance"):
            page.send(f"{domain}.enable")
        page.resize(width, height, scale)
        page.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                                                              {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"}]})
        page.downloads = tempfile.mkdtemp(dir=self.folder)
        self.send("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": page.downloads})
        page.send("Page.navigate", {"url": pathlib.Path(path).resolve().as_uri() + fragment})
        return page


class Page:
    def __init__(self, browser, session):
        self.browser, self.session = browser, session

    def send(self, method, params=None, timeout=60):
        return self.browser.send(method, params, self.session, timeout)

    def resize(self, width, height, scale=1):
        self.send("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})

    def evaluate(self, expression, timeout=120):
        answer = self.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}, timeout)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def wait(self, condition, timeout=60):
        end = time.monotonic() + timeout
        while not self.evaluate(condition):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {timeout} s: {condition}; the page says {self.evaluate('document.body.innerText.slice(0, 300)')!r}")
            time.sleep(0.05)

    @property
    def complaints(self):
        """Errors of the console, exceptions, violations of the security policy."""
        self.browser.pump(0.05)
        said = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            params = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                said.append(params["exceptionDetails"].get("exception", {}).get("description") or params["exceptionDetails"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                said.append(" ".join(str(a.get("value", a.get("description"))) for a in params["args"]))
            elif event["method"] == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                text = params["entry"]["text"]
                if "GPU stall due to ReadPixels" not in text:  # the software rasteriser says so of every screenshot
                    said.append(text)
        return said

    def screenshot(self, path=None):
        picture = base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"])
        if path:
            pathlib.Path(path).write_bytes(picture)
        return picture

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left" if kind != "mouseMoved" or more.get("buttons") else "none", "clickCount": 1, **more})

    def click(self, x, y):
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y, buttons=1)
        self.mouse("mouseReleased", x, y)

    def drag(self, x1, y1, x2, y2, steps=8):
        self.mouse("mouseMoved", x1, y1)
        self.mouse("mousePressed", x1, y1, buttons=1)
        for k in range(1, steps + 1):
            self.mouse("mouseMoved", x1 + (x2 - x1) * k / steps, y1 + (y2 - y1) * k / steps, buttons=1)
        self.mouse("mouseReleased", x2, y2)

    def press(self, key, code=None, text=None):
        event = {"key": key, "code": code or key, **({"text": text} if text else {})}
        self.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        self.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": code or key})

    def downloaded(self, ending, timeout=20):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = [f for f in pathlib.Path(self.downloads).iterdir() if f.name.endswith(ending)]
            if found:
                time.sleep(0.1)
                return found[-1]
            self.browser.pump(0.1)
        raise TimeoutError(f"no file {ending} came")
