"""axe.py AXE.js PAGE...: violations that axe-core calls serious or critical, in each page, dark and light, with what opens in it."""
import sys

from browser import Browser

source = open(sys.argv[1]).read()
n_failed = n_passed = 0
with Browser() as browser:
    for path in sys.argv[2:]:
        for dark in (False, True):
            page = browser.open(path, 1280, 900, dark)
            page.wait("document.documentElement && document.documentElement.dataset.ready === '1'")
            page.evaluate(source + ";0")
            for what in ("0", "document.querySelectorAll('.bar button')[document.querySelectorAll('.bar button').length - 1].click()"):
                page.evaluate(what + ";0")
                found = page.evaluate("axe.run(document).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`))")
                n_failed, n_passed = n_failed + bool(found), n_passed + (not found)
                for violation in found:
                    print("FAILED:", path, "dark" if dark else "light", violation)
print(f"{n_passed} passed, {n_failed} failed")
sys.exit(n_failed > 0)
