"""What scripts/check refuses in a file; see design and README for why.

    rules.py FILE...

Reads text, not syntax: clang-format keeps the text regular enough for that.
"""
import os
import re
import sys

FILE_MAX, HEADER_MAX, FUNCTION_MAX = 600, 200, 100
PARAMETERS_MAX, DEPTH_MAX = 5, 3
BANNED = re.compile(r"\b(v?sprintf|strcpy|strcat|strtok|atoi|gets|sscanf|alloca)\s*\(")
SQL = re.compile(r'"\s*(SELECT |INSERT INTO |UPDATE \w+ SET |DELETE FROM |CREATE TABLE |BEGIN"|COMMIT")')
NETWORK = re.compile(r"#include <(libwebsockets|microhttpd|sys/socket|netdb)")
THREADS = re.compile(r"#include <(pthread|threads)\.h>")
ASKING = re.compile(r"\bcurl_(easy|multi)_\w+")
SLACK = re.compile(r'"(envelope_id|trigger_id|response_url|action_id|block_id|callback_id|'
                   r'private_metadata|view_submission|block_actions|thread_ts|'
                   r'accepts_response_payload|mrkdwn|plain_text)"')
MATTERMOST = re.compile(r'"(seq_reply|emoji_name|pending_post_id|ephemeral_text|'
                        r'skip_slack_parsing|user_mentions|channel_mentions|update_at)"')
UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
DEFINED = re.compile(r"^([A-Za-z_]\w*)\(")

# Files whose names are not their functions' first word.
OTHER_NAMES = {"mem": "x", "db": ("db_", "rows_")}

problems = []


with open(os.path.join(os.path.dirname(__file__), "tolerated"), encoding="utf-8") as file:
    TOLERATED = {line.strip() for line in file if line.strip() and line[0] != "#"}


def no(path, line, words):
    if "%s: %s" % (path, words) not in TOLERATED:
        problems.append("%s:%d: %s" % (path, line, words))


def bare(text):
    """The text without comments and with empty strings, lines kept."""
    def blank(match):
        token = match.group(0)
        lines = "\n" * token.count("\n")
        return '""' + lines if token[0] == '"' else "' '" if token[0] == "'" else " " + lines
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                  blank, text, flags=re.S)


def is_product(path):
    return path.startswith(("daemon/", "handlers/"))


def count_parameters(header):
    """Things a function's header asks for: a buffer and its size are one, a
    callback and its argument are one, and struct err is not counted."""
    header = re.sub(r"__attribute__\s*\(\(.*?\)\)\s*", "", header, flags=re.S)
    start, depth, commas = header.find("("), 0, 0
    for char in header[start:]:
        depth += (char == "(") - (char == ")")
        commas += char == "," and depth == 1
        if depth == 0:
            break
    inside = header[start + 1:].strip(" )\n\t")
    if inside in ("", "void"):
        return 0
    return commas + 1 - len(re.findall(
        r"struct err \*\w*(?=,|$)|\bvoid \*arg\b|\bsize_t (?:size|room|count)\b|\.\.\.", inside))


def functions(lines):
    """(first line, header, body lines) of each function, counted from 0."""
    at = 0
    while at < len(lines):
        if lines[at] != "{":
            at += 1
            continue
        top = at - 1
        while top >= 0 and lines[top].strip() and not lines[top].startswith(("#", "}")) \
                and not lines[top].rstrip().endswith(";"):
            top -= 1
        end = at
        while end < len(lines) and lines[end] != "}":
            end += 1
        yield top + 1, "\n".join(lines[top + 1:at]), lines[at:end + 1]
        at = end + 1


def deepest(body):
    """Levels of braces inside a function's own, a switch with its cases one."""
    depth = most = 0
    for line in body:
        # an initialiser is not a level
        line = re.sub(r"\{[^{}]*\}", "", line)
        depth += line.count("{") - line.count("}")
        if "{" in line and re.search(r"\)\s*\{$|\b(else|do)\s*\{$", line):
            most = max(most, depth - 1)
    return most


def name_of(header):
    for line in header.split("\n"):
        match = DEFINED.match(line)
        if match and match.group(1) != "__attribute__":
            return match.group(1)
    return ""


def may_export(path, name):
    stem = os.path.splitext(os.path.basename(path))[0]
    folder = os.path.basename(os.path.dirname(path))
    if name == "main" or path.startswith("tests/"):
        return True
    if stem in OTHER_NAMES:
        return name.startswith(OTHER_NAMES[stem])
    first = stem.split("_")[0]
    return any(name == p or name.startswith(p + "_") for p in
               (stem, first, first + "s", folder + "_" + first)) or \
        (folder not in ("daemon", "handlers") and name.startswith(folder + "_"))


def check_functions(path, lines):
    for top, header, body in functions(lines):
        name = name_of(header)
        if not name:
            continue
        if len(body) > FUNCTION_MAX:
            no(path, top + 1, "%s has %d lines (at most %d)" % (name, len(body), FUNCTION_MAX))
        if count_parameters(header[header.find(name):]) > PARAMETERS_MAX and \
                not name.startswith("on_"):  # a library's callback has its library's type
            no(path, top + 1, "%s has more than %d parameters" % (name, PARAMETERS_MAX))
        if deepest(body) > DEPTH_MAX:
            no(path, top + 1, "%s nests deeper than %d" % (name, DEPTH_MAX))
        if not header.lstrip().startswith("static") and not may_export(path, name):
            no(path, top + 1, "exports %s, which is not named after the file" % name)


GLOBAL = re.compile(r"^(?:static\s+)?(?!return|typedef|extern|else|goto|case|default|"
                    r"struct \w+;|enum \w+;|union \w+;|static_assert|_Static_assert|FUZZ|#)"
                    r"[A-Za-z_][\w \t\*]*[ \*]\w+(?:\[[^\]]*\])*\s*(?:=|;)")


def check_globals(path, lines):
    for at, line in enumerate(lines):
        if GLOBAL.match(line) and not re.search(r"\bconst\b", line) and "(" not in line:
            no(path, at + 1, "a global that is not const")


def check_header(path, lines):
    stem = os.path.basename(path)[:-2].upper().replace("-", "_")
    code = [line for line in lines if line.strip()]
    guard = code[0].split()[-1] if code and code[0].startswith("#ifndef") else ""
    if not guard.endswith(stem + "_H") or code[1].split()[-1] != guard:
        no(path, 1, "no guard named after the file")
    if len(lines) > HEADER_MAX:
        no(path, 1, "more than %d lines" % HEADER_MAX)


def check_borders(path, text):
    rules = []
    if not path.startswith("daemon/store/"):
        rules.append((SQL, "SQL outside daemon/store"))
    if is_product(path) and path != "daemon/net/resolve.c":
        rules.append((THREADS, "a thread outside daemon/net/resolve.c"))
    if not path.startswith("daemon/net/"):
        rules.append((NETWORK, "the network outside daemon/net"))
        rules.append((ASKING, "curl's calls outside daemon/net"))
    # Mattermost took some of Slack's words over.
    if not path.startswith(("daemon/chat/slack/", "daemon/chat/mattermost/")):
        rules.append((SLACK, "a key of Slack's outside daemon/chat/slack"))
    if not path.startswith("daemon/chat/mattermost/"):
        rules.append((MATTERMOST, "a key of Mattermost's outside its folder"))
    rules.append((re.compile(r'"/tmp\b'), "an absolute path of one machine"))
    for pattern, words in rules:
        for match in pattern.finditer(text):
            no(path, text.count("\n", 0, match.start()) + 1, "%s: %s" % (words, match.group(0)))


def check_c(path, text):
    plain = bare(text)
    lines = [line.rstrip() for line in plain.split("\n")[:-1]]
    for at, line in enumerate(lines):
        match = BANNED.search(line)
        if match:
            no(path, at + 1, "banned: %s" % match.group(1))
    check_functions(path, lines)
    if is_product(path):
        check_borders(path, text)
        if path.endswith(".c"):
            check_globals(path, lines)
    if path.endswith(".h"):
        check_header(path, lines)
    elif len(lines) > FILE_MAX:
        no(path, 1, "more than %d lines" % FILE_MAX)


def check_any(path, text):
    for at, line in enumerate(text.split("\n")):
        if UNDONE.search(line):
            no(path, at + 1, "undone work left in the file")
        if re.search(r"(?<![\w./-])/work/", line):
            no(path, at + 1, "an absolute path of one machine")


for path in sys.argv[1:]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (UnicodeDecodeError, IsADirectoryError):
        continue
    if path != "scripts/lib/rules.py":
        check_any(path, text)
    if path.endswith((".c", ".h")):
        check_c(path, text)
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(1 if problems else 0)
