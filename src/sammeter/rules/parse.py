"""CEL text to a condition tree. cel-python's grammar reads it; it is needed only where a condition changed."""

from collections.abc import Callable
from typing import Any

from sammeter.errors import DataError
from sammeter.facts import Vocabulary
from sammeter.rules.types import Tree

MACROS = ("exists", "all", "filter", "map")
FUNCTIONS = {"age": 1, "days": 2, "before": 2, "share": 2, "covers": 2, "uniq": 1, "flat": 1, "maxgap": 2, "sev": 1,
             "now": 0, "size": 1}  # fmt: skip
METHODS = ("startsWith", "endsWith", "contains")
DEPTH = 60
"""How many operators may stand inside one another; a chain of ``&&`` or ``||`` counts as one."""


def parse(text: str, vocabulary: Vocabulary, limits: frozenset[str] = frozenset(), *, where: str = "") -> Tree:
    """Return the tree of a condition, with every name and field checked against the vocabulary.

    Raises DataError: no CEL, an unknown name, kind, field, function or limit, with what comes nearest.
    """
    import celpy.celparser as cel

    try:
        syntax = cel.CELParser().parse(text)
    except (cel.CELParseError, RecursionError) as error:
        raise DataError(f"no CEL condition: {str(error).splitlines()[0]}", where=where) from error
    return _Reader(vocabulary, limits, where).read(syntax, {})


class _Reader:
    """Walks the grammar's tree once; `bound` gives the fact kind of each variable in scope ('' if none)."""

    def __init__(self, vocabulary: Vocabulary, limits: frozenset[str], where: str) -> None:
        self.kinds = vocabulary.by_name()
        self.limits = limits
        self.where = where
        self.depth = 0

    def read(self, tree: Any, bound: dict[str, str]) -> Tree:
        self.depth += 1
        if self.depth > DEPTH:
            raise DataError(f"condition nested deeper than {DEPTH}", where=self.where, hint="split it")
        try:
            while len(tree.children) == 1 and tree.data in _PLAIN:
                tree = tree.children[0]
            return self._handler(tree.data)(tree, bound)
        finally:
            self.depth -= 1

    def _handler(self, name: str) -> Callable[[Any, dict[str, str]], Tree]:
        handlers: dict[str, Callable[[Any, dict[str, str]], Tree]] = {
            "conditionalor": self._two("or"), "conditionaland": self._two("and"),
            "relation": self._operator, "addition": self._operator, "multiplication": self._operator,
            "unary": self._unary, "member_dot": self._dot, "member_dot_arg": self._method,
            "ident_arg": self._call, "ident": self._name, "literal": self._literal, "list_lit": self._list,
        }  # fmt: skip
        if name not in handlers:
            raise DataError(f"'{name}' is not part of the rule language", where=self.where)
        return handlers[name]

    def _two(self, operator: str) -> Callable[[Any, dict[str, str]], Tree]:
        def join(tree: Any, bound: dict[str, str]) -> Tree:
            last: list[Any] = []
            name = tree.data
            while tree.data == name and len(tree.children) > 1:
                tree, right = tree.children
                last.append(right)
                tree = _plain(tree)
            sides = [self.read(child, bound) for child in (tree, *reversed(last))]
            return [operator, *(part for side in sides for part in (side[1:] if side[0] == operator else [side]))]

        return join

    def _operator(self, tree: Any, bound: dict[str, str]) -> Tree:
        head, right = tree.children
        operator = _OPERATORS.get(head.data)
        if operator is None:
            raise DataError(f"'{head.data}' is not part of the rule language", where=self.where)
        return [operator, self.read(head.children[0], bound), self.read(right, bound)]

    def _unary(self, tree: Any, bound: dict[str, str]) -> Tree:
        operator = "not" if tree.children[0].data == "unary_not" else "neg"
        return [operator, self.read(tree.children[1], bound)]

    def _name(self, tree: Any, bound: dict[str, str]) -> Tree:
        name = str(tree.children[0])
        if name in bound or name == "this":
            return ["name", name]
        raise self._unknown(name, [*bound, "this", *self.kinds])

    def _dot(self, tree: Any, bound: dict[str, str]) -> Tree:
        base, name = tree.children[0], str(tree.children[1])
        plain = _plain(base)
        if plain.data == "ident" and (head := str(plain.children[0])) not in bound and head != "this":
            if head == "limits":
                if name not in self.limits:
                    raise self._unknown(f"limits.{name}", [f"limits.{limit}" for limit in self.limits])
                return ["limit", name]
            if f"{head}.{name}" not in self.kinds:
                raise self._unknown(
                    f"{head}.{name}", [*self.kinds, *(f"{variable}.{name}" for variable in (*bound, "this"))]
                )
            return ["kind", f"{head}.{name}"]
        inner = self.read(base, bound)
        kind = bound.get(inner[1], "") if inner[0] == "name" else ""
        if kind and name not in self.kinds[kind].fields:
            raise self._unknown(f"{kind}.{name}", [f"{kind}.{field}" for field in self.kinds[kind].fields])
        return ["field", inner, name]

    def _method(self, tree: Any, bound: dict[str, str]) -> Tree:
        base, name = self.read(tree.children[0], bound), str(tree.children[1])
        arguments = tree.children[2].children if len(tree.children) > 2 else []
        if name in METHODS and len(arguments) == 1:
            return ["call", name, base, self.read(arguments[0], bound)]
        if name in METHODS:
            raise DataError(f"{name}() takes one value, not {len(arguments)}", where=self.where)
        if name in FUNCTIONS:
            raise DataError(f"{name}() is no method", where=self.where, hint=f"write {name}(...) around the value")
        if name not in MACROS:
            raise self._unknown(name, [*MACROS, *METHODS])
        if len(arguments) != 2:
            raise DataError(f"{name}() takes a variable and a condition", where=self.where)
        variable = _plain(arguments[0])
        if variable.data != "ident":
            raise DataError(f"{name}() needs a variable first", where=self.where)
        inner = {**bound, str(variable.children[0]): _kind_of(base)}
        return [name, base, str(variable.children[0]), self.read(arguments[1], inner)]

    def _call(self, tree: Any, bound: dict[str, str]) -> Tree:
        name = str(tree.children[0])
        arguments = tree.children[1].children if len(tree.children) > 1 else []
        if name not in FUNCTIONS:
            raise self._unknown(name, list(FUNCTIONS))
        if len(arguments) != FUNCTIONS[name]:
            raise DataError(f"{name}() takes {FUNCTIONS[name]} values, not {len(arguments)}", where=self.where)
        return ["call", name, *(self.read(argument, bound) for argument in arguments)]

    def _list(self, tree: Any, bound: dict[str, str]) -> Tree:
        items = tree.children[0].children if tree.children else []
        return ["list", *(self.read(item, bound) for item in items)]

    def _literal(self, tree: Any, _bound: dict[str, str]) -> Tree:
        token = tree.children[0]
        text = str(token)
        match token.type:
            case "STRING_LIT" if text[0] in "'\"" and "\\" not in text:
                return ["lit", text[1:-1]]
            case "INT_LIT" if len(text) <= _DIGITS:
                return ["lit", int(text, 16 if "x" in text else 10)]
            case "FLOAT_LIT":
                return ["lit", float(text)]
            case "BOOL_LIT":
                return ["lit", text == "true"]
        raise DataError(f"literal {text} is not part of the rule language", where=self.where)

    def _unknown(self, name: str, names: list[str]) -> DataError:
        from difflib import get_close_matches

        near = get_close_matches(name, names, n=1)
        return DataError(f"unknown name '{name}'", where=self.where, hint=f"did you mean '{near[0]}'?" if near else "")


def _plain(tree: Any) -> Any:
    while len(tree.children) == 1 and tree.data in _PLAIN:
        tree = tree.children[0]
    return tree


def _kind_of(tree: Tree) -> str:
    """Return the fact kind whose records a list holds, '' if it holds none."""
    if tree[0] == "kind":
        return str(tree[1])
    return _kind_of(tree[1]) if tree[0] == "filter" else ""


_DIGITS = 19
_PLAIN = {"expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary", "member",
          "primary", "paren_expr"}  # fmt: skip
_OPERATORS = {"relation_lt": "<", "relation_le": "<=", "relation_gt": ">", "relation_ge": ">=", "relation_eq": "==",
              "relation_ne": "!=", "relation_in": "in", "addition_add": "+", "addition_sub": "-",
              "multiplication_mul": "*"}  # fmt: skip
