"""view_pages.py SOMN WORK REFERENCES [--new-references]

The oracle is the run folder: its trace.csv with every state and node voltage, events.csv, analysis.json, read here without the
program. REFERENCES holds one small picture for each of six states of a page; --new-references writes them anew."""
import csv
import json
import math
import pathlib
import re
import subprocess
import sys
import time

import png
from browser import Browser

somn, work, references = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
is_new = "--new-references" in sys.argv
n_passed = n_failed = 0


def check(what, holds):
    global n_passed, n_failed
    n_passed, n_failed = n_passed + bool(holds), n_failed + (not holds)
    if not holds:
        print("FAILED:", what, flush=True)


def run(*words):
    result = subprocess.run([somn, *map(str, words)], capture_output=True, text=True)
    if result.returncode not in (0,):
        raise RuntimeError(f"somn {words}: {result.stderr}")
    return result.stdout


HOSTILE = '<img src=x onerror=alert(1)> "q" \'a\' & </script><script>alert(2)</script>'
# A network of our own, 14 x 14 with two electrodes, so that nothing in the pictures depends on an ensemble's random numbers
SIDE = 14


def write_network(path, hostile):
    title = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") if hostile else "plain"
    keys = [("graph", "ensemble", "string"), ("node", "x_m", "double"), ("node", "y_m", "double"), ("node", "electrode", "string"),
            ("edge", "junction", "int"), ("edge", "gap_m", "double"), ("graph", "note", "string")]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="{k}" for="{k0}" attr.name="{k}" attr.type="{t}"/>' for k0, k, t in keys] + ['<graph edgedefault="undirected">', f'<data key="note">{title}</data>']
    for n in range(SIDE * SIDE):
        x, y = n % SIDE, n // SIDE
        electrode = f'<data key="electrode">{"source" if x == 0 else "drain"}</data>' if x in (0, SIDE - 1) and y == SIDE // 2 else ""
        lines.append(f'<node id="n{n}"><data key="x_m">{1e-6 * (x + 0.2 * math.sin(7 * n))}</data><data key="y_m">{1e-6 * (y + 0.2 * math.cos(5 * n))}</data>{electrode}</node>')
    edges = [(n, n + 1) for n in range(SIDE * SIDE) if n % SIDE < SIDE - 1] + [(n, n + SIDE) for n in range(SIDE * (SIDE - 1))]
    lines += [f'<edge source="n{a}" target="n{b}"><data key="junction">{k}</data></edge>' for k, (a, b) in enumerate(edges)]
    path.write_text("\n".join(lines + ["</graph></graphml>"]) + "\n")


def experiment(path, title, record):
    path.write_text(f"""title = {json.dumps(title)}
[network]
file = "net.graphml"
[model]
name = "tunnel"
[drive]
kind = "triangle"
amplitude = "4 V"
frequency = "0.5 Hz"
[run]
engine = "native"
t_stop = "3 s"
t_sample = "5 ms"
rtol = 1e-6
record = {json.dumps(record)}
""")


def columns(path):
    with open(path) as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    return {name: [row[k] for row in rows[1:]] for k, name in enumerate(rows[0])}


STILL = "document.getAnimations().length === 0 && (!somn.stage || performance.now() - somn.stage.moved > 500)"
READY = "document.documentElement && document.documentElement.dataset.ready === '1'"


def middle_of(page, selector):
    return page.evaluate(f"(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")


def picture(page, name):
    page.wait(STILL)
    page.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    small = png.smaller(png.read(page.screenshot(work / f"{name}.png")), 8)
    if is_new:
        references.mkdir(exist_ok=True)
        png.write(small, references / f"{name}.png")
        return
    found = png.difference(small, png.read((references / f"{name}.png").read_bytes()))
    # Fonts differ between systems, junctions and curves do not: a twelfth of the picture may be text
    check(f"picture {name}: {found}", found is not None and found[0] < 4 and found[1] < 0.03)


def close(a, b, tolerance):
    return abs(a - b) <= tolerance * (1 + 1e-6)


def test_values(page, folder):
    """Shows 3: at ten times and ten junctions, state, voltage, conductance and current are the run's."""
    trace = columns(folder / "native/trace.csv")
    times = [float(t) for t in trace["time_s"]]
    film = page.evaluate("({t: [...somn.frames.times], n: somn.frames.junctions.length, state: somn.frames.facts.state, v: somn.frames.facts.v, log_g: somn.frames.facts.log_g, "
                         "ends: [[...somn.scene.positive], [...somn.scene.negative]]})")
    check("every junction is in the film", film["n"] == 2 * SIDE * (SIDE - 1))
    check("the film ends with the run", film["t"][0] == times[0] and abs(film["t"][-1] - times[-1]) < 0.02 * times[-1])
    node_of = lambda n, k: float(trace[f"v_{n}_V"][k])
    n_compared = 0
    for a in range(10):
        frame = a * (len(film["t"]) - 1) // 9
        row = min(range(len(times)), key=lambda k: abs(times[k] - film["t"][frame]))
        for b in range(10):
            j = b * (film["n"] - 1) // 9
            shown = {q: page.evaluate(f"somn.frames.value('{q}', {frame}, somn.frames.column[{j}])") for q in ("state", "v", "g", "i")}
            state, v = float(trace[f"state_{j}_1"][row]), node_of(film["ends"][0][j], row) - node_of(film["ends"][1][j], row)
            check(f"state of {j} at {times[row]}: {shown['state']} for {state}", close(shown["state"], state, film["state"]["step"] / 2 + 1e-7 * abs(state)))
            check(f"voltage of {j} at {times[row]}: {shown['v']} for {v}", close(shown["v"], v, film["v"]["step"] + 1e-6))
            check(f"current of {j} is g v", close(shown["i"], shown["g"] * shown["v"], 1e-9 * abs(shown["i"])))
            n_compared += 1
    # Kirchhoff: what the film says of the currents at a node inside adds up to nothing, to its resolution
    j = page.evaluate("""(() => { const s = somn.scene, f = somn.frames, frame = Math.floor(f.times.length / 4), sum = new Float64Array(s.facts.n_nodes), size = new Float64Array(s.facts.n_nodes);
      f.junctions.forEach((j, c) => { const i = f.value('i', frame, c); sum[s.positive[j]] += i; sum[s.negative[j]] -= i; size[s.positive[j]] += Math.abs(i); size[s.negative[j]] += Math.abs(i); });
      let worst = 0; for (let n = 0; n < sum.length; ++n) if (!s.electrodeOfNode[n] && size[n] > 1e-3 * Math.max(...size)) worst = Math.max(worst, Math.abs(sum[n]) / size[n]); return worst; })()""")
    check(f"currents add up at nodes: {j}", 0 <= j < 0.02)
    check("ten times ten values", n_compared == 100)


def test_events(page, folder):
    events = columns(folder / "native/events.csv")
    n = len(events["time_s"])
    facts = page.evaluate("({n: somn.run.n, tick: somn.run.facts.tick_s, t: [...Array(somn.run.n).keys()].map(k => somn.run.time(k)), j: [...somn.run.junction], up: [...somn.run.up]})")
    check(f"events: {facts['n']} of {n}", facts["n"] == n and n > 50)
    check("times of events", all(close(t, float(u), facts["tick"] / 2 + 1e-12 * t) for t, u in zip(facts["t"], events["time_s"])))
    check("junctions of events", facts["j"] == [int(j) for j in events["junction"]])
    check("kinds of events", [bool(u) for u in facts["up"]] == [k == "up" for k in events["kind"]])
    avalanches = json.loads((folder / "analysis.json").read_text())["avalanches"]
    shown = page.evaluate("({size: [...somn.avalanches.size], bins: [...somn.avalanches.bins]})")
    check("avalanches are those of analysis.json", shown["size"] == avalanches["sizes"] and shown["bins"] == avalanches["durations"] and len(shown["size"]) > 3)
    up = sorted((float(t), int(j)) for t, j, k in zip(events["time_s"], events["junction"], events["kind"]) if k == "up")
    last, intervals = {}, []
    for t, j in up:
        if j in last and 1.0 <= last[j]:
            intervals.append(t - last[j])
        last[j] = t
    found = page.evaluate("[...somn.run.intervals(1.0, Infinity)]")
    check("intervals", len(found) == len(intervals) and all(close(a, b, 1e-8) for a, b in zip(found, sorted(intervals))))


def test_use(page, folder):
    picture(page, "start")
    # play: a key, and time goes on
    page.evaluate("document.querySelector('.play').focus()")
    before = page.evaluate("somn.store.view.time")
    page.press(" ", "Space", " ")
    page.wait(f"somn.store.view.time > {before}")
    page.press(" ", "Space", " ")
    after = page.evaluate("somn.store.view.time")
    check(f"it plays: {before} to {after}", after > before)
    time.sleep(0.3)
    check("and stops", page.evaluate("!somn.store.view.playing") and page.evaluate("somn.store.view.time") == after)
    page.press(".", "Period", ".")
    events = page.evaluate("somn.run.nextEvent(%r)" % after)
    check("the next event", page.evaluate("somn.store.view.time") == events)
    # brush: drag over the time axis
    page.evaluate("document.querySelector('.stack').scrollIntoView({block: 'center'}); somn.store.set({time: 1.1})")
    x, y = middle_of(page, ".stack")
    w = page.evaluate("document.querySelector('.stack').clientWidth")
    page.drag(x - 0.2 * w, y, x + 0.1 * w, y)
    view = page.evaluate("somn.store.view")
    check(f"a drag is an interval: {view['from']} to {view['to']}", 0.3 < view["from"] < view["to"] < 2.4)
    counts = page.evaluate("[...somn.run.counts(somn.store.view.from, somn.store.view.to)].reduce((a, b) => a + b)")
    trace = columns(folder / "native/events.csv")
    expected = sum(k == "up" and view["from"] <= float(t) <= view["to"] for t, k in zip(trace["time_s"], trace["kind"]))
    check(f"colours count its events: {counts} for {expected}", counts == expected > 0)
    inside = page.evaluate("somn.avalanches.visible().every(k => somn.avalanches.start[k] >= somn.store.view.from && somn.avalanches.end[k] <= somn.store.view.to)")
    check("avalanches of the interval only", inside and page.evaluate("somn.avalanches.visible().length < somn.avalanches.n"))
    page.evaluate("somn.store.set({colour: 'events'}); scrollTo(0, 0)")
    picture(page, "interval")
    # pin: click the junction in the middle
    page.evaluate("somn.store.set({colour: 'v', from: NaN, to: NaN})")
    wanted = SIDE * (SIDE - 1) // 2 + 3
    page.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    place = page.evaluate(f"(() => {{ const r = document.querySelector('.stage').getBoundingClientRect(), c = somn.stage.camera, s = somn.scene; return [r.x + r.width / 2 + (s.junctionXy[2 * {wanted}] - c.x) * c.scale, r.y + r.height / 2 - (s.junctionXy[2 * {wanted} + 1] - c.y) * c.scale]; }})()")
    page.mouse("mouseMoved", *place)
    check("hovering tells the junction", re.search(rf"junction\s*{wanted}\b", page.evaluate("document.querySelector('.hint').innerText")))
    page.click(*place)
    check(f"a click pins it: {page.evaluate('somn.store.view.pinned')}", page.evaluate("somn.store.view.pinned") == wanted)
    check("its state and voltage are drawn", page.evaluate("[...document.querySelectorAll('.inspector .plot')].filter(p => !p.hidden && p.querySelector('canvas').height > 20).length") == 2)
    picture(page, "pinned")
    # an avalanche: click its point
    largest = page.evaluate("somn.avalanches.size.indexOf(Math.max(...somn.avalanches.size))")
    page.evaluate("document.querySelector('.plot.avalanches').scrollIntoView({block: 'center'})")
    place = page.evaluate(f"(() => {{ const r = somn.avalanches.box.canvas.getBoundingClientRect(), p = somn.avalanches.shown.find(p => p.k === {largest}); return [r.x + p.x, r.y + p.y]; }})()")
    page.click(*place)
    check("a click on a point plays its avalanche", page.evaluate("somn.store.view.avalanche") == largest and page.evaluate("somn.store.view.playing"))
    page.evaluate("somn.store.set({playing: false, time: somn.avalanches.end[somn.store.view.avalanche]})")
    tree = page.evaluate("somn.causes.map(c => [c.junction, c.cause, c.time])")
    check("its tree: a cause comes before what it causes", len(tree) == page.evaluate("somn.avalanches.size[somn.store.view.avalanche]") and
          all(cause < 0 or cause in [j for j, _, t in tree if t <= time_] for _, cause, time_ in tree))
    check("some have a cause", sum(cause >= 0 for _, cause, _ in tree) > len(tree) / 3)
    page.evaluate("scrollTo(0, 0); document.querySelector('.side').scrollTop = 0; document.getElementById('told').classList.remove('shown')")
    picture(page, "avalanche")
    # the link holds the view
    page.wait(f"location.hash.includes('j={wanted}') && location.hash.includes('a={largest}') && location.hash.includes('c=v')")
    link = page.evaluate("location.hash")
    check("the link", f"j={wanted}" in link and f"a={largest}" in link and "c=v" in link)
    return link, [wanted, largest, "v"]


def test_exports(page):
    click = lambda label: page.evaluate(f"[...document.querySelectorAll('header button')].find(b => b.textContent === '{label}').click()")
    page.evaluate("somn.store.set({avalanche: -1, from: NaN, to: NaN})")
    click("SVG")
    svg = page.downloaded(".svg").read_text()
    import xml.dom.minidom
    marks = xml.dom.minidom.parseString(svg)
    check("the SVG has lines and junctions", svg.count("<circle") > 300 and svg.count("<path") > 300 and "<script" not in svg and "<img" not in svg)
    check("and the title as text", any(HOSTILE in (t.firstChild.data if t.firstChild else "") for t in marks.getElementsByTagName("text")))
    click("PNG")
    w, h, _ = png.read(page.downloaded(".png").read_bytes())
    check(f"the PNG: {w} x {h}", w > 500 and h > 500)
    page.evaluate("[...document.querySelectorAll('.timeline button')].find(b => b.textContent === 'events').click()")
    check("a table opens", page.evaluate("document.querySelectorAll('dialog[open] tbody tr').length") > 20)
    page.evaluate("document.querySelector('dialog[open] button.main').click()")
    rows = page.downloaded("events.csv").read_text().splitlines()
    check("all events in CSV", rows[0] == "time_s,junction,kind" and len(rows) > 50)
    page.evaluate("document.querySelector('dialog[open]').close()")


def names_and_roles(page):
    """What axe-core would call serious, in so far as it can be told without it: names of controls, of pictures, language, contrast of text."""
    return page.evaluate("""(() => {
      const bad = [], visible = e => e.getClientRects().length > 0;
      const name = e => (e.getAttribute('aria-label') || (e.labels && [...e.labels].map(l => l.textContent).join(' ')) || e.textContent || e.title || '').trim();
      for (const e of document.querySelectorAll('button, select, input, a[href], dialog, [role=img], [role=application], [role=group], [role=region]')) if (visible(e) && !name(e)) bad.push('no name: ' + e.outerHTML.slice(0, 90));
      for (const e of document.querySelectorAll('canvas')) if (!e.getAttribute('aria-label') && e.getAttribute('aria-hidden') !== 'true') bad.push('canvas: ' + e.className);
      if (document.documentElement.lang !== 'en' || !document.title || document.querySelectorAll('main').length !== 1 || document.querySelectorAll('h1').length !== 1) bad.push('document');
      const ids = [...document.querySelectorAll('[id]')].map(e => e.id); if (new Set(ids).size !== ids.length) bad.push('ids twice');
      const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const back = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)|transparent/.test(c) && c.startsWith('rgb')) return c; } return 'rgb(255,255,255)'; };
      for (const e of document.querySelectorAll('h1, h2, dt, dd, p, button, label, output, li, span')) {
        if (!visible(e) || e.id === 'told' || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const a = lum(getComputedStyle(e).color), b = lum(back(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) bad.push(`contrast ${ratio.toFixed(2)}: ${e.textContent.slice(0, 40)}`);
      }
      return bad; })()""")


def test_sweep(browser):
    """A phase map whose points lead to the pages of their runs, relative to its own."""
    (work / "sweep.toml").write_text('experiment = "plain.toml"\n[sweep]\ngrid = { "drive.amplitude" = ["0.5 V", "4 V"], "run.t_stop" = ["1 s", "2 s"] }\n')
    run("sweep", work / "sweep.toml", "-o", work / "sweep", "--quiet")
    check("the page of a sweep is named", run("view", work / "sweep").strip().endswith("sweep/view.html"))
    page = browser.open(work / "sweep/view.html", 1000, 800)
    page.wait(READY)
    points = columns(work / "sweep/points.csv")
    check("four points", page.evaluate("somn.facts.points.length") == len(points["point"]) == 4)
    regimes = page.evaluate("somn.facts.points.map(p => p.runs[0].regime)")
    check(f"regimes: {regimes}", regimes == points["regime"])
    page.wait("somn.places[3] !== undefined")
    place = page.evaluate("(r => [r.x + somn.places[3].x, r.y + somn.places[3].y])(somn.map.canvas.getBoundingClientRect())")
    page.click(*place)
    address = page.evaluate("[...document.querySelectorAll('.side a')].map(a => a.getAttribute('href'))")
    check(f"its run has a page: {address}", address == ["points/3-1/view.html"] and (work / "sweep" / address[0]).exists())
    check(f"no complaints of the sweep: {page.complaints}", page.complaints == [] and names_and_roles(page) == [])
    page.evaluate("document.querySelector('.side a').click()")
    page.wait(READY + " && document.querySelector('.film') !== null")
    check("a click opens it", page.evaluate("somn.scene.n") == 2 * SIDE * (SIDE - 1))


def test_moving(browser):
    """A moving picture of a large network: a fair part of it, in few calls of the graphics card."""
    run("generate", "lattice", "--size", 70, "--seed", 1, "--quiet", "-o", work / "large.graphml")
    run("draw", work / "large.graphml", "--interactive", "--quiet", "-o", work / "large.html")
    page = browser.open(work / "large.html", 1000, 700)
    page.wait(READY)
    page.evaluate("""(() => { const film = somn.stage.film, gl = film.gl, plain = gl.drawArrays.bind(gl); window.calls = []; film.moving = 6000;
      gl.drawArrays = (mode, first, n) => { window.calls.push([mode, first, n]); plain(mode, first, n); };
      somn.stage.moved = performance.now(); somn.stage.paint(); gl.drawArrays = plain; })()""")
    calls = page.evaluate("window.calls")
    junctions = page.evaluate("somn.scene.n")
    dots = [c for c in calls if c[0] == 0]
    drawn = sum(n for _, _, n in dots)
    check(f"some of {junctions} junctions: {drawn}", 5000 < drawn <= 6100 < junctions)
    check(f"in few calls: {len(calls)}", len(calls) <= 40)
    places = page.evaluate("(() => { const s = somn.scene, out = []; for (const [mode, first, n] of window.calls) if (mode === 0) for (let k = first; k < first + n; ++k) out.push([s.junctionXy[2 * s.tiles.order[k]], s.junctionXy[2 * s.tiles.order[k] + 1]]); return out; })()")
    share = [sum(x * a >= 0 and y * b >= 0 for x, y in places) / drawn for a in (-1, 1) for b in (-1, 1)]
    check(f"a fair part of every quarter: {share}", all(0.2 < q < 0.3 for q in share))
    check(f"no complaints of the large one: {page.complaints}", page.complaints == [])


def main():
    began = time.monotonic()
    write_network(work / "net.graphml", True)
    experiment(work / "film.toml", HOSTILE, ["source", "events", "states:all", "nodes:all", "film:AUTO"])
    experiment(work / "plain.toml", "events only", ["source", "events"])
    folder, plain = work / "film", work / "plain"
    run("run", work / "film.toml", "-o", folder, "--quiet")
    run("run", work / "plain.toml", "-o", plain, "--quiet")
    check("somn view names its page", run("view", folder).strip() == str(folder / "view.html"))
    run("view", plain, "-o", work / "events.html")
    run("draw", work / "net.graphml", "--interactive", "-o", work / "net.html")
    text = (folder / "view.html").read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    check(f"the policy: {policy}", policy.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy and "http" not in policy)
    check("nothing from elsewhere", not re.search(r'(src|href)="?(https?:)?//', text) and "eval(" not in text and "new Function" not in text)
    check("its size", len(text) < 3e6)
    with Browser() as browser:
        page = browser.open(folder / "view.html", 1280, 900)
        page.wait(READY)
        check("the title is text", page.evaluate("document.querySelector('h1').textContent") == HOSTILE and page.evaluate("document.title") == HOSTILE)
        check("no element of it", page.evaluate("document.querySelectorAll('img, iframe, h1 *').length") == 0)
        test_values(page, folder)
        test_events(page, folder)
        link, seen = test_use(page, folder)
        test_exports(page)
        check(f"names and contrast, light: {names_and_roles(page)}", names_and_roles(page) == [])
        check(f"no complaints: {page.complaints}", page.complaints == [])

        again = browser.open(folder / "view.html", 1280, 900, dark=True, fragment=link)
        again.wait(READY)
        check("a link opens the view", again.evaluate("[somn.store.view.pinned, somn.store.view.avalanche, somn.store.view.colour]") == seen)
        picture(again, "dark")
        check(f"names and contrast, dark: {names_and_roles(again)}", names_and_roles(again) == [])
        broken = browser.open(folder / "view.html", 1280, 900, fragment="#t=x&j=99999&a=-3&c=<b>&i=2,1&w=5&p=1,2,0")
        broken.wait(READY)
        check("a broken link is ignored", broken.evaluate("somn.store.view.pinned") == -1 and broken.complaints == [])

        phone = browser.open(work / "events.html", 390, 844, still=True)
        phone.wait(READY)
        check("nothing is wider than a phone", phone.evaluate("document.documentElement.scrollWidth") <= 390)
        check("without a film: on and off, and why", phone.evaluate("somn.store.view.colour") == "on" and "film:AUTO" in phone.evaluate("document.querySelector('footer').textContent"))
        check("no glow where motion is unwanted", phone.evaluate("(somn.store.set({time: somn.run.time(0)}), Math.max(...somn.look().glow))") == 0)
        picture(phone, "phone")
        check(f"no complaints on the phone: {phone.complaints}", phone.complaints == [])

        net = browser.open(work / "net.html", 1000, 700)
        net.wait(READY)
        check("a network alone", net.evaluate("somn.scene.n") == 2 * SIDE * (SIDE - 1) and net.evaluate("somn.quantities.map(q => q.scale.id)")[:5] == ["betweenness", "backbone", "cut", "community", "component"])
        check(f"no complaints of the network: {net.complaints}", net.complaints == [] and names_and_roles(net) == [])

        test_sweep(browser)
        test_moving(browser)

        cut = work / "cut.html"
        cut.write_text(re.sub(r'(class="data">.{2000})[^<]*', r"\1", text))
        damaged = browser.open(cut, 800, 600)
        damaged.wait("document.getElementById('error') !== null")
        check("damage is told on the page", "may not be complete" in damaged.evaluate("document.getElementById('error').textContent"))
    print(f"{n_passed} passed, {n_failed} failed, {time.monotonic() - began:.0f} s")
    sys.exit(n_failed > 0)


main()
