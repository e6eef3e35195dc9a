"""Pages that every audience shares: home, the case page, capacity, language, the demo clock."""

from zhiping.web.shared.views.clock import demo_clock
from zhiping.web.shared.views.home import home
from zhiping.web.shared.views.settings import switch_language, switch_role

__all__ = ["demo_clock", "home", "switch_language", "switch_role"]
