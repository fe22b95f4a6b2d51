"""From the text of a .talk file to steps. Knows the shape of lines; what they
mean is in the modules that register with step()."""

import re
import shlex

from .platforms import PLATFORMS


class Line:
    """One step; told is what a story tells before it (lines with ##)."""

    def __init__(self, number, text, told=()):
        self.number = number
        self.text = text
        self.told = list(told)


class Scene:
    """on: the platforms it plays on, one after the other, or all at once
    when together is true."""

    def __init__(self, title, number, marks):
        self.title = title
        self.number = number
        self.continues = "continues" in marks
        self.together = "both at once" in marks
        self.on = [p for p in PLATFORMS if not any(
            m.endswith(" only") and m != p + " only" for m in marks)]
        self.lines = []


class Wrong(Exception):
    """The scenario itself cannot be understood."""


STEPS = []


def step(pattern):
    """Registers what a line of that shape does. Blanks stand for any number
    of blanks; {name} for a word or a quoted text, {name...} for the rest as
    it stands; [..] is optional."""
    def add(run):
        STEPS.append((re.compile(shape(pattern) + r"$"), run,
                      set(re.findall(r"\{(\w+)\.\.\.\}", pattern))))
        return run
    return add


TOKEN = re.compile(r"(\s*\[)|(\])|\{(\w+)\.\.\.\}|\{(\w+)\}|(\s+)|(\|)")
VALUE = r'"(?:[^"\\]|\\.)*"|[^\s"]+'


def shape(pattern):
    """The regular expression of a step's pattern."""
    out, at = "", 0
    for match in TOKEN.finditer(pattern):
        out += re.escape(pattern[at:match.start()])
        at = match.end()
        opening, closing, rest, name, blank, bar = match.groups()
        if opening:
            out += r"(?:" + (r"\s+" if opening[0].isspace() else "")
        elif closing:
            out += ")?"
        elif rest:
            out += f"(?P<{rest}>.+?)"
        elif name:
            out += f"(?P<{name}>{VALUE})"
        elif blank:
            out += r"\s+"
        elif bar:
            out += "|"
    return out + re.escape(pattern[at:])


def find(text):
    """The function and arguments for a line, or None."""
    for pattern, run, whole in STEPS:
        match = pattern.match(text)
        if match:
            return run, {k: v if k in whole else unquote(v)
                         for k, v in match.groupdict().items()
                         if v is not None}
    return None


def unquote(text):
    if len(text) > 1 and text[0] == text[-1] == '"' and \
            not re.search(r'(?<!\\)"', text[1:-1]):
        return text[1:-1].replace('\\"', '"').replace("\\n", "\n") \
            .replace("\\\\", "\\")
    return text


WHERE = ["both at once"] + [f"{p} only" for p in PLATFORMS]
MARKS = "|".join(WHERE + ["continues"])


def read(path):
    """(config lines, scenes) of a file."""
    config, scenes, all_have = [], [], []
    with open(path, encoding="utf-8") as file:
        for line in joined(file):
            scene = re.match(
                rf"scene:\s*(.+?)((?:\s*\((?:{MARKS})\))*)$", line.text)
            if scene:
                marks = re.findall(r"\(([^)]+)\)", scene[2])
                scenes.append(Scene(
                    scene[1], line.number, marks + all_have))
                if scenes[0].continues:
                    raise Wrong(f"{path}:{line.number}: nothing to continue")
            elif scenes:
                scenes[-1].lines.append(line)
            elif line.text.startswith("config "):
                config.append(line)
            elif line.text in WHERE:
                all_have = [line.text]
            else:
                raise Wrong(f"{path}:{line.number}: before the first "
                            "'scene:' there can only be config lines")
    if not scenes:
        raise Wrong(f"{path}: there is no 'scene:' in it")
    return config, scenes


def joined(lines):
    """Without comments; an indented line goes on from the one before."""
    current, told = None, []
    for number, raw in enumerate(lines, 1):
        if raw.startswith("## "):
            told.append(raw[3:].strip())
        text = without_comment(raw.rstrip("\n")).rstrip()
        if not text.strip():
            continue
        if text[0] in " \t" and current:
            current.text += " " + text.strip()
            continue
        if current:
            yield current
        current = Line(number, text.strip(), told)
        told = []
    if current:
        yield current


def without_comment(text):
    """A # begins a comment at the start of a line or after two blanks."""
    if text.lstrip().startswith("#"):
        return ""
    found = re.search(r'^((?:[^"]|"(?:[^"\\]|\\.)*")*?)\s{2,}# ', text)
    return found[1] if found else text


def pairs(text):
    """'summary "x" image no' as {"summary": "x", "image": "no"}."""
    words = shlex.split(text or "")
    if len(words) % 2:
        raise ValueError(f"not in pairs: {text}")
    return dict(zip(words[::2], words[1::2]))


class Wanted:
    """What a line expects of something shown:

        [a] [kind [for]] "words" "more words" without "words" | Button | ...

    Every quoted text must be there; the listed buttons too, in that order.
    '| only' before the first button: there are no others. '| no buttons'."""

    def __init__(self, text):
        self.text = text
        head, *rest = split_bars(text)
        self.buttons = [b.strip() for b in rest]
        self.only = bool(self.buttons) and self.buttons[0] == "only"
        if self.only:
            self.buttons.pop(0)
        if self.buttons == ["no buttons"]:
            self.only, self.buttons = True, []
        quoted = r'"((?:[^"\\]|\\.)*)"'
        self.absent = [unquote(f'"{t}"') for t in re.findall(
            r"without\s+" + quoted, head)]
        head = re.sub(r"without\s+" + quoted, "", head)
        self.present = [unquote(f'"{t}"')
                        for t in re.findall(quoted, head)]
        words = re.sub(quoted, " ", head).split()
        words = [w for w in words if w not in ("a", "an", "the", "for", "and",
                                               "of", "to", "with")]
        self.kind = " ".join(words) or None


def split_bars(text):
    parts, inside, current, previous = [], False, "", ""
    for letter in text:
        if letter == '"' and previous != "\\":
            inside = not inside
        if letter == "|" and not inside:
            parts.append(current)
            current = ""
        else:
            current += letter
        previous = letter
    return parts + [current]
