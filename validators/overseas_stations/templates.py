"""What is written for people, as templates with values in them: the layout is in the template, the facts are values.

A template is a file beside the module that fills it, called ``<name>.html.jinja`` or ``<name>.md.jinja``. What it puts
in goes through :mod:`overseas_stations.markup`, as its kind demands, unless the template says that it is ``safe``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from overseas_stations.markup import attribute, code, escaped, prose

if TYPE_CHECKING:
    from jinja2 import Environment

_NEUTRAL = {"html": escaped, "xml": escaped, "md": prose}
"""Kind of a template -> what makes any text one that shows as it is."""


def fill(template: str, **values: object) -> str:
    """Return a template with values in it.

    Args:
        template: its path in this package, such as ``reports/report.html.jinja``.
        values: what it may name; functions as well.

    Raises:
        jinja2.TemplateNotFound: the package has no such file.
        jinja2.UndefinedError: the template names what is not there.
        TypeError: the template puts in what is neither a text nor a whole number.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Return the one environment. The library is loaded with the first template, since few commands need one."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
    from jinja2.compiler import CodeGenerator
    from jinja2.runtime import Context
    from markupsafe import Markup

    # A page has hundreds of values: what its template is, is asked once, and a text is marked without a look at it.
    marked = str.__new__

    class Once(CodeGenerator):
        """Puts a value in as `put_in` returns it: the library would escape it again, which finds nothing left to do."""

        def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
            self.write(f"str({finalize.src}")

        def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
            self.write("))")

    @cache
    def neutral_in(template: str) -> Callable[[str], str]:
        return _NEUTRAL[template.split(".")[-2]]

    @pass_context
    def put_in(context: Context, value: Any) -> Any:
        if hasattr(value, "__html__"):  # what says itself how it is shown
            return value.__html__()
        if isinstance(value, str):
            return marked(Markup, neutral_in(context.name)(value))
        if isinstance(value, int):
            return value
        if text := str(value):  # what is not defined has no text either: it raises, or is an `if` without `else`
            raise TypeError(f"{context.name}: {text} is neither a text nor a whole number")
        return text

    class EscapingOnce(Environment):
        code_generator_class = Once

    environment = EscapingOnce(
        loader=PackageLoader(__package__, ""),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=put_in,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    # None of the library's own, by which markup and texts could be joined in other ways.
    environment.filters = {
        "safe": Markup,
        "code": lambda text: Markup(code(text)),
        "value": lambda text: Markup(attribute(text)),
        "length": len,
    }
    return environment
