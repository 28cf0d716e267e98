"""The web edition, as someone has it who has no Python: every page, in a browser without a network.

What a page should show is taken from the tables beside it. That these are right is for the tests of
the views, and what JupyterLab makes of them for `test_views_in_lab`.
"""

import html
import html.parser
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import exported
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from contrast import FAINT
from marks import CRAMPED, OVERLAPPING, READ, assert_shows
from notebook_files import PATHS
from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page, expect
from sphinx.search.en import SearchEnglish

from helpers.figures.style import F1, ON_DARK
from helpers.live.table import column_at, unpacked

NOTEBOOKS = [f"notebooks/{path.stem}.html" for path in PATHS]
PAGES = ["index.html", *NOTEBOOKS, "search.html"]
ADDRESS = "https://teacher.github.io/Chain/"  # of exported.REPOSITORY
MOVES = 8  # to positions at random, of each view; test_pixels goes to hundreds

COME_ALIVE = """
async () => {
  for (const place of document.querySelectorAll("[data-live], [data-questions]")) {
    place.scrollIntoView({ block: "center" });
    while (!place.matches(".alive")) await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
}
"""
MOVE = f"""
([place, positions]) => {{
  const [read, overlapping] = [{READ.strip()}, {OVERLAPPING}];
  const inputs = place.querySelectorAll("input[type=range]");
  return JSON.stringify(positions.map((position) => {{
    position.forEach((to, i) => {{
      inputs[i].value = to;
      inputs[i].dispatchEvent(new Event("input", {{ bubbles: true }}));
    }});
    const readouts = [...place.querySelectorAll("output")].map((output) => output.textContent);
    return [read(place), readouts, overlapping(place)];
  }}));
}}
"""
"""Takes a live figure and positions of its sliders; returns what it shows at each."""

ANSWER = """
(answers) => [...document.querySelectorAll(".chain-question:not(.still)")].map((box, i) => {
  const [field] = box.querySelectorAll("input[type=text]");
  if (field) field.value = answers[i];
  else box.querySelectorAll("input")[answers[i]].click();
  box.querySelector("button").click();  // Check
  return box.querySelector(".feedback").innerText;
})
"""
"""Answers all questions of the page; returns what is said to each answer."""

PARTS = """
(place) => JSON.stringify([".still", ":scope > :not(.still, .live-control)"].map((selector) => {
  const [still, other] = place.querySelectorAll(":scope > :is(.still, :not(.live-control))");
  still.style.display = selector === ".still" ? "block" : "none";
  other.style.display = selector === ".still" ? "none" : "block";
  const shown = place.querySelector(selector);
  const own = (name) => name.replace(/(still|live)[0-9a-z]+-/g, "");
  const said = (part) => [
    part.tagName,
    ...[...part.attributes]
      .filter(({ name }) => !["xmlns:xlink"].includes(name))
      .map(({ name, value }) => `${name} ${name === "style" ? part.style.cssText : own(value)}`)
      .sort(),
  ].join();
  const svg = [...shown.querySelectorAll("svg")].find((one) => one.checkVisibility());
  // A point that is not there yet waits out of sight.
  const parts = svg?.querySelectorAll("*:not(use[style*='display: none'])") ?? [];
  const drawing = [svg, ...parts].map((part) => part && said(part));
  const result = [shown.innerText, shown.getBoundingClientRect().height, drawing];
  still.style.display = other.style.display = "";
  return result;
}))
"""
"""Takes a widget that is alive at its start; returns what it is made of, still and alive."""

AS_IN_LAB = """
.content { width: 934px; padding: 0 }
.live-controls { font: 13px system-ui }
.live-control { margin: 2px 0 4px }
"""
"""A view is as high as on a laptop in JupyterLab then, or up to 12 pixels more."""

LOADED = """
() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1))
  .filter((name) => name.endsWith(".bin"))
"""
"""Returns the tables that a page has loaded."""

FITS = """
() => [...document.querySelectorAll(".alive[data-narrow] > :not(.still) svg")]
  .every((svg) => (svg.viewBox.baseVal.width < 300) === (innerWidth < 640))
"""
"""Whether all drawings are those for a page of this width."""

LOWEST = """
() => document.querySelector(".tag_opener .alive").getBoundingClientRect().bottom + scrollY
"""
"""How far down the first view of a page reaches."""

TAKEN_ALONG = """
() => [...document.querySelectorAll("[data-live]")].filter((place) => {
  const svg = [...place.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  svg.scrollIntoView({ block: "end", behavior: "instant" });
  const controls = [...place.querySelectorAll(".live-control")];
  const top = Math.min(...controls.map((control) => control.getBoundingClientRect().top));
  return top < document.querySelector("header").getBoundingClientRect().bottom - 1;
}).map(({ dataset }) => dataset.live)
"""
"""Scrolls to the end of each drawing; returns those whose controls are out of sight then."""

PLAIN = """
() => [...document.querySelectorAll("p a")].filter((link) => !link.matches(".headerlink"))
  .filter((link) => getComputedStyle(link).textDecorationLine !== "underline")
  .map((link) => `not underlined: ${link.outerHTML}`)
"""
"""Returns the links in text that look like text."""

FOUND = """
(markup) => {
  const page = new DOMParser().parseFromString(markup, "text/html");
  const words = (selector) => [...page.querySelectorAll(selector)].map((part) => part.textContent);
  const pictures = words(".live-picture svg").map((text) => text.trim());
  return [Search.htmlToText(markup), words("[data-live] .still > p"), pictures];
}
"""
"""Takes a page; returns what the search shows of it, and the sentences and words of its views."""

FOREIGN = """
() => new Promise((done) => {
  const refused = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    if (refused.push(effectiveDirective) === 6) done([refused.sort(), window.ran ?? "not run"]);
  });
  const put = (name, values) => document.head.append(
    Object.assign(document.createElement(name), values));
  put("script", { textContent: "window.ran = 'inline'" });
  put("script", { src: "https://example.org/script.js" });
  put("link", { rel: "stylesheet", href: "https://example.org/style.css" });
  put("img", { src: "https://example.org/picture.png" });
  fetch("https://example.org/").catch(() => {});
  document.body.setAttribute("onclick", "window.ran = 'attribute'");
  document.body.click();
})
"""
"""Tries what a page must not do; returns which of its policy's rules refused it."""

SHIFTED = """
() => new Promise((done) => {
  let sum = 0;
  const add = (list) => list.getEntries().forEach(({ value }) => (sum += value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})
"""
"""How much of a page has jumped while it was loaded, as browsers count it."""


@pytest.fixture
def page(browser: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Page]:
    """A page of the site, on which nothing must go wrong."""
    _, missing = site
    page, errors = browser.new_page(), []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    yield page
    assert page.evaluate("problems") == errors == missing == []
    page.close()


def table(folder: Path, name: str) -> dict | list:
    """What a view shows where, or the questions of a box, read from their file."""
    content = (folder / "_static" / name).read_bytes()
    return json.loads(content) if name.endswith(".json") else unpacked(content)


def where_solved(view: dict, number: int = 0) -> list[int]:
    """A position that solves this quest, and not the next one at once."""
    quests = view["quests"][number : number + 2]
    for position in np.ndindex(*(len(known["values"]) for known in view["positions"])):
        this, *following = (column_at(quest["solved"], position) for quest in quests)
        if this == "1" and following != ["1"]:
            return list(map(int, position))
    raise AssertionError("no position solves it")


def solve(page: Page, views: list[tuple[ElementHandle, dict]]) -> None:
    """Solve all tasks; each leaves picture and sentence to be seen, and all stay to be read."""
    views = [(place, view) for place, view in views if view["quests"]]
    live = page.locator(".alive > :not(.still)")
    for k in range(max((len(view["quests"]) for _, view in views), default=0)):
        tasks, found, covered = [], [], 0
        for place, view in views:
            *before, task = view["quests"][: k + 1]
            tasks.append(f"✓{task['task']} {task['why']}")
            found += [f"✓{quest['why']}" for quest in before]
            if k < len(view["quests"]):
                covered += task["predict"]
                page.evaluate(MOVE, [place, [where_solved(view, k)]])
        expect(page.locator(".alive > .covered:not(.still)")).to_have_count(covered)
        press(live.locator("button:visible", has_text="Show"))
        expect(live.locator(".live-task p")).to_have_text(tasks)
        expect(live.locator(".live-findings li")).to_have_text(found)
        expect(page.locator(".alive > .covered:not(.still)")).to_have_count(0)
        following = live.locator("button:visible", has_text="Next task")
        expect(following).to_have_count(sum(k + 1 < len(view["quests"]) for _, view in views))
        press(following)


def press(buttons: Locator) -> None:
    """Press all that are seen."""
    buttons.evaluate_all("(buttons) => buttons.forEach((button) => button.click())")


def answer_to(question: dict, right: bool) -> tuple[str | int, str]:
    """What to enter, and what is said to it."""
    if question["kind"] == "number":
        known = question["right"] if right else question["mistakes"][0]
        return f"{known['value']:.6f}", question["why"] if right else known["hint"]
    k = question["right"]
    k = k if right else (k + 1) % len(question["choices"])
    return k, question["hints"][k]


def barriers(page: Page) -> list[str]:
    """What axe-core finds, also in what a prediction covers.

    How well words can be told from what is behind them is for contrast.py, which is quicker, and
    looks into drawings, too. So it is with links, half of its time: they are underlined.
    """
    page.add_style_tag(content=".live-figure.covered * { visibility: visible !important }")
    ours = ("color-contrast", "link-in-text-block")
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in ours}}
    rules = Axe().run(page, options=options).response["violations"]
    found = [f"{rule['id']}: {node['html'][:200]}" for rule in rules for node in rule["nodes"]]
    return found + page.evaluate(PLAIN)


SIDEWAYS = """
() => [...document.querySelectorAll("article *")]
  .filter((part) => part.scrollWidth > part.clientWidth + 1)
  .filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
  .map((part) => part.textContent.slice(0, 80))
"""
"""What scrolls sideways within the text of a page."""

SMALLEST_WORDS = """
() => [...document.querySelectorAll(".still-figure svg")]
  .filter((svg) => svg.checkVisibility())
  .map((svg) => 9 * svg.getScreenCTM().a)
"""
"""How many pixels nine points are in the figures that stand still; no words are smaller."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_works(page: Page, site: tuple[str, list[str]], folder: Path, name: str) -> None:
    scheme, other = ("dark", "light") if PAGES.index(name) % 2 == 0 else ("light", "dark")
    page.emulate_media(color_scheme=scheme)
    page.goto(site[0] + name)
    color = page.evaluate(f"getComputedStyle(document.body).getPropertyValue('--{F1[1:]}')")
    assert color.strip() == (ON_DARK[F1] if scheme == "dark" else F1)
    assert "color:#" not in page.content(), "a formula has the colors of both themes"
    page.evaluate(COME_ALIVE)
    assert name == "search.html" or page.evaluate(SHIFTED) < 0.01
    for place in page.locator(".alive").all():
        (words, height, still), (alive, height_alive, drawing) = json.loads(place.evaluate(PARTS))
        assert " ".join(words.split()) == " ".join(alive.split())
        assert height == pytest.approx(height_alive, abs=1)
        assert still == drawing
    assert barriers(page) == []
    narrow = "(places) => places.map(({ dataset }) => dataset.narrow)"
    narrow = page.locator("[data-narrow]").evaluate_all(narrow)
    assert not {*narrow} & {*page.evaluate(LOADED)}
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(FITS)
    assert {*narrow} <= {*page.evaluate(LOADED)}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SIDEWAYS) == []
    assert all(pixels >= 10 for pixels in page.evaluate(SMALLEST_WORDS))
    assert name == "search.html" or page.evaluate(CRAMPED, ".alive") == []
    page.set_viewport_size({"width": 667, "height": 375})
    page.wait_for_function(FITS)
    assert page.evaluate(TAKEN_ALONG) == []
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_function(FITS)
    assert name not in NOTEBOOKS or page.evaluate(LOWEST) <= 768, "the view is on the first screen"

    views, ends = [], []
    for place in page.locator("[data-live]").all():
        view, element = table(folder, place.get_attribute("data-live")), place.element_handle()
        views.append((element, view))
        counts = [len(known["values"]) for known in view["positions"]]
        moves = np.random.default_rng(0).integers(counts, size=(MOVES, len(counts))).tolist()
        shown = json.loads(page.evaluate(MOVE, [element, moves]))
        for position, (marks, readouts, overlapping) in zip(moves, shown, strict=True):
            assert_shows(marks, view["scenes"], position)
            assert overlapping == [], position
            known = zip(view["positions"], position, strict=True)
            assert readouts == [one["labels"][k] for one, k in known]
        ends.append([element, moves[-1:]])
    solve(page, views)

    names = "(places) => places.map(({ dataset }) => dataset.questions)"
    boxes = page.locator("[data-questions]").evaluate_all(names)
    for right, sign in [(False, "✗ Not yet."), (True, "✓ Right.")]:
        answers = [answer_to(table(folder, name)[0], right) for name in boxes]
        expected = [f"{sign} {words.replace('`', '')}" for _, words in answers]
        assert page.evaluate(ANSWER, [answer for answer, _ in answers]) == expected
    for theme in (scheme, other):  # with what is said to answers, and of tasks
        page.emulate_media(color_scheme=theme)
        assert page.locator("body").evaluate(FAINT) == {}, (theme, ends)
        for end in ends:  # in the other theme, at other positions
            page.evaluate(MOVE, end)
    page.add_style_tag(content=AS_IN_LAB)
    heights = [place.bounding_box()["height"] for place, _ in views]
    assert all(height <= 620 for height in heights), heights


@pytest.mark.parametrize("width", [832, 1009, 1100, 1280, 1600])
def test_a_page_fits_and_what_stands_beside_the_text_does_not_wait_for_it(
    page: Page, site: tuple[str, list[str]], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{site[0]}notebooks/06_longer_chains.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place = "document.querySelector('.sidebar-container').getBoundingClientRect()"
    place = f"(({{ x, width }}) => [x, width])({place})"
    beside = page.evaluate(place)
    # As a slow machine paints it, until the text has come.
    page.evaluate('document.querySelector(".main").style.display = "none"')
    assert page.evaluate(place) == beside


@pytest.mark.parametrize("width", [390, 911, 1100])
def test_the_list_of_headings_opens_by_a_press_and_that_of_pages_by_keyboard(
    page: Page, site: tuple[str, list[str]], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(site[0] + NOTEBOOKS[3])
    headings = page.locator(".toc-drawer").get_by_role("link", name="Notation")
    expect(headings).not_to_be_visible()
    page.locator(".toc-overlay-icon:visible").click()
    expect(headings).to_be_in_viewport()
    headings.click()
    expect(headings).not_to_be_visible()
    expect(page.get_by_role("heading", name="Notation")).to_be_in_viewport()
    pages = page.locator(".sidebar-drawer").get_by_role("link", name="2. Derivatives")
    pages.focus()
    expect(pages).to_be_in_viewport()
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_without_javascript_and_on_paper_a_view_is_a_picture_with_its_sentence(
    browser: BrowserContext, site: tuple[str, list[str]], folder: Path
) -> None:
    address = f"{site[0]}notebooks/04_the_chain_rule.html"
    with browser.browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(address)
        first = page.locator("[data-live]").first
        expected = [
            first.locator("svg").first.is_visible(),
            first.locator(".still > p").inner_text(),
        ]
        assert expected[0] and "At x = 5" in expected[1]
        assert not first.locator("input, button").first.is_visible()
    page = browser.new_page()
    page.goto(address)
    page.evaluate(COME_ALIVE)
    page.locator("input").nth(1).press("Home")
    page.emulate_media(media="print")
    first = page.locator("[data-live]").first
    assert first.locator(".still").is_visible()
    assert first.locator(".still > p").inner_text() == expected[1]
    assert not first.locator(".live-figure:not(.still), input, button").first.is_visible()
    page.close()


def test_a_page_runs_its_own_scripts_and_asks_nobody_else(
    browser: BrowserContext, folder: Path
) -> None:
    with exported.served(folder, compressed=True) as (address, _):  # with its own policy alone
        for name in ("index.html", NOTEBOOKS[3], "search.html"):
            page, problems = browser.new_page(), []
            page.on("console", lambda message: problems.append(message.text))  # noqa: B023
            page.goto(address + name)
            page.evaluate(COME_ALIVE)
            assert problems == [], name
            refused = ["connect-src", "img-src", "script-src-attr", "script-src-elem"]
            refused += ["script-src-elem", "style-src-elem"]
            assert page.evaluate(FOREIGN) == [refused, "not run"], name
            page.close()
    texts = [(folder / name).read_text(encoding="utf-8") for name in PAGES]
    rules = [re.search('Policy" content="([^"]*)', text)[1] for text in texts]
    assert len({re.sub("'sha256-[^']*'", "", rule) for rule in rules}) == 1, "the same for all"


def test_each_page_has_a_preview_of_its_own(folder: Path) -> None:
    pattern = r'<meta (?:name|property)="([^"]+)" content="([^"]*)">'
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in PAGES}
    known = {name: dict(re.findall(pattern, text)) for name, text in texts.items()}
    for name, tags in known.items():
        assert tags["og:url"] == ADDRESS + name
        assert f'<link rel="canonical" href="{tags["og:url"]}">' in texts[name]
        assert tags["description"] == tags["og:description"]
        assert 50 < len(tags["description"]) < 200
        words = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<annotation.*?</annotation>", "", texts[name]))
        assert name == "search.html" or tags["description"][:40] in words
        assert f"<title>{tags['og:title']}" in texts[name]
        assert tags["twitter:card"] == "summary_large_image"
        picture = (folder / tags["og:image"].removeprefix(ADDRESS)).read_bytes()
        assert [int.from_bytes(picture[k : k + 4], "big") for k in (16, 20)] == [1200, 630]
    for key in ("og:title", "description"):
        assert len({tags[key] for tags in known.values()}) == len(PAGES)
    assert (
        len({tags["og:image"] for tags in known.values()}) == len(PAGES) - 1
    )  # search has index's


def test_each_page_asks_at_once_for_what_it_needs_and_is_styled_once(folder: Path) -> None:
    for name in PAGES:
        head, body = (folder / name).read_text(encoding="utf-8").split("</head>")
        asked = {*re.findall(r'<link rel="(?:module)?preload"[^>]* href="([^"?]+)', head)}
        imported = re.findall(r'from"(\./[^"]+)"', (folder / "_static/web.js").read_text("utf-8"))
        (scripts,) = re.findall(r'src="([^"?]*)web\.js', body)
        needed = {scripts + one.removeprefix("./") for one in imported}
        needed |= {*re.findall(r'<script (?:type="module" )?src="([^"?]+)\?v=', body)}
        views = re.findall(r'data-(?:live|narrow)="([^"]+)"', body)[:2]
        needed |= {scripts + table for table in views}
        assert len(imported) == 2 and needed == asked, name
        assert '<script>document.documentElement.classList.remove("no-js")</script>' in head


def test_the_search_finds_and_shows_prose_and_code_only(
    page: Page, site: tuple[str, list[str]], folder: Path
) -> None:
    script = (folder / "searchindex.js").read_text(encoding="utf-8")
    terms = set(json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))["terms"])
    assert {"neuron", "leaky_relu", "exam", "numpi", "pass", "promis"} <= terms

    page.goto(f"{site[0]}search.html?q=steepest")
    expect(page.locator("#search-results .context").first).to_contain_text("steepest")
    language, known = SearchEnglish({}), set()
    for path in folder.rglob("*.html"):
        markup = path.read_text(encoding="utf-8")
        text, sentences, pictures = page.evaluate(FOUND, markup)
        assert all(sentence in text for sentence in sentences), path.name
        assert not [words for words in pictures if words in text], path.name
        assert (sentences == []) == (pictures == []) == (path.name == "search.html")
        prose = re.sub(r"(?s)<(svg|annotation|button|output)\b.*?</\1>", " ", markup)
        for between in ("", " "):  # words of code are colored in parts
            words = language.split(html.unescape(re.sub("<[^>]+>", between, prose)).lower())
            known |= {*words, *map(language.stem, words)}
    assert {term.lower() for term in terms} - known == set()


class Links(html.parser.HTMLParser):
    """What a page links to, and the names of its own places."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.places = [], {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.places |= {known.get("id"), known.get("name")}
        self.links += [known[name] for name in ("href", "src") if known.get(name)]


def test_no_link_is_dead(folder: Path) -> None:
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    dead = []
    for path, page in pages.items():
        for link in page.links:
            address, place = urldefrag(link.partition("?")[0])
            if re.match(r"[a-z]+:", link):
                good = re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}(/\S*)?", link)
            else:
                target = (path.parent / unquote(address)).resolve() if address else path
                target = target / "index.html" if target.is_dir() else target
                good = target.is_file()
                if good and target in pages and not link.startswith("#/"):
                    good = unquote(place) in pages[target].places
            if not good:
                dead.append(f"{path.name}: {link}")
    assert dead == []
