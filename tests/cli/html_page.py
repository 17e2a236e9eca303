"""What cli/html.sh asks of the pages in a browser: html_page.py FOLDER [PICTURES]."""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from browser import Browser  # noqa: E402

folder = sys.argv[1]
pictures = sys.argv[2] if len(sys.argv) > 2 else ""
failed = False
LIGHT, DARK = ({"name": "prefers-color-scheme", "value": value} for value in ("light", "dark"))
TAB, ESCAPE, SPACE = "\ue004", "\ue00c", " "

# The text that has less contrast with what is behind it than WCAG 2's AA asks for.
FAINT = """
const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = parse(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};
const faint = [];
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !element.checkVisibility()) continue;
  const a = light(parse(getComputedStyle(element).color)), b = light(behind(element));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) faint.push(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
}
return [...new Set(faint)];
"""


def check(what, seen, expected=True):
    global failed
    if seen != expected:
        failed = True
        print("FAILED: %s: %r instead of %r" % (what, seen, expected))


def address(name):
    return "file://" + os.path.join(folder, name)


def picture(browser, name):
    if pictures:
        browser.picture(os.path.join(pictures, name + ".png"))


def visible(browser, selector):
    return browser.run("return [...document.querySelectorAll(arguments[0])]"
                       ".filter((one) => one.checkVisibility()).length", selector)


def shown(browser):
    return browser.run("return document.getElementById('shown').textContent")


def quiet(browser, what, page):
    check(what + ": the console", [one["message"] for one in browser.log()], [])
    check(what + ": requests", browser.requests(), [address(page)])


def fill(browser, text):
    browser.run("const field = document.getElementById('search'); field.value = arguments[0];"
                "field.dispatchEvent(new Event('input', { bubbles: true }))", text)
    time.sleep(0.3)


def choose(browser, selector, value):
    browser.run("const field = document.querySelector(arguments[0]); field.value = arguments[1];"
                "field.dispatchEvent(new Event('change', { bubbles: true }))", selector, value)


def opens(browser):
    print("-- it opens without a word on the console, without a request, and shows every leak")
    report = json.load(open(os.path.join(folder, "repo.json"), encoding="utf-8"))
    browser.requests()
    browser.go(address("repo.html"))
    quiet(browser, "repo.html", "repo.html")
    check("leaks in the page", browser.run("return document.querySelectorAll('.leak').length"),
          len(report["findings"]))
    fresh = [one for one in report["findings"] if one["status"] == "new"]
    check("leaks shown", visible(browser, ".leak"), len(fresh))
    check("the count", shown(browser), "6 of 6 leaks")
    check("places", browser.run("return document.querySelectorAll('.path').length"),
          sum(len(one["occurrences"]) for one in report["findings"]))
    check("nothing of the repository is an element",
          browser.run("return document.querySelectorAll('b[onload], img, i, h3 i').length"), 0)
    check("the hostile path is text", browser.run(
        "return [...document.querySelectorAll('.path')].some((one) => "
        "one.textContent.startsWith('</script><b onload=x>\\\\xe2\\\\x80\\\\xae\\\\x1b[2J .env:1'))"))
    check("a place leads to its host", browser.run(
        "return document.querySelector('.path a').href.startsWith("
        "'https://github.com/team/repo/blob/')"))
    secrets = open(os.path.join(folder, "known.txt"), encoding="utf-8").read().split("-")[1].strip()
    check("no secret", secrets in browser.run("return document.documentElement.outerHTML"), False)


def filters(browser):
    print("-- search, provider, time, severity, HEAD, known ones")
    fill(browser, "gone.env")
    check("search", shown(browser), "1 of 6 leaks")
    check("search leaves", visible(browser, ".leak"), 1)
    check("kinds without a leak go", visible(browser, ".kind"), 1)
    fill(browser, "GATE eve")
    check("words are joined by and, in any case", shown(browser), "1 of 6 leaks")
    fill(browser, "nothing has this")
    check("no match", (shown(browser), visible(browser, "#no-match")), ("0 of 6 leaks", 1))
    picture(browser, "no-match")
    browser.click("#clear")
    check("cleared", (shown(browser), visible(browser, "#clear")), ("6 of 6 leaks", 0))
    choose(browser, "#provider", "Gate & Sons")
    check("provider", shown(browser), "5 of 6 leaks")
    browser.click("#clear")
    browser.click("#show-critical")
    check("severity", (shown(browser), visible(browser, ".kind")), ("5 of 6 leaks", 1))
    browser.click("#clear")
    browser.click("#only-head")
    check("HEAD", shown(browser), "5 of 6 leaks")
    browser.click("#clear")
    last = browser.run("return document.querySelector('#when option:nth-child(2)').value")
    choose(browser, "#when", last)
    check("time", shown(browser), "4 of 6 leaks")
    browser.click("#clear")
    browser.click("#show-quiet")
    check("known ones", (shown(browser), visible(browser, ".leak")), ("8 of 8 leaks", 8))
    browser.click("#show-quiet")


def ticks(browser):
    print("-- ticks: a leak of its own, a step of all, kept over a reload")
    browser.click(".kind .ticks input")
    check("half done", browser.run(
        "return document.querySelector('.kind:has(.ticks) .steps input').indeterminate"))
    browser.run("document.querySelectorAll('.kind:last-of-type .leak:nth-of-type(2) .ticks input')"
                ".forEach((box) => box.checked || box.click())")
    done = browser.run("return document.getElementById('done-text').textContent")
    check("a leak is done", done, "1 of 6 done")
    browser.go(address("repo.html"))
    check("after a reload", browser.run(
        "return [document.getElementById('done-text').textContent,"
        "document.querySelectorAll('.ticks input:checked').length]")[0], "1 of 6 done")
    picture(browser, "ticked")
    browser.click("#hide-done")
    check("what is done is hidden", shown(browser), "5 of 6 leaks")
    browser.click("#clear")
    browser.run("document.querySelectorAll('.steps input').forEach((box) => "
                "box.checked || box.click())")
    check("all done", browser.run("return document.getElementById('done-text').textContent"),
          "6 of 6 done")
    browser.run("document.querySelectorAll('.steps input').forEach((box) => box.click())")
    check("nothing is kept of what is not done", browser.run("return localStorage.length"), 0)


def keyboard(browser):
    print("-- the keyboard reaches everything, in the order of the page")
    browser.go(address("repo.html"))
    focused = "return document.activeElement.id || document.activeElement.className"
    names = []
    for _ in range(12):
        browser.press(TAB)
        names.append(browser.run(focused))
    check("the order", names, ["skip", "show-critical", "show-high", "show-medium", "show-low",
                               "show-info", "search", "provider", "when", "only-head", "hide-done",
                               "show-quiet"])
    check("the focus is seen", browser.run(
        "return getComputedStyle(document.activeElement).outlineStyle"), "solid")
    browser.press(TAB)
    check("then the first kind", browser.run("return document.activeElement.tagName"), "SUMMARY")
    browser.press(TAB)
    browser.press(SPACE)
    check("a step is ticked by a key", browser.run("return document.activeElement.checked"))
    browser.press(SPACE)
    browser.press("/")
    check("/ goes to the search", browser.run(focused), "search")
    browser.press("g", "o", "n", "e", "/")
    check("and is a character there", browser.run("return document.activeElement.value"), "gone/")
    browser.press(ESCAPE)
    check("Escape clears it", (browser.run("return document.activeElement.value"), shown(browser)),
          ("", "6 of 6 leaks"))
    ordered = browser.run("""
        let last = -1;
        const tops = [...document.querySelectorAll('.kind summary, .leak a, .leak .ticks input')]
            .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().top);
        return tops.every((top) => { const fits = top >= last - 12; last = top; return fits; })""")
    check("what comes later stands lower", ordered)


def windows(browser):
    print("-- narrow, wide, light, dark: nothing to scroll sideways, contrast of AA")
    for page in ("repo.html", "shown.html", "empty.html", "org.html"):
        browser.command("Emulation.setEmulatedMedia", features=[LIGHT])
        for width in (320, 360, 800, 1280):
            browser.window(width, 900)
            browser.go(address(page))
            check("%s in %d pixels" % (page, width),
                  browser.run("return document.documentElement.scrollWidth"), width)
            picture(browser, "%s-%d" % (page[:-5], width))
        for scheme in (LIGHT, DARK):
            browser.command("Emulation.setEmulatedMedia", features=[scheme])
            browser.run("document.getElementById('show-quiet')?.click()")
            check("%s, %s: faint text" % (page, scheme["value"]), browser.run(FAINT), [])
            picture(browser, "%s-%s" % (page[:-5], scheme["value"]))
    browser.command("Emulation.setEmulatedMedia", features=[LIGHT])


def paper(browser):
    print("-- on paper: no fields, every step")
    browser.go(address("repo.html"))
    browser.run("for (const one of document.querySelectorAll('details.reset')) one.open = false;"
                "dispatchEvent(new Event('beforeprint'))")
    browser.command("Emulation.setEmulatedMedia", media="print")
    check("steps", visible(browser, ".kind:not(.quiet) .steps li"), 5)
    check("fields", visible(browser, ".filters"), 0)
    browser.command("Emulation.setEmulatedMedia", media="")
    browser.run("dispatchEvent(new Event('afterprint'))")
    check("afterwards as before", visible(browser, ".steps li"), 0)
    check("a PDF", browser.paper()[:5], b"%PDF-")


def without_scripts(browser):
    print("-- without scripts: all there, ticks and the severity filter work")
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    browser.go(address("repo.html"))
    check("leaks", visible(browser, ".leak"), 6)
    check("steps", visible(browser, ".steps li"), 5)
    check("what needs a script is not there", visible(browser, ".needs-script"), 0)
    browser.click("#show-medium")
    check("severity", visible(browser, ".leak"), 1)
    browser.click("#show-quiet")
    check("known ones", visible(browser, ".leak"), 2)
    browser.click(".kind .steps input")
    check("a tick", browser.run("return document.querySelector('.steps input').checked"))
    picture(browser, "without-scripts")
    browser.command("Emulation.setScriptExecutionDisabled", value=False)


def secrets(browser):
    print("-- --show-secrets: they are there, and the page says so")
    browser.go(address("shown.html"))
    text = open(os.path.join(folder, "known.txt"), encoding="utf-8").read()[4:].strip()
    check("the secret", text in browser.run("return document.documentElement.textContent"))
    check("the warning", visible(browser, ".warning"), 1)


def organisation(browser):
    print("-- an organisation: by owner, new ones, what is settled")
    browser.requests()
    browser.go(address("org.html"))
    quiet(browser, "org.html", "org.html")
    check("the count", shown(browser), "8 of 8 leaks")
    check("what is new", browser.run("return document.querySelector('.found').textContent"),
          "8 leaked credentials, 1 new in this round, 1 settled, 1 allowed")
    check("charts", browser.run("return [...document.querySelectorAll('.chart h2')]"
                                ".map((one) => one.textContent)"),
          ["By provider", "By owner", "By introducing commit"])
    choose(browser, "#owners", '@keys & "locks"')
    check("owners", shown(browser), "3 of 8 leaks")
    browser.click("#only-new")
    check("new ones", shown(browser), "1 of 8 leaks")
    check("a place names its repository", browser.run(
        "return [...document.querySelectorAll('.leak:not([hidden]) .path')].map((one) => "
        "one.textContent.split('/').slice(-3).join('/'))"), ["clones/own/c.env:1:5"])
    picture(browser, "organisation-new")
    browser.click("#clear")
    check("cleared", shown(browser), "8 of 8 leaks")
    fill(browser, "2 repositories")
    check("in two repositories", shown(browser), "1 of 8 leaks")
    browser.click("#clear")
    browser.click("#show-quiet")
    check("what is settled", (shown(browser), visible(browser, ".leak")), ("10 of 10 leaks", 10))
    check("with its note as text", browser.run(
        "return [...document.querySelectorAll('.why')].some((one) => "
        "one.textContent === 'revoked <b>by hand</b>')"))
    picture(browser, "organisation")
    browser.click("#show-quiet")


def many(browser):
    print("-- ten thousand leaks")
    browser.requests()
    start = time.monotonic()
    browser.go(address("many.html"))
    loaded = time.monotonic() - start
    quiet(browser, "many.html", "many.html")
    check("leaks", browser.run("return document.querySelectorAll('.leak').length"), 10000)
    check("the count", shown(browser), "10000 of 10000 leaks")
    start = time.monotonic()
    browser.run("const field = document.getElementById('search'); field.value = '042.env:7:';"
                "field.dispatchEvent(new Event('input', { bubbles: true }))")
    check("a search ends", browser.wait("document.getElementById('shown').textContent[0] === '1'"
                                        "&& document.getElementById('clear').hidden === false"))
    check("a search", shown(browser), "1 of 10000 leaks")
    print("   %.1f MB, %.2f s to load, %.2f s to search" % (
        os.path.getsize(os.path.join(folder, "many.html")) / 1e6, loaded,
        time.monotonic() - start))
    check("loaded in time", loaded < 60)
    picture(browser, "many")


with Browser() as page:
    page.window(1280, 900)
    for step in (opens, filters, ticks, keyboard, windows, paper, without_scripts, secrets, organisation,
                 many):
        step(page)
sys.exit(1 if failed else 0)
