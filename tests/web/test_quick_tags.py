"""The remembering `translate` and `url` say what Django's own say, in every language, for every address."""

from __future__ import annotations

import pytest
from django.template import Context, Engine, Template, engines
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse
from django.utils import translation

from zhiping.core.permissions.pages import PAGES
from zhiping.web.shared.loading import LanguageLoader

LANGUAGE_LOADER = "zhiping.web.shared.loading.LanguageLoader"
urlpatterns = [path("elsewhere/<int:edition_id>/", lambda _request: None, name="secretariat-edition")]


def rendered(text: str, **facts: object) -> str:
    return Template(text).render(Context(facts))


def test_a_constant_text_is_said_in_the_language_of_each_reader() -> None:
    templates = {"word": "{% translate '统计' %}", "page": "{% include 'word' %}{% translate '统计' %}"}
    loaders = [(LANGUAGE_LOADER, [("django.template.loaders.locmem.Loader", templates)])]
    engine = Engine(loaders=loaders, builtins=["django.templatetags.i18n", "zhiping.web.shared.templatetags.quick"])
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(engine.get_template("page").render(Context()))
    assert said == ["统计统计", "StatisticsStatistics", "统计统计"]


def test_the_pages_come_from_the_loader_that_keeps_each_language_apart() -> None:
    (partials,) = engines["django"].engine.template_loaders
    assert [type(loader) for loader in partials.loaders] == [LanguageLoader]


def test_options_and_variables_are_left_to_django() -> None:
    with translation.override("en"):
        assert rendered('{% translate "统计" as word %}[{{ word }}]') == "[Statistics]"
        assert rendered("{% translate word %}", word="统计") == "Statistics"
        assert rendered('{% translate "统计" noop %}') == "统计"


def test_a_text_with_a_percent_sign_keeps_it() -> None:
    assert rendered('{% translate "占 100%" %}') == "占 100%"


@pytest.mark.parametrize("number", [1, 17, 4_294_967_296])
def test_an_address_of_whole_numbers_is_the_one_that_is_reversed(number: int) -> None:
    assert rendered("{% url 'case' pk %}", pk=number) == reverse("case", args=[number])
    two = "{% url 'secretariat:recommender' first second %}"
    assert rendered(two, first=number, second=3) == reverse("secretariat:recommender", args=[number, 3])


def test_addresses_without_ids_with_words_and_with_names_are_right_too() -> None:
    assert rendered("{% url 'secretariat:statistics' %}") == reverse("secretariat:statistics")
    wanted = reverse("secretariat:statistics-file", args=[7, "by domain"[3:], "csv"])
    assert rendered("{% url 'secretariat:statistics-file' 7 'domain' 'csv' %}") == wanted
    assert rendered("{% url 'case' application_id=5 %}") == reverse("case", args=[5])


def test_what_is_no_address_is_refused_as_before() -> None:
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'no-such-page' 1 %}")
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'case' nobody %}", nobody=None)
    assert rendered("{% url 'no-such-page' 1 as address %}[{{ address }}]") == "[]"


def test_every_address_with_one_id_is_built_as_it_is_reversed() -> None:
    built = 0
    for name in PAGES:
        try:
            wanted = reverse(name, args=[12])
        except NoReverseMatch:
            continue
        assert rendered("{% url name 12 %}", name=name) == wanted
        built += 1
    assert built > 30


def test_another_set_of_addresses_is_not_confused_with_this_one() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        assert rendered("{% url 'secretariat-edition' 3 %}") == "/elsewhere/3/"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'secretariat-edition' 3 %}")
