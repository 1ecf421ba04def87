"""Where a C++ file can be mutated, and the file with all its mutants in it, each asleep behind a switch (switch.hpp).

The file must be laid out by clang-format: binary operators have blanks around them, templates' brackets have none."""

import bisect
import random
import re
from dataclasses import dataclass, field

from tokens import Tokens

HERE = "\x01"  # stands for a mutant's number until it has one
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>="}
OPENERS = {"(", "[", "{"}
STOPS = {",", ";", "?", ":", "return", "else"} | ASSIGNMENTS
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
NEIGHBOUR = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {"+": "-", "-": "+", "|": "&", "&": "|"}
NO_STATEMENT = {
    "return", "const", "constexpr", "constinit", "static", "auto", "using", "if", "for", "while", "do", "switch", "case", "default", "else",
    "struct", "class", "enum", "template", "typedef", "namespace", "public", "private", "extern", "inline", "friend", "static_assert", "try",
    "catch", "throw", "goto", "explicit", "virtual", "operator",
}  # fmt: skip


@dataclass
class Mutant:
    path: str
    line: int
    column: int
    was: str
    becomes: str
    code: str  # the whole line, to know the mutant again when line numbers have moved
    number: int = -1  # what switches it on
    edits: list = field(default_factory=list)

    @property
    def key(self):
        return (self.path, self.code, self.column - (len(self.code) - len(self.code.lstrip())), self.was, self.becomes)

    def __str__(self):
        return f"{self.path}:{self.line}:{self.column}: {self.was} → {self.becomes}"


@dataclass
class Insertion:
    at: int
    text: str
    length: int  # of what is wrapped; at one place closing brackets come first, the innermost of them first of all
    closes: bool = False
    replaces: int = 0  # bytes of the original that are left out


def enumerations(texts):
    """Name → members of every `enum class`, from the headers; Format's constants are used like one."""
    found = {}
    for text in texts:
        tokens = Tokens(text)
        for index, token in enumerate(tokens):
            if token.text != "enum" or tokens.text(index + 1) != "class":
                continue
            brace = tokens._find("{;", index)
            brace = brace if tokens.text(brace) == "{" else tokens.at(brace).partner
            if tokens.text(brace) != "{":
                continue
            members = [tokens.text(i) for i in range(brace + 1, tokens[brace].partner) if tokens.at(i).kind == "name"]
            found[tokens.text(index + 2)] = members
        for names in re.findall(r"static const Format ([\w, ]+);", text):
            found["Format"] = names.split(", ")
    return found


class Finder:
    """Collects the mutants of one file; each is an idea of what a hasty person might have written instead."""

    def __init__(self, path, text, enums):
        self.path, self.text, self.mutants = path, text, []
        self.tokens = Tokens(text)
        self.enums = dict(enums)
        for alias, name in re.findall(r"using (\w+) = (?:\w+::)*(\w+);", text):
            if name in enums:
                self.enums[alias] = enums[name]
        self.bare = set(enums.get("Capability", [])) if "using enum Capability;" in text else set()
        self.bool_bodies = self._bool_bodies()
        self.lines = [0] + [m.end() for m in re.finditer("\n", text)]
        self.asked = "mutants::on"

    def find(self):
        for index, token in enumerate(self.tokens):
            if token.closed:
                continue
            if token.kind == "number":
                self._number(index)
            elif token.kind == "char":
                self._character(index)
            elif token.kind == "name":
                self._name(index)
            elif token.kind == "punctuator":
                self._punctuator(index)
            self._statement(index)
        return self.mutants

    # What a token can be.

    def _number(self, index):
        token = self.tokens[index]
        if "." in token.text:
            return
        self._choose(index, index, f"{token.text} + 1")
        if token.text != "0":
            self._choose(index, index, f"{token.text} - 1")

    def _character(self, index):
        letter = self.tokens[index].text[1:-1]
        following = chr(ord(letter) + 1) if len(letter) == 1 and ord(letter) < 0x7E else ""
        if following and following not in "'\\":
            self._choose(index, index, f"'{following}'")

    def _name(self, index):
        tokens, word = self.tokens, self.tokens[index].text
        if word in ("true", "false"):
            self._choose(index, index, "false" if word == "true" else "true")
        elif word in self.bare and tokens.text(index - 1) not in ("::", ".", "->"):
            self._enumerator(index, index, word, sorted(self.bare))
        elif word in self.enums and tokens.text(index + 1) == "::" and tokens.text(index + 2) in self.enums[word]:
            first = index
            while tokens.text(first - 1) == "::" and tokens.at(first - 2).kind == "name":
                first -= 2
            self._enumerator(first, index + 2, tokens.text(index + 2), self.enums[word])
        elif word == "if" and tokens.text(index + 1) == "(":
            self._condition(index + 1, loop=False)
        elif word == "while" and tokens.text(index + 1) == "(":
            self._condition(index + 1, loop=True)
        elif word == "for" and tokens.text(index + 1) == "(":
            self._for(index + 1)
        elif word == "return":
            self._return(index)

    def _enumerator(self, first, last, word, members):
        others = [member for member in members if member != word]
        token = self.tokens[last]
        around = set(re.findall(r"\w+", self.text[max(0, token.start - 200) : token.end + 200]))
        absent = [member for member in others if member not in around]  # in a set a neighbour may be there already
        line, _ = self._position(token.start)
        start = self.lines[line - 1]
        other = random.Random(f"{self.path}:{word}:{self.text[start : token.end].strip()}").choice(absent or others)
        self._choose(first, last, self.text[self.tokens[first].start : token.start] + other)

    def _punctuator(self, index):
        token, word = self.tokens[index], self.tokens[index].text
        if word == "!":
            self._add(index, "!", "", [Insertion(token.start, f"mutants::Not{{{HERE}}} * ", 0, replaces=1)])
        elif word == "?":
            self._decide(self._left(index, set()), index - 1, " ?")
        elif not token.spaced:
            return
        elif word in NEIGHBOUR:
            self._between(index, [NEIGHBOUR[word]] + ([OPPOSITE[word]] if word in OPPOSITE else []))
        elif word in ARITHMETIC and not self._is_about_text(index):
            self._between(index, [ARITHMETIC[word]])
        elif word in ("&&", "||"):
            self._operands(index)

    def _between(self, index, becomes):
        token = self.tokens[index]
        edit = Insertion(token.end, f" mutants::Between{{{HERE}}} {token.text}", 0)
        for nth, other in enumerate(becomes):
            self._add(index, token.text, other, [edit] if nth == 0 else [])

    def _is_about_text(self, index):
        """A `+` among strings only joins them."""
        first, last = self._left(index, {"&&", "||"}), self._right(index, {"&&", "||"})
        words = [token for token in self.tokens[first : last + 1]]
        return any(t.kind == "string" or t.text in ("string", "to_string", "called", "what", "why", "text", "full") for t in words)

    def _operands(self, index):
        """`a && b` without a, and without b."""
        word = self.tokens[index].text
        ends = {"&&", "||"} if word == "&&" else {"||"}
        for first, last in ((self._left(index, ends), index - 1), (index + 1, self._right(index, ends))):
            neutral = " || " if word == "&&" else " && !"
            what = self._words(first, last)
            edits = self._wrap(first, last, "(static_cast<bool>(", f"){neutral}{self.asked}({HERE}))")
            if not any(mutant.edits == edits for mutant in self.mutants):  # the right operand of one is the left one of the next
                self._add(first, what, "true" if word == "&&" else "false", edits)

    def _condition(self, bracket, loop):
        """`if (a)`: always, and never. A loop only never: always would be for ever."""
        first, last = bracket + 1, self.tokens[bracket].partner - 1
        semicolons = [i for i in self._level(first, last) if self.tokens[i].text == ";"]
        start = semicolons[-1] + 1 if semicolons else first
        equals = [i for i in self._level(start, last) if self.tokens[i].text == "="]
        if not equals:
            return self._decide(start, last, "", only_false=loop)
        if not semicolons and not loop:
            name = self.tokens.text(equals[0] - 1)
            edit = Insertion(self.tokens[last].end, f"; static_cast<bool>({name}) && !{self.asked}({HERE})", 0, closes=True)
            self._add(first, self._words(first, last), "false", [edit])

    def _for(self, bracket):
        first, last = bracket + 1, self.tokens[bracket].partner - 1
        semicolons = [i for i in self._level(first, last) if self.tokens[i].text == ";"]
        if len(semicolons) == 2 and semicolons[1] > semicolons[0] + 1:
            self._decide(semicolons[0] + 1, semicolons[1] - 1, "", only_false=True)

    def _decide(self, first, last, mark, only_false=False):
        """A condition that always, and one that never holds."""
        if first > last or any(t.text in ("true", "false") and first == last for t in self.tokens[first : last + 1]):
            return
        what = self._words(first, last) + mark
        wrap = lambda rest: self._wrap(first, last, "(static_cast<bool>(", ")" + rest + ")")
        self._add(first, what, "false" + mark, wrap(f" && !{self.asked}({HERE})"))
        if not only_false:
            self._add(first, what, "true" + mark, wrap(f" || {self.asked}({HERE})"))

    def _return(self, index):
        if any(body.start <= index < body.stop for body in self.bool_bodies):
            end = self._right(index, set())
            if end > index + 1 or self.tokens[end].kind != "name":
                self._decide(index + 1, end, "")

    def _bool_bodies(self):
        """The bodies of functions that return bool."""
        bodies = []
        for match in re.finditer(r"\bbool (?:\w+::)?\w+\(", self.text):
            index = next((i for i, t in enumerate(self.tokens) if t.start == match.end() - 1), -1)
            brace = self.tokens.at(index).partner + 1
            if index >= 0 and self.tokens.text(brace) == "const":
                brace += 1
            if index >= 0 and self.tokens.text(brace) == "{":
                bodies.append(range(brace, self.tokens[brace].partner))
        return bodies

    def _statement(self, index):
        """A call or an assignment that is left out; continue, break and an empty return as well."""
        tokens, token = self.tokens, self.tokens[index]
        if not self._begins_statement(index):
            return
        if token.text in ("continue", "break", "return") and tokens.text(index + 1) == ";":
            return self._leave_out(index, index + 1)
        if token.kind != "name" or token.text in NO_STATEMENT:
            return
        at = index + 1
        while tokens.text(at) in ("::", ".", "->", "(", "[") or (tokens.text(at) == "<" and tokens.at(at).partner > 0):
            at = tokens[at].partner + 1 if tokens.at(at).partner > at else at + 2
        called = tokens.text(at) == ";" and tokens.text(at - 1) == ")"
        if called and tokens.text(tokens[at - 1].partner - 1) == "reserve":
            return  # only saves time
        if called or tokens.text(at) in ASSIGNMENTS:
            self._leave_out(index, self._right(at if not called else at - 1, set()) + 1)

    def _begins_statement(self, index):
        before = self.tokens.at(index - 1)
        if before.text == ")":
            head = self.tokens.at(before.partner - 1).text
            return head in ("if", "for", "while")
        return before.text in (";", "{", "}", "else") or (before.text == ":" and before.closed)

    def _leave_out(self, first, last):
        if self.tokens.text(last) != ";":
            return
        self._add(first, self._words(first, last), "", self._wrap(first, last, f"{{ if (!{self.asked}({HERE})) ", " }"))

    # Extents.

    def _left(self, index, stops):
        """The first token of what stands to the left of `index`, up to one of `stops` or what ends every operand."""
        at = index - 1
        while at >= 0:
            text = self.tokens[at].text
            if text in STOPS or text in stops or text in OPENERS or text == "}" and self._ends_block(at):
                break
            at = self.tokens[at].partner - 1 if 0 <= self.tokens[at].partner < at else at - 1
        return at + 1

    def _right(self, index, stops):
        at = index + 1
        while at < len(self.tokens):
            text = self.tokens[at].text
            if text in STOPS or text in stops or text in (")", "]", "}"):
                break
            at = self.tokens[at].partner + 1 if self.tokens[at].partner > at else at + 1
        return at - 1

    def _ends_block(self, index):
        return self.tokens.text(index + 1) not in (".", "->", ",", ")", ";", "}")

    def _level(self, first, last):
        at = first
        while at <= last:
            yield at
            at = self.tokens[at].partner + 1 if self.tokens[at].partner > at else at + 1

    # Making mutants.

    def _words(self, first, last):
        return re.sub(r"\s+", " ", self.text[self.tokens[first].start : self.tokens[last].end])

    def _wrap(self, first, last, before, behind):
        start, end = self.tokens[first].start, self.tokens[last].end
        return [Insertion(start, before, end - start), Insertion(end, behind, end - start, closes=True)]

    def _choose(self, first, last, other):
        self._add(first, self._words(first, last), other, self._wrap(first, last, f"({self.asked}({HERE}) ? {other} : ", ")"))

    def _add(self, index, was, becomes, edits):
        line, column = self._position(self.tokens[index].start)
        code = self.text[self.lines[line - 1] :].split("\n", 1)[0]
        self.mutants.append(Mutant(self.path, line, column, was, becomes, code.rstrip(), edits=edits))

    def _position(self, offset):
        line = bisect.bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def schema(text, mutants):
    """The text with `mutants` in it. Constants of a .cpp become variables: a table that is filled at the start can be mutated at the start."""
    insertions = [
        Insertion(e.at, e.text.replace(HERE, str(m.number)), e.length, e.closes, e.replaces)
        for m in mutants
        for e in m.edits
    ]
    insertions += _without_constants(text)
    order = lambda e: (e.at, not e.closes, e.length if e.closes else -e.length)
    parts, at = [], 0
    for insertion in sorted(insertions, key=order):
        parts += [text[at : insertion.at], insertion.text]
        at = insertion.at + insertion.replaces
    return "".join(parts + [text[at:]])


def _without_constants(text):
    tokens = Tokens(text)
    for index, token in enumerate(tokens):
        if token.text == "static_assert":
            yield Insertion(token.start, "MUTANTS_NO_ASSERTION", 0, replaces=len(token.text))
        if token.text == "constinit":
            # cmake/rule_table.cmake looks for these words
            name = "" if tokens.text(index - 1) == "extern" else f"/* constinit const Rule {tokens.text(index + 3)} */"
            yield Insertion(token.start, name, 0, replaces=len(token.text))
        if token.text != "constexpr" or tokens.text(index - 1) == "if":
            continue
        end = index + 1
        while tokens.text(end) not in ("(", "=", "{", ";", ""):
            end = tokens[end].partner + 1 if tokens[end].partner > end else end + 1
        is_function = tokens.text(end) == "("
        is_const = tokens.text(index + 1) == "const" and "*" not in [tokens.text(i) for i in range(index, end)]
        word = "inline" if is_function else "" if is_const else "const"
        if not is_function and "*" in [tokens.text(i) for i in range(index, end)]:
            word = ""
        yield Insertion(token.start, word, 0, replaces=len(token.text))
