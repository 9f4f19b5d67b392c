"""A page used by the keyboard alone: Tab to what is named, Enter, Space, arrows and typing."""

from tests.browser.conftest import assert_usable

FOCUSED = r"""() => {
  const one = document.activeElement;
  const labels = [...(one.labels || [])].map(label => label.innerText);
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 9));
  return {
    name: (labels.join(" ") || one.innerText || one.getAttribute("aria-label") || "")
      .replace(/\s+/g, " ").trim(),
    kind: one.type || one.tagName.toLowerCase(),
    group: [...document.getElementsByName(one.name || "no name")].map(
      each => [...(each.labels || [])].map(label => label.innerText).join(" ")),
    seen: Boolean(top) && (one.contains(top) || top.contains(one)),
  };
}"""
END = "body: the end of the page"


def look_at(page):
    """One heading, nothing that axe finds, no sideways scroll: on a telephone, then wide."""
    assert page.locator("h1").count() == 1, page.url
    assert_usable(page)


class Keyboard:
    """The keyboard of a page. Whatever is given Tab must be seen when it is reached."""

    def __init__(self, page):
        self.page = page

    def to(self, words, *kinds):
        """Tab on until something of these kinds with these words in its name has the focus."""
        passed: list[str] = []
        while passed.count(END) < 2:
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            group = focused["group"] if focused["kind"] == "radio" else [focused["name"]]
            if any(words in name for name in group) and (not kinds or focused["kind"] in kinds):
                assert focused["seen"], f"{words} has the focus and is hidden: {self.page.url}"
                return focused
            at_end = focused["kind"] == "body"
            passed.append(END if at_end else f"{focused['kind']}: {focused['name'][:60]}")
        raise AssertionError(f"{words} is not reached on {self.page.url}:\n" + "\n".join(passed))

    def follow(self, words):
        """Follow a link."""
        self.to(words, "a")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def download(self, words):
        """Follow a link to a file; return its bytes."""
        self.to(words, "a")
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return download.value.path().read_bytes()

    def press(self, words):
        """Press a button that leads to a page."""
        self.to(words, "submit")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open(self, words):
        """Open what is folded away."""
        self.to(words, "summary")
        self.page.keyboard.press("Enter")

    def type(self, label, words):
        """Fill in a field; what stood there goes."""
        self.to(label, "text", "textarea", "email", "password", "number", "url")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def day(self, label, day):
        """Fill in a date; the headless browser's calendar field takes the month first."""
        self.to(label, "date")
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def choose(self, words):
        """Choose one of several answers, or one of a list that is open."""
        focused = self.to(words, "radio")
        for _ in focused["group"]:
            if words in self.page.evaluate(FOCUSED)["name"]:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def select(self, label, words):
        """Choose from a list by typing how the choice begins."""
        self.to(label, "select-one")
        self.page.keyboard.type(words)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].innerText")
        assert chosen.startswith(words), chosen

    def sign_in(self, address, password):
        """Sign in by the form."""
        self.page.goto("/accounts/login/")
        self.type("E-mail", address)
        self.type("Password", password)
        self.press("Sign in")
