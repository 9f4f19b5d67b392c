"""Finds each check of who may do what in the source, and takes it away while the register runs."""

import ast
import functools
import gc
import importlib
import sys
import types
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.middleware import LoginRequiredMiddleware

from loneliness.accounts.middleware import StaffOnly

ROOT = Path(__file__).parents[2]
APPS = ("loneliness", "evidence", "estimates", "actions")
OURS = tuple(f"{ROOT / app}/" for app in APPS)
HELPERS = {
    "require", "_require_secretary", "_require_officer", "_require_owner", "_require_other",
    "_require_holder",
}  # fmt: skip
ABOUT_PEOPLE = ("user", "policies", "may_", "person", "account", "opened", "by.", "token")
NARROWING = {"owned_by", "held_by"}
OF_THE_PERSON = {"owner", "account"}
OF_THE_ACTION = {"action", "update__action"}
DECIDES = {
    "owns", "confirmable", "has_role", "is_staff_of_register", "is_open_for_signup",
    "has_add_permission", "has_change_permission", "has_delete_permission",
}  # fmt: skip
MIDDLEWARE = (LoginRequiredMiddleware, StaffOnly)
NOT_OF_PEOPLE = {"may_lift", "may_hold_words"}  # what a database and a model allow


@dataclass(frozen=True)
class Check:
    """One place where something is refused or left out for who asks."""

    path: str
    function: str
    words: str
    number: int

    @property
    def name(self):
        """How the tables name it."""
        module = self.path.removesuffix(".py").replace("/", ".")
        return f"{module}:{self.function}: {self.words}"

    @property
    def is_policy(self):
        """Whether others ask it, and it refuses nothing itself."""
        return _decides(self.function.rpartition(".")[2]) or self.function in HELPERS


class Finder(ast.NodeTransformer):
    """Goes through a module's checks; takes away those of some numbers."""

    def __init__(self, without=(), *, is_view=False):
        self.without, self.is_view = without, is_view
        self.found, self.within = [], []

    def _counted(self, node):
        """Keep a check; whether it is the one to take away."""
        words = " ".join(ast.unparse(node).split())
        self.found.append((".".join(self.within), words))
        return len(self.found) - 1 in self.without

    def visit_FunctionDef(self, node):
        """Functions and methods have names of their own."""
        self.within.append(node.name)
        node = self.generic_visit(node)
        self.within.pop()
        return node

    def visit_ClassDef(self, node):
        """So have classes."""
        return self.visit_FunctionDef(node)

    def visit_If(self, node):
        """``if not …: raise PermissionDenied``, and a policy's ``if not …: return set()``."""
        if (_refuses(node) or (self._is_policy and _is_empty(node.body[0]))) and self._counted(
            node.test
        ):
            node.test = _never(node.test)
        return self.generic_visit(node)

    def visit_Expr(self, node):
        """``require(…)``."""
        is_one = isinstance(node.value, ast.Call) and _called(node.value) in HELPERS
        if is_one and self._counted(node.value):
            node.value = _never(node.value)
        return self.generic_visit(node)

    def visit_Return(self, node):
        """Each part of what a policy returns."""
        if self._is_policy and not _is_empty(node):
            node.value = self._parts(node.value)
        return self.generic_visit(node)

    def visit_Call(self, node):
        """``rows.owned_by(person)``, and rows that are asked for by whose they are."""
        node = self.generic_visit(node)
        if not self.is_view:
            return node
        if _called(node) in NARROWING:
            return node.func.value if self._counted(node) else node
        for word in [word for word in node.keywords if _is_own(node, word)]:
            if self._counted(word):
                node.keywords.remove(word)
        return node

    @property
    def _is_policy(self):
        return bool(self.within) and _decides(self.within[-1])

    def _parts(self, value):
        if isinstance(value, ast.Call) and _called(value) == "bool":
            value.args = [self._parts(value.args[0])]
        elif isinstance(value, ast.BoolOp) and isinstance(value.op, ast.And):
            value.values = [self._parts(part) for part in value.values]
        elif self._counted(value):
            return value.left if isinstance(value, ast.BinOp) else _always(value)
        return value


def _decides(name):
    return (name.startswith("may_") and name not in NOT_OF_PEOPLE) or name in DECIDES


def _is_empty(node):
    return isinstance(node, ast.Return) and ast.unparse(node) == "return set()"


def _refuses(node):
    first = node.body[0]
    if not isinstance(first, ast.Raise) or node.orelse:
        return False
    raised = first.exc.func if isinstance(first.exc, ast.Call) else first.exc
    name = getattr(raised, "id", "")
    asks = ast.unparse(node.test)
    about = any(word in asks for word in ABOUT_PEOPLE)
    return name == "PermissionDenied" or (name == "Http404" and about)


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _is_own(call, word):
    is_person = word.arg in OF_THE_PERSON and "request.user" in ast.unparse(word.value)
    is_one = _called(call) == "get_object_or_404"
    return (is_person and (is_one or _called(call) == "filter")) or (
        is_one and word.arg in OF_THE_ACTION
    )


def _never(value):
    return ast.copy_location(ast.BoolOp(ast.And(), [ast.Constant(False), value]), value)


def _always(value):
    return ast.copy_location(ast.BoolOp(ast.Or(), [ast.Constant(True), value]), value)


@functools.cache
def _found(path, without=frozenset()):
    """The checks of a module, and its code without some of them."""
    finder = Finder(without, is_view="views" in path or "jobs" in path)
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    tree = ast.fix_missing_locations(finder.visit(tree))
    return finder.found, compile(tree, str(ROOT / path), "exec", dont_inherit=True)


def checks():
    """Every check there is, in the order of their files."""
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            if "/migrations/" in path or "/management/" in path:
                continue
            for number, (function, words) in enumerate(_found(path)[0]):
                yield Check(path, function, words, number)
    for kind in MIDDLEWARE:
        yield Check("loneliness/settings.py", kind.__name__, "MIDDLEWARE", 0)


def _codes(code):
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


@functools.cache
def functions():
    """The live functions of the register by their file and name."""
    for check in checks():
        importlib.import_module(check.path.removesuffix(".py").replace("/", "."))
    gc.unfreeze()
    found = defaultdict(list)
    for one in gc.get_objects():
        if type(one) is types.FunctionType and one.__code__.co_filename.startswith(OURS):
            found[_place(one.__code__)].append(one)
    return found


def _place(code):
    return code.co_filename, code.co_qualname.replace("<locals>.", "")


class _Open:
    """What stands in for a middleware that is taken away."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Let everybody in."""


def _replaced(taken):
    """Each live function of some checks, with its code without them."""
    for kind in MIDDLEWARE:
        if any(check.function == kind.__name__ for check in taken):
            yield kind.process_view, _Open.process_view.__code__
    taken = [check for check in taken if check.words != "MIDDLEWARE"]
    for path in {check.path for check in taken}:
        here = [check for check in taken if check.path == path]
        _, whole = _found(path, frozenset(check.number for check in here))
        for name in {check.function for check in here}:
            code = next(code for code in _codes(whole) if _place(code)[1] == name)
            for function in functions()[str(ROOT / path), name]:
                yield function, code


@contextmanager
def without(*taken):
    """Run the register without these checks."""
    changed = [(function, function.__code__, code) for function, code in _replaced(taken)]
    assert changed or not taken, taken
    for function, _, code in changed:
        function.__code__ = code
    try:
        yield
    finally:
        for function, code, _ in changed:
            function.__code__ = code


@contextmanager
def traced(reached):
    """Keep the file and name of each function of the register that runs."""

    def seen(frame, event, _):
        if frame.f_code.co_filename.startswith(OURS):
            reached.add(_place(frame.f_code))

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        yield
    finally:
        sys.settrace(before)


class Trial:
    """Takes checks away and looks whether anything differs at the doors."""

    def __init__(self, doors, routes):
        self.doors, self.routes, self.checks = doors, routes, list(checks())
        self.at = defaultdict(list)
        for check in self.checks:
            self.at[str(ROOT / check.path), check.function].append(check)

    def reached(self, role, route):
        """The checks on the way of a request of a role, in their order."""
        seen = set()
        with traced(seen):
            self.doors.may(role, self.routes[route])
        return [check for place in sorted(seen) for check in self.at[place]]

    def others(self, check, role, route):
        """All that stands on the way beside a check, also what shows once it is gone."""
        gone = set()
        while True:
            with without(check, *gone):
                on_the_way = set(self.reached(role, route))
            new = {one for one in on_the_way - gone - {check} if not one.is_policy}
            if not new:
                return gone
            gone |= new

    def may(self, role, route, *gone):
        """What a role may do with a route without some checks."""
        with without(*gone):
            return self.doors.may(role, self.routes[route])
