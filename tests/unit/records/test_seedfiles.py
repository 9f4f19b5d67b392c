"""Seed files: a broken one is named by file, line, column and rule, and nothing is loaded."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

import evidence.importers
from evidence.importers import DIRECTORY, SEED_FILES
from evidence.models import Area, GlossaryTerm, Measure, Publication
from loneliness.accounts.models import User
from loneliness.records import services
from loneliness.records.seedfiles import Files, Loader, SeedError, SeedFile, Text
from loneliness.records.seedfiles.files import sort_key

pytestmark = pytest.mark.django_db

SEEDS = {seed.name: seed for seed in SEED_FILES}
GLOSSARY = SEEDS["glossary.csv"]
HEADER = "term,kind,meaning\n"


@pytest.fixture
def files(chapter):
    return Files(by=User.objects.system(), chapter=chapter)


@pytest.fixture
def load(files, tmp_path):
    """A function: load this content as one of the seed files."""

    def loaded(content, seed=GLOSSARY):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / seed.name).write_bytes(data)
        with transaction.atomic():
            return Loader(seed, files).load(tmp_path)

    return loaded


def row(seed, **cells):
    """A file of one row, the other cells empty."""
    return f"{','.join(seed.header)}\n{','.join(cells.get(name, '') for name in seed.header)}\n"


def publication(**cells):
    good = {"key": "a", "title": "A", "kind": "survey", "commissioner_kind": "unknown"}
    good |= {"sampling": "unknown", "identification": "certain", "standing": "current"}
    return row(SEEDS["publications.csv"], **(good | cells))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "glossary.csv, line 1: the columns must be term,kind,meaning"),
        ("term,meaning\n", "glossary.csv, line 1: the columns must be term,kind,meaning"),
        ("\ufeff" + HEADER, "glossary.csv, line 1: the columns must be"),
        (HEADER + "A,definition\n", "glossary.csv, line 2: 2 cells where 3 columns are named"),
        (
            HEADER + "A,definition,x\nB,definition,x\nA,definition,y\n",
            "glossary.csv, line 4, column term: the same as line 2",
        ),
        (HEADER + 'A,definition,"x\ny"\nB,rubbish,z\n', "glossary.csv, line 4, column kind:"),
        (HEADER + 'A,definition,"x\n', "glossary.csv, line 2: unexpected end of data"),
        (HEADER.encode() + b"A,definition,caf\xe9\n", "glossary.csv, line 2: not UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_line_and_rule(load, content, words):
    before = GlossaryTerm.objects.count()
    with pytest.raises(SeedError) as error:
        load(content)
    assert words in str(error.value)
    assert GlossaryTerm.objects.count() == before


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"year": "19x"}, "column year: “19x” is not a whole number"),
        ({"year": "12"}, "column year: "),
        ({"standing_on": "1/2/2026"}, "column standing_on: “1/2/2026” is not a date"),
        ({"replaced_by": "nobody"}, "column replaced_by: there is no publication “nobody”"),
        ({"kind": "poem"}, "column kind: "),
        ({"title": ""}, "column title: "),
    ],
)
def test_a_bad_cell_is_named_with_its_column(load, cells, words):
    with pytest.raises(SeedError) as error:
        load(publication(**cells), SEEDS["publications.csv"])
    assert f"publications.csv, line 2, {words}" in str(error.value)


def test_a_missing_file_is_named(files, tmp_path):
    with pytest.raises(SeedError, match=r"glossary.csv: the file is missing"):
        Loader(GLOSSARY, files).load(tmp_path)


def test_all_faults_of_a_file_are_told_at_once(load):
    with pytest.raises(SeedError) as error:
        load(HEADER + "A,rubbish,x\nB,rubbish,y\n")
    assert [problem.split(",")[1] for problem in error.value.problems] == [" line 2", " line 3"]


@pytest.mark.parametrize("text", ["nan", "inf", "4,9", "abc"])
def test_a_percentage_must_be_a_number(files, text):
    number = next(column for column in SEEDS["findings.csv"].plain if column.name == "percentage")
    with pytest.raises(ValueError, match="is not a number"):
        number.read({"percentage": text}, files)


@pytest.mark.parametrize("text", ["", "0", "4.9", "14.0", "10", "100.00", "0.50"])
def test_a_percentage_keeps_its_decimals(files, text):
    number = next(column for column in SEEDS["findings.csv"].plain if column.name == "percentage")
    record = SEEDS["findings.csv"].model(**number.read({"percentage": text}, files))
    assert number.write(record) == text


def test_rows_refer_to_rows_below_them(load):
    seed = SEEDS["publications.csv"]
    first, second = publication(key="a", replaced_by="b"), publication(key="b")
    outcome = load(first + second.split("\n", 1)[1], seed)
    assert outcome.added == 2
    assert Publication.objects.get(key="a").replaced_by.key == "b"


def test_an_edited_row_is_kept_and_listed(load, officer):
    term = GlossaryTerm.objects.order_by("term").first()
    term.meaning = "As an officer explains it"
    services.save(term, by=officer)
    outcome = load(HEADER + f'"{term.term}",{term.kind},something else\n')
    assert (outcome.kept, outcome.changed) == ([term.term], 0)
    assert GlossaryTerm.objects.get(pk=term.pk).meaning == "As an officer explains it"


def test_a_row_only_the_system_touched_follows_its_file(load):
    term = GlossaryTerm.objects.order_by("term").first()
    outcome = load(HEADER + f'"{term.term}",{term.kind},something else\n')
    assert (outcome.kept, outcome.changed) == ([], 1)
    assert GlossaryTerm.objects.get(pk=term.pk).meaning == "something else"


def test_every_seed_file_writes_itself_back_byte_for_byte(files, subtests):
    for seed in SEED_FILES:
        with subtests.test(seed.name):
            written = seed.text(files).encode()
            assert written == (DIRECTORY / seed.name).read_bytes()


def test_load_chapter_with_one_broken_file_loads_nothing(chapter, monkeypatch, tmp_path, capsys):
    shutil.copytree(DIRECTORY, tmp_path / "seed")
    path = tmp_path / "seed/measures.csv"
    path.write_text(path.read_text("utf-8") + "x,How are you?,rubbish\n", "utf-8")
    areas = tmp_path / "seed/areas.csv"
    areas.write_text(areas.read_text("utf-8") + "Z99,Atlantis,country,\n", "utf-8")
    monkeypatch.setattr(evidence.importers, "DIRECTORY", tmp_path / "seed")
    with pytest.raises(CommandError, match=r"Nothing was loaded.\nmeasures.csv, line \d+, column"):
        call_command("load_chapter")
    assert not Measure.objects.filter(code="x").exists()
    assert not Area.objects.filter(code="Z99").exists()


def test_a_second_load_changes_nothing(chapter, capsys):
    call_command("load_chapter")
    assert "\n0 added, 0 changed, " in capsys.readouterr().out


def test_keys_sort_numbers_as_numbers():
    assert sorted(["10", "9", "b", "A"], key=sort_key) == ["9", "10", "A", "b"]


def test_a_column_may_have_another_name_than_its_field(files):
    seed = SeedFile("x.csv", GlossaryTerm, ("word",), (Text("word", "term"),))
    assert Text("word", "term").read({"word": "x"}, files) == {"term": "x"}
    assert seed.header == ["word"]
