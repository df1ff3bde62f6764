"""What a browser would send of a page's form when nothing in it has been touched."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The fields of the form that holds a field with a given name."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.choice = self.option = self.text = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms and "name" in given:
            self._input(given)
        elif tag == "select":
            self.choice, self.option = given["name"], None
        elif tag == "option" and self.choice:
            if self.option is None or "selected" in given:
                self.option = given["value"]
        elif tag == "textarea":
            self.text = given["name"], ""

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.text:
            self.text = self.text[0], self.text[1] + data

    def handle_endtag(self, tag):
        if tag == "select":
            self.forms[-1][self.choice] = self.option
            self.choice = None
        elif tag == "textarea":
            name, text = self.text
            self.forms[-1][name] = text.removeprefix("\n").replace("\n", "\r\n")
            self.text = None

    def _input(self, given):
        if given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        value = given.get("value") or ""
        hidden = given.get("type") == "hidden"
        self.forms[-1][given["name"]] = value.replace("\n", "\r\n" if hidden else "")


def untouched(page, field):
    """The values of the form on a page that has the field."""
    reader = _Fields()
    reader.feed(page.replace("\r\n", "\n").replace("\r", "\n"))
    [found] = [form for form in reader.forms if field in form]
    return found
