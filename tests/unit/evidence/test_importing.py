"""Files of references as many programs write them, and as accidents leave them."""

import io
import tracemalloc
import zipfile

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from evidence.importing import ris
from evidence.importing.files import read
from evidence.importing.reading import Unreadable, decode
from tests.malformed import damaged

# The shapes of real exports; the facts are of publications that exist.
WEB_OF_SCIENCE = """TY  - JOUR
AU  - Victor, CR
AU  - Yang, KM
TI  - The Prevalence of Loneliness Among Adults: A Case Study of the United Kingdom
T2  - JOURNAL OF PSYCHOLOGY
LA  - English
SN  - 0022-3980
SN  - 1940-1019
PY  - 2012///
VL  - 146
IS  - 1-2
SP  - 85
EP  - 104
DO  - 10.1080/00223980.2011.613875
AN  - WOS:000298379600006
UR  - <Go to ISI>://WOS:000298379600006
ER  -

TY  - JOUR
AU  - Steptoe, A
TI  - Social isolation, loneliness, and all-cause mortality in older men and women
PY  - 2013///APR
DO  - 10.1073/pnas.1219686110
ER  -
"""
OVID = """1.
TY  - JOUR
ID  - 2010-00000-001
DO  - http://dx.doi.org/10.1371/journal.pmed.1000316
T1  - Social relationships and mortality risk.
A1  - Holt-Lunstad, Julianne
A1  - Smith, Timothy B
A2  - Adams, Baker, Cook
Y1  - 2010//
M3  - Health & Mental Health [3300]
JF  - PLoS Medicine
SP  - No
EP  - Specified
PB  - Public Library of Science
PB  - US
ER  -
NL  - PLoS Med

Link to the Ovid Full Text or citation: https://example.org/

"""
COCHRANE = """Provider: Cochrane
TY  - JOUR
AU  - Masi, C
TI  - A Meta-Analysis of Interventions to Reduce Loneliness
JA  - Pers Soc Psychol Rev
JO  - Cochrane Database of Systematic Reviews
YR  - 2011
PY  - 2011
IS  - 3
AB  - - Background
First part.
AB  - - Results
Second part.
M3  - 10.1177/1088868310377394
XY  - Review
ER  -
"""
CENTRAL = """Record #1 of 2
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  - JOUR
AN  - CN-00000001
TI  - A trial of visiting
AU  - Aoun, Bachir
PY  - 2016
DO  - 10.1002/jcc.24304
ER  -

Record #2 of 2
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  - JOUR
TI  - Another trial
PY  - 2017
ER  -
"""
WOS_NOTES = """TY  - JOUR
TI  - Notes over several lines
AU  - Li, A
PY  - 2024
AN  - WOS:001234567890123
N1  - Times Cited in Web of Science Core Collection:  87
Total Times Cited:  104
Cited Reference Count:  113
DO  - 10.2000/wos-ris
ER  -
"""
WOS_BIBTEX = """@article{ WOS:001012921200001,
Author = {Xu, Zi'an and Dai, Yin and Liu, Fayu and Chen, Weibing and Liu, Yue and
   Shi, Lifu and Liu, Sheng and Zhou, Yuhang},
Title = {Swin MAE: Masked autoencoders for small datasets},
Journal = {COMPUTERS IN BIOLOGY AND MEDICINE},
Year = {2023},
Volume = {161},
Month = {JUL},
DOI = {10.1016/j.compbiomed.2023.107037},
EarlyAccessDate = {MAY 2023},
Article-Number = {107037},
ISSN = {0010-4825},
ORCID-Numbers = {Sheng, Liu/0000-0002-5251-2767
   Xu, Zi'an/0000-0002-6374-1805},
Unique-ID = {WOS:001012921200001},
}

@inproceedings{ WOS:000766209400010,
Author = {Li, Yue and Abady, Lydia},
Title = {A Large-Payload Algorithm},
Booktitle = {DIGITAL FORENSICS AND WATERMARKING, IWDW 2021},
Year = {2022},
DOI = {10.1007/978-3-030-95398-0\\_10},
ISBN = {978-3-030-95398-0; 978-3-030-95397-3},
Unique-ID = {WOS:000766209400010},
}
"""
ENDNOTE = "\ufeffTY  - RPRT\r\nAB  - One\r\ntwo\r\nAU  - Age\tUK\r\nKW  - a\r\nb\r\nPY  - 2018\r\nTI  - All the\r\nLonely People\r\nUR  - internal-pdf://1/x.pdf\r\nUR  - https://www.ageuk.org.uk/report\r\nID  - 12\r\nER  - \r\n"  # noqa: E501
PUBMED = """PMID- 20668659
OWN - NLM
STAT- MEDLINE
IS  - 1549-1676 (Electronic)
VI  - 7
IP  - 7
DP  - 2010 Jul 27
TI  - Social relationships and mortality risk: a
      meta-analytic review.
PG  - e1000316
LID - 10.1371/journal.pmed.1000316 [doi]
AB  - BACKGROUND: Not kept.
FAU - Holt-Lunstad, Julianne
AU  - Holt-Lunstad J
FAU - Smith, Timothy B
AU  - Smith TB
PT  - Journal Article
JT  - PLoS medicine

PMID- 1
TI  - Another
"""
ZOTERO = r"""
@report{ons_2018,
	title = {Loneliness - {What} characteristics are associated?},
	author = {{Office for National Statistics} and M{\"u}ller, J{\'e}r{\^o}me},
	date = {2018-04-10},
	institution = {{ONS}},
	url = {https://www.ons.gov.uk/a_b?c=d%20e},
	abstract = {A, {B}: 100\%},
	file = {Snapshot:/x/y.html:text/html},
}
@article{a2010, title = "Social " # str, journal = plos, pages = {1171--1180}, year = 2010 }
@string{plos = {PLoS Medicine}}
@string{str = "isolation"}
@comment{jabref-meta: databaseType:biblatex;}
@preamble{"\newcommand{\x}{y}"}
"""
REAL = {
    "Web of Science": (WEB_OF_SCIENCE, 2, {
        "authors": "Victor, CR; Yang, KM", "year": "2012", "journal": "JOURNAL OF PSYCHOLOGY",
        "pages": "85-104", "issue": "1-2", "doi": "10.1080/00223980.2011.613875",
        "kind": "academic-paper"}),
    "Ovid": (OVID, 1, {
        "authors": "Holt-Lunstad, Julianne; Smith, Timothy B", "year": "2010",
        "doi": "10.1371/journal.pmed.1000316", "publisher": "Public Library of Science"}),
    "Cochrane": (COCHRANE, 1, {
        "year": "2011", "doi": "10.1177/1088868310377394", "kind": "evidence-review"}),
    "Cochrane trials": (CENTRAL, 2, {
        "title": "A trial of visiting", "year": "2016", "doi": "10.1002/jcc.24304"}),
    "Web of Science, notes": (WOS_NOTES, 1, {
        "title": "Notes over several lines", "doi": "10.2000/wos-ris", "year": "2024"}),
    "Web of Science, BibTeX": (WOS_BIBTEX, 2, {
        "title": "Swin MAE: Masked autoencoders for small datasets", "year": "2023",
        "doi": "10.1016/j.compbiomed.2023.107037", "journal": "COMPUTERS IN BIOLOGY AND MEDICINE",
        "authors": "Xu, Zi'an; Dai, Yin; Liu, Fayu; Chen, Weibing; Liu, Yue; Shi, Lifu; "
        "Liu, Sheng; Zhou, Yuhang"}),
    "EndNote": (ENDNOTE, 1, {
        "title": "All the Lonely People", "authors": "Age UK", "kind": "research-report",
        "url": "https://www.ageuk.org.uk/report"}),
    "PubMed": (PUBMED, 2, {
        "title": "Social relationships and mortality risk: a meta-analytic review.",
        "authors": "Holt-Lunstad, Julianne; Smith, Timothy B", "year": "2010", "volume": "7",
        "pages": "e1000316", "doi": "10.1371/journal.pmed.1000316", "journal": "PLoS medicine"}),
    "Zotero": (ZOTERO, 2, {
        "title": "Loneliness - What characteristics are associated?", "year": "2018",
        "authors": "Office for National Statistics; Müller, Jérôme", "publisher": "ONS",
        "url": "https://www.ons.gov.uk/a_b?c=d%20e", "kind": "research-report"}),
}  # fmt: skip


@pytest.mark.parametrize("program", REAL)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_programs_export_is_read(program, ends, encoding):
    text, count, cells = REAL[program]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\n", ends)
    found = read(text.encode(encoding)).records
    assert [item.problems for item in found] == [()] * count
    assert found[0].cells.items() >= cells.items()


def test_what_is_not_kept_is_named():
    found = read(OVID.encode())
    assert found.notes == ["Not kept, since it stands outside any record: NL (line 17)."]
    assert "editors" in found.records[0].not_kept
    assert found.records[0].notes == ("“No Specified” are no pages: left empty.",)
    assert "abstract" in read(COCHRANE.encode()).records[0].not_kept


def test_a_second_reader_finds_as_many_in_a_well_formed_file():
    text = "".join(f"TY  - JOUR\nTI  - Study {n}\nPY  - 2011\nER  - \n\n" for n in range(20))
    assert [r.title for r in ris.parse(text)[0]] == [r["title"] for r in rispy.loads(text)]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\n", 4, "cut short"),
        ("TY  - JOUR\nTI  - A\nER  - \nTI  - B\nER  - \n", 4, "no line TY"),
        ("TY  - A\nTI  - A\nER  - \nTY  TI  - B\nPY  - 2010\nAU  - C\nER  - \n", 4, "no line TY"),
        ("TY  - A\nTI  - A\nER  - \nTY  - A\nTI  - B\nTI  - C\nER  - \n", 4, "twice, “B” and “C”"),
        ("TI  - B\nDP  - 2010\n\nPMID- 2\nTI  - A\n", 1, "no line PMID"),
        ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\nPMI3\nTI  - C\n", 4, "TI twice"),
        ("PMID- 1\nTI  - A\n\nPMID- 2x\nTI  - B\n", 4, "“2x” is not a number of PubMed"),
        ("@book{a, title={A}}\n@§ook{b,\n title={B}\n}\n", 3, "whose beginning cannot be read"),
        ("@book{a, title={A}}\n@book{b, title={unclosed\n", 2, "cannot be read as an entry"),
        ("@book{a, title={A}}\n@book{b, title={B}, title={C}}\n", 2, "title more than once"),
        ('title,year\nA,2011\n"B,2011\nC,2012\n', 3, "never closes"),
        ('title,year\nA,2011\n"B"x,2011\n', 3, "closing quotation mark"),
        ("title,year\nA,2011\nB,2011,3,4\n", 3, "4 cells where 2"),
        ("key,title,year\na,A,2011\nb,B,20x1\n", 3, "“20x1” is not a whole number"),
        ("key,title,kind\na,A,survey\nb,B,poem\n", 3, "“poem” is not one of"),
        ("key,title,review_by\na,A,\nb,B,03/05/2026\n", 3, "“03/05/2026” could be two days"),
        ("key,title,review_by\na,A,\nb,B,31/02/2026\n", 3, "“31/02/2026” is not a date"),
        ("title\nA\nB\x01\n", 3, "unprintable"),
    ],
)
def test_a_broken_record_is_named_with_its_line_and_the_others_are_kept(content, line, words):
    found = read(content.encode()).records
    bad = [item for item in found if item.problems]
    assert [item.line for item in bad] == [line]
    assert words in bad[0].problems[0]
    assert [item.title for item in found if not item.problems] == ["A"]


@pytest.mark.parametrize(
    ("content", "format", "words"),
    [
        ("@book{a, title={A}}\n@book{b, title={B}}\nTY  - JOUR\n", "BibTeX", "JOUR” (line 3)"),
        ("% made by hand\n@book{a, title={A}}\n", "BibTeX", None),
        ('title,year,authors"A",2011,"Li"\nB,2012,Li\n', "CSV", "names 5 columns, and no row"),
    ],
)
def test_what_stands_outside_the_records_is_told_of(content, format, words):
    found = read(content.encode())
    assert found.format == format
    assert [words in note for note in found.notes] == ([True] if words else [])


def sheet(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [["title", "year", "authors"], *[[f"Study {n}", 2000 + n, "Li, X"] for n in range(8)]]
WHOLE = {
    "RIS": "".join(
        f"TY  - JOUR\nTI  - {t}\nPY  - {y}\nAU  - {a}\nER  - \n" for t, y, a in ROWS[1:]
    ),
    "BibTeX": "".join(
        f"@article{{k{y},\n title={{{t}}},\n year={y},\n author={{{a}}}\n}}\n"
        for t, y, a in ROWS[1:]
    ),
    "CSV": "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS),
    "xlsx": sheet(ROWS),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_damaged_files_are_refused_or_read_with_every_record_named(kind):
    whole = WHOLE[kind]
    content = whole if isinstance(whole, bytes) else whole.encode()
    refusals = []
    for seed in range(100):
        data = damaged(content, seed)
        try:
            found = read(data)
        except Unreadable as error:
            refusals.append(str(error))
            continue
        for item in found.records:
            assert item.problems or item.title
            assert item.line >= 1
        assert [item.number for item in found.records] == list(range(1, len(found.records) + 1))
        if found.format == "RIS":
            assert len(found.records) >= len(ris.TYPE.findall(decode(data)[0]))
    assert all(sentence.endswith(".") for sentence in refusals)
    assert (
        kind == "xlsx" or len(refusals) < 100
    )  # one wrong byte is seen by a packed file's own sum


@settings(max_examples=200, deadline=None)
@given(st.text("TYERAUIP  --\n\tJ0@{},=\"'bk", max_size=200))
def test_no_text_breaks_the_reading(text):
    try:
        found = read(text.encode()).records
    except Unreadable:
        found = []
    assert all(item.problems or item.title for item in found)


def bomb(name="xl/worksheets/sheet1.xml", size=300 * 1024 * 1024):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open(name, "w", force_zip64=True) as part:
            for _ in range(size // (1024 * 1024)):
                part.write(b" " * 1024 * 1024)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "content.xml"]
)
def test_a_packed_bomb_is_refused_in_little_memory(name):
    content = bomb(name)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bomb(size=40 * 1024 * 1024).replace(
        (40 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little")
    )
    with pytest.raises(Unreadable):
        read(content)


def test_a_sheet_with_declarations_of_its_own_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(Unreadable, match="declares document types"):
        read(out.getvalue())


def test_too_many_rows_are_refused():
    with pytest.raises(Unreadable, match="more than 50,000"):
        read(b"title\n" + b"a\n" * 1_000_000)


def test_an_opendocument_sheet_of_a_row_alone_is_refused():
    row = '<r:table-row xmlns:r="urn:oasis:names:tc:opendocument:xmlns:table:1.0"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", row)
    with pytest.raises(Unreadable, match="damaged"):
        read(out.getvalue())


@pytest.mark.parametrize("around", ["", "table-row"])
def test_an_opendocument_sheet_of_little_but_tags_is_refused(around):
    inside = "<a/>" * 200_000
    inside = f"<t:{around}>{inside}</t:{around}>" if around else inside
    sheet = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", f'<t:table xmlns:t="{sheet}">{inside}</t:table>')
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read(out.getvalue())


def test_an_opendocument_sheet_is_read():
    rows = [
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in ROWS
    ]
    cells = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", f"<a{names}><table:table>{cells}</table:table></a>")
    found = read(out.getvalue())
    assert found.format == "OpenDocument"
    assert [(r.title, r.cells["year"]) for r in found.records][:2] == [
        ("Study 0", "2000"),
        ("Study 1", "2001"),
    ]


def test_an_excel_sheet_is_read_with_dates_and_numbers():
    found = read(WHOLE["xlsx"])
    assert (found.format, len(found.records)) == ("Excel", 8)
    assert found.records[0].cells["year"] == "2000"
