"""What one process writes, every other shows in its next answer: an editor's process beside two web workers."""

import re
import shutil
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests import sites
from tests.browser import running
from tests.proof import only_in_proof
from tests.sites import ASKED, process


@pytest.fixture(scope="module")
def site():
    with sites.edited("two") as site:
        yield site


def test_new_initiative_is_found_by_words_and_facets(site):
    before = site.totals("gemeente=urk")
    assert (before, site.totals("q=zeppelin")) == ({0}, {0})
    site.edit("make_initiative('vlucht', title='Zeppelinvlucht', municipalities=('urk',), description='Een zeppelin.')")
    assert (site.totals("gemeente=urk"), site.totals("q=zeppelin")) == ({1}, {1})
    assert all("Zeppelinvlucht" in page for page in site.pages("/initiatieven/?gemeente=urk"))


def test_edit_moves_an_initiative_to_another_place_and_word(site):
    site.edit("make_initiative('een', title='Knikkerclub', municipalities=('tiel',))")
    assert (site.totals("q=knikkerclub"), site.totals("gemeente=tiel&q=knikkerclub")) == ({1}, {1})
    site.edit(
        "made = Initiative.objects.get(slug='een'); made.title = 'Vliegerclub'; made.save();"
        "made.municipalities.set(Municipality.objects.filter(slug='urk'));"
        "writer.reindex(Initiative.objects.filter(pk=made.pk))"
    )
    assert (site.totals("q=vliegerclub"), site.totals("gemeente=tiel&q=vliegerclub")) == ({1}, {0})
    assert site.totals("gemeente=urk&q=vliegerclub") == {1}
    assert all("Vliegerclub" in page for page in site.pages("/initiatieven/?q=vliegerclub"))


def test_deleted_and_unpublished_initiatives_are_gone(site):
    site.edit("make_initiative('weg', title='Borduurkring'); make_initiative('terug', title='Borduurkring')")
    assert site.totals("q=borduurkring") == {2}
    site.edit("Initiative.objects.get(slug='weg').delete()")
    assert site.totals("q=borduurkring") == {1}
    site.edit("Initiative.objects.filter(slug='terug').update(status='archived')")
    assert site.totals("q=borduurkring") == {0}


def test_backdated_publication_stands_where_its_date_puts_it(site):
    site.edit(
        "make_initiative('nieuw', title='Hoepelen nieuw', published_at='2030-01-01T00:00Z');"
        "make_initiative('oud', title='Hoepelen oud', published_at='2001-01-01T00:00Z')"
    )
    for page in site.pages("/initiatieven/?q=hoepelen&sorteer=nieuwste"):
        assert page.index("/initiatieven/nieuw/") < page.index("/initiatieven/oud/")


def test_change_that_is_undone_is_never_seen(site):
    before = site.totals("")
    site.edit("make_initiative('nooit', title='Nooit'); transaction.set_rollback(True)")
    assert site.totals("") == before
    site.edit("make_initiative('wel', title='Wel')")
    assert site.totals("") == {before.pop() + 1}


def test_renamed_facet_value_is_found_by_its_new_name(site):
    site.edit("TargetGroup.objects.filter(slug='jongeren').update(name='Jeugdigen', slug='jeugdigen')")
    assert all("Jeugdigen" in page for page in site.pages("/initiatieven/?toon=doelgroep"))
    assert site.totals("doelgroep=jeugdigen") != {0}
    assert all("/initiatieven/?doelgroep=jeugdigen" in page for page in site.pages("/initiatieven/?doelgroep=jongeren"))
    site.edit("TargetGroup.objects.filter(slug='jeugdigen').update(name='Jongeren', slug='jongeren')")
    assert site.totals("doelgroep=jongeren") != {0}


def test_merged_municipality_passes_its_initiatives_on(site):
    site.edit("make_initiative('dorp', title='Touwtrekken', municipalities=('renswoude',))")
    assert site.totals("gemeente=veenendaal&q=touwtrekken") == {0}
    site.edit(
        "old, new = (Municipality.objects.get(slug=slug) for slug in ('renswoude', 'veenendaal'));"
        "old.successors.add(new); Municipality.objects.filter(pk=old.pk).update(valid_until=date(2026, 1, 1))"
    )
    assert site.totals("gemeente=veenendaal&q=touwtrekken") == {1}
    assert all("/initiatieven/?gemeente=veenendaal" in page for page in site.pages("/initiatieven/?gemeente=renswoude"))


def test_synonym_works_at_once(site):
    site.edit("make_initiative('luchtschip', title='Luchtschip')")
    assert site.totals("q=zweefsigaar") == {0}
    site.edit("Synonym.objects.create(word='zweefsigaar', also=['luchtschip'])")
    assert site.totals("q=zweefsigaar") == {1}


def test_large_change_is_read_whole(site):
    site.edit("from tests.search.worlds import random_initiatives; random_initiatives(30, seed=5)")
    site.edit("writer.reindex(Initiative.objects.all())")
    counted = "len([1 for each in Initiative.objects.published() if 'lopend' == each.phase])"
    totals = site.totals("fase=lopend")
    assert len(totals) == 1
    site.edit(f"assert {counted} == {totals.pop()}")


def asked_again(site, path, **headers):
    """The status and entity tag of a page."""
    try:
        with urlopen(Request(site.address + path, headers=headers)) as response:
            return response.status, response.headers["ETag"]
    except HTTPError as error:
        return error.code, error.headers["ETag"]


def test_page_that_a_visitor_has_is_not_sent_again_until_the_catalogue_changes(site):
    path = "/initiatieven/?fase=lopend&gemeente=almere"
    _, tag = asked_again(site, path)
    assert {asked_again(site, path, **{"If-None-Match": tag}) for _ in range(ASKED)} == {(304, tag)}
    swapped = asked_again(site, "/initiatieven/?gemeente=almere&fase=lopend", **{"If-None-Match": tag})
    assert swapped == (304, tag)
    other = asked_again(site, "/initiatieven/?gemeente=almere", **{"If-None-Match": tag})
    assert other[0] == 200
    site.edit("make_initiative('tag', title='Tag', municipalities=('almere',), phase='lopend')")
    answers = {asked_again(site, path, **{"If-None-Match": tag}) for _ in range(ASKED)}
    assert {status for status, _ in answers} == {200}


def test_story_that_an_editor_changes_is_on_the_home_page_of_every_worker(site):
    site.edit("made = make_initiative('soep', title='Soep', story_figure='12', story_text='pannen', story_order=0)")
    _, tag = asked_again(site, "/")
    assert {asked_again(site, "/", **{"If-None-Match": tag}) for _ in range(ASKED)} == {(304, tag)}
    site.edit(
        "with writer.index_update() as update:\n"
        "    Initiative.objects.filter(pk=made.pk).update(story_figure='13')\n"
        "    update.add(Initiative.objects.filter(pk=made.pk))"
    )
    assert {asked_again(site, "/", **{"If-None-Match": tag})[0] for _ in range(ASKED)} == {200}
    assert {('class="story__figure">13</b> pannen' in page) for page in site.pages("/")} == {True}


@pytest.mark.parametrize("path", ["/initiatieven.atom?gemeente=almere", "/catalogus.ttl", "/catalogus.jsonld"])
def test_file_that_a_reader_has_is_not_sent_again_until_the_catalogue_changes(site, path):
    status, tag = asked_again(site, path)
    assert (status, bool(tag)) == (200, True)
    assert {asked_again(site, path, **{"If-None-Match": tag}) for _ in range(ASKED)} == {(304, tag)}
    site.edit("writer.reindex(Initiative.objects.filter(slug='coronamaatjes-almere'))")  # as every editor's change does
    assert {asked_again(site, path, **{"If-None-Match": tag})[0] for _ in range(ASKED)} == {200}


def answers(site, path, **request):
    """The content and the headers of every answer, read at once: an unread one would keep a worker waiting."""
    for _ in range(ASKED):
        with urlopen(Request(site.address + path, **request)) as response:
            yield response.read(), response.headers


def test_finished_page_has_the_headers_and_content_of_a_new_one(site):
    path = "/initiatieven/?fase=idee"
    pages, headers = zip(*answers(site, path), strict=True)
    assert len(set(pages)) == 1
    kept = ("Content-Type", "Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "ETag", "Cache-Control")
    assert len({tuple(of_one[name] for name in kept) for of_one in headers}) == 1
    assert all(headers[-1][name] for name in kept)
    for asked in (path, "/initiatieven/?fase=gestopt"):  # kept already, and asked for the first time
        (nothing, of_head), (page, of_page) = next(answers(site, asked, method="HEAD")), next(answers(site, asked))
        assert (nothing, of_head["ETag"]) == (b"", of_page["ETag"])
        assert page.endswith(b"</html>")


def test_embedded_list_is_kept_with_what_it_says_of_frames(site):
    path = "/embed/initiatieven/?fase=idee&kop=Hier&thema=donker"
    pages, headers = zip(*answers(site, path), strict=True)
    assert len(set(pages)) == 1
    framing = {(of_one["X-Frame-Options"], of_one["Content-Security-Policy"]) for of_one in headers}
    assert [("frame-ancestors 'self' https:" in policy, option) for option, policy in framing] == [(True, None)]
    tag = headers[0]["ETag"]
    assert asked_again(site, path, **{"If-None-Match": tag}) == (304, tag)
    assert asked_again(site, path.replace("Hier", "Daar"), **{"If-None-Match": tag})[0] == 200
    # Of two headings the last counts: their order makes another page.
    (here,), (there,) = (
        set(site.pages(path.replace("kop=Hier", query))) for query in ("kop=Daar&kop=Hier", "kop=Hier&kop=Daar")
    )
    assert ("<h1>Hier</h1>" in here, "<h1>Daar</h1>" in there) == (True, True)


def test_page_for_who_is_signed_in_or_found_nothing_is_not_kept(site):
    assert asked_again(site, "/initiatieven/?fase=idee", Cookie="sessionid=abc")[1] is None
    assert asked_again(site, "/initiatieven/?q=xqzwxq")[1] is None
    assert asked_again(site, "/initiatieven/?pagina=99")[1] is None


def test_question_without_answer_is_counted_each_time_but_not_what_may_be_personal(site):
    for words in ("xqzwxq", "XQZWXQ", "jan%40example.nl", "0612345678"):
        site.totals(f"q={words}")
    site.edit(
        "found = list(UnansweredQuestion.objects.filter(words__in=['xqzwxq', 'jan@example.nl', '0612345678']));"
        f"assert [(each.words, each.times) for each in found] == [('xqzwxq', {2 * ASKED} + 1)], found"
    )


WRITE_AT_ONCE = """
import threading
def write():
    try:
        for _ in range(3):
            writer.reindex(Initiative.objects.filter(scope='regionaal'))
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()
failures, before = [], SearchRow.objects.count()
threads = [threading.Thread(target=write) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert failures == []
assert SearchRow.objects.count() == before == Initiative.objects.published().count()
"""


def test_rows_made_by_several_at_once_are_all_there(site):
    before = site.totals("")
    site.edit(WRITE_AT_ONCE)
    assert site.totals("") == before


def test_page_for_another_path_is_not_given_to_others(site):
    path = "/initiatieven/?vorm=buiten"
    for _ in range(ASKED):
        asked_again(site, "/elders" + path, SCRIPT_NAME="/elders")
    assert [page for page in site.pages(path) if "/elders/" in page] == []


def release(folder: Path, edits: dict[str, tuple[str, str]]) -> Path:
    """A copy of the software in which one pattern in each of some files was replaced."""
    for part in ("catalogue", "initiatives", "templates", "static", "tests/search"):
        shutil.copytree(
            running.ROOT / part, folder / part
        )  # with compiled files, and the times by which they are valid
    for name, (pattern, replacement) in edits.items():
        path = folder / "initiatives/search" / name
        text, number = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), flags=re.M)
        assert number == 1, f"{pattern} stands {number} times in {name}"
        path.write_text(text, encoding="utf-8")
    return folder


RELEASES = {
    "one-key-more": {
        "index/cards.py": (r'^(    "target_groups": \[\],\n)', r'\1    "region": "Regio",\n'),
        "index/rows.py": (r'^(        "target_groups": .*\n)', r'\1        "region": initiative.region,\n'),
        "results.py": (r"^(    target_groups: .*\n)", r"\1    region: str\n"),
    },
    "one-key-less": {
        "index/cards.py": (r'^    "mark": .*\n', ""),
        "index/rows.py": (r'^        "mark": .*\n', ""),
        "results.py": (r"^    mark: .*\n", ""),
        "../../templates/public/components/card.html": (r"initiative\.mark\b", '""'),
    },
}
ANSWERS = """
from django.test import Client
from initiatives.models import Initiative
from initiatives.search.index import writer
for path in ("/initiatieven/", "/initiatieven/?q=maatje", "/embed/initiatieven/"):
    assert Client(SERVER_NAME="127.0.0.1").get(path).status_code == 200
"""
REINDEX = "writer.reindex(Initiative.objects.all())"


@only_in_proof
@pytest.mark.parametrize("name", RELEASES)
def test_two_releases_show_the_cards_that_the_other_wrote(site, tmp_path, name):
    lists = ("/initiatieven/", "/initiatieven/?q=maatje", "/embed/initiatieven/")
    before = [site.pages(path)[0] for path in lists]
    with process(site.database_url, release(tmp_path / "release", RELEASES[name])) as other:
        other(ANSWERS)
        other(REINDEX)
        pages = [set(site.pages(path)) for path in lists]  # any other status than 200 raises
        assert ["coronamaatjes" in page for (page,) in pages] == ["coronamaatjes" in page for page in before]
        site.edit(REINDEX)
        other(ANSWERS)
    assert [set(site.pages(path)) for path in lists] == [{page} for page in before]
