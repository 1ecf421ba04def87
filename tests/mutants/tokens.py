"""C++ text as tokens, with what the mutation needs to know of each: its bracket's partner, and where no mutant may stand."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<string>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"|(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
      | (?P<char>'(?:[^'\\\n]|\\.)+')
      | (?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<directive>(?:(?<=\n)|\A)[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
      | (?P<punctuator>\.\.\.|<=>|->\*|<<=|>>=|::|->|\+\+|--|<<|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)
PARTNER = {")": "(", "]": "[", "}": "{"}


@dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False  # blanks on both sides: a binary operator, in a text that clang-format has laid out
    partner: int = -1  # index of the matching bracket
    closed: bool = False  # no mutant may stand here


class Tokens(list):
    """The tokens of a file without comments and directives. One that is asked for outside is empty."""

    def __init__(self, text):
        super().__init__()
        for match in TOKEN.finditer(text):
            if match.lastgroup in ("comment", "directive"):
                continue
            kind = "string" if match.lastgroup == "mark" else match.lastgroup
            start, end = match.span()
            spaced = start > 0 and text[start - 1].isspace() and end < len(text) and text[end].isspace()
            self.append(Token(kind, match[0], start, end, spaced))
        self._pair()
        self._close()

    def at(self, index):
        return self[index] if 0 <= index < len(self) else Token("", "", 0, 0)

    def text(self, index):
        return self.at(index).text

    def line_of(self, index, text):
        return text.count("\n", 0, self[index].start) + 1

    def _pair(self):
        opened = []
        for index, token in enumerate(self):
            if token.kind != "punctuator":
                continue
            if token.text in "([{" or self._opens_template(index):
                opened.append(index)
            elif token.text in PARTNER:
                while opened and self[opened[-1]].text == "<":
                    opened.pop()  # it was no template after all
                self._match(opened.pop(), index)
            elif token.text == ">" and opened and self[opened[-1]].text == "<" and not token.spaced:
                self._match(opened.pop(), index)

    def _opens_template(self, index):
        if self.text(index) != "<" or self.text(index - 1) == "operator":
            return False
        return self.text(index - 1) == "template" or (self.at(index - 1).kind == "name" and not self[index].spaced)

    def _match(self, first, last):
        self[first].partner, self[last].partner = last, first

    def _close(self):
        """Template arguments, static assertions and functions made for them, enumerations, attributes, case labels and names of operators
        hold no mutants."""
        for index, token in enumerate(self):
            if token.text == "<" and token.partner > index:
                self._close_range(index, token.partner)
            elif token.text == "[" and self.text(index + 1) == "[":
                self._close_range(index, token.partner)
            elif token.text in ("static_assert", "noexcept", "requires", "decltype", "sizeof") and self.text(index + 1) == "(":
                self._close_range(index, self[index + 1].partner)
                if token.text == "static_assert" and self.text(index + 3) == "(":
                    self._close_function(self.text(index + 2))
            elif token.text == "enum":
                self._close_range(index, self._find("{;", index))
            elif token.text == "case":
                self._close_range(index, self._find(":", index))
            elif token.text == "operator":
                self._close_range(index, index + 1)

    def _close_function(self, name):
        for index, token in enumerate(self):
            brace = self.at(index + 1).partner + 1
            if token.text == name and self.text(index - 1) == "bool" and self.text(brace) == "{":
                self._close_range(brace, self[brace].partner)

    def _find(self, wanted, index):
        while index < len(self) - 1 and self[index].text not in wanted:
            index += 1
        return self[index].partner if self[index].text == "{" else index

    def _close_range(self, first, last):
        for token in self[first : last + 1]:
            token.closed = True
