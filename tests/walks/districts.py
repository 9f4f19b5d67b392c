"""Counts of the seven districts for the lines of Table 1, that add up to the county's or do not."""

from evidence import services
from evidence.models import CountFile, PopulationCount
from tests import makers

DISTRICTS = (
    "blaby", "charnwood", "harborough", "hinckley-and-bosworth", "melton",
    "north-west-leicestershire", "oadby-and-wigston",
)  # fmt: skip
COUNTY = {"men": 281025, "women": 292065}


def shares(total):
    """A total in seven parts that add up to it, the first ones the larger."""
    weights = list(range(len(DISTRICTS) + 1, 1, -1))
    parts = [total * weight // sum(weights) for weight in weights]
    return [parts[0] + total - sum(parts), *parts[1:]]


def rows(without=(), less=0):
    """The rows of a file of the districts' counts, as text."""
    lines = ["area,group,count,age_from"]
    for group, total in COUNTY.items():
        for district, count in zip(DISTRICTS, shares(total - less), strict=True):
            if (district, group) not in without:
                lines.append(f"{district},{group},{count},16")
    return "\n".join(lines) + "\n"


def bring(by, text, publication=None, **unsaid):
    """A file brought and read."""
    unsaid = {"unit": "people", "period": "mid-2018"} | unsaid
    publication = publication or of_the_county()
    file = services.bring_counts(
        "districts.csv", text.encode(), by=by, publication=publication, **unsaid
    )
    return services.read_count_file(file)


def take_in(by, text, **unsaid):
    """A file brought, read and taken in."""
    services.take_in_counts(bring(by, text, **unsaid), by=by)
    return CountFile.objects.latest("pk")


def of_the_county():
    """The publication that the chapter's counts are from."""
    return PopulationCount.objects.get(key="mid-2018-males-16-plus").publication


def wards(by, count, period="mid-2018"):
    """Counts of men and women of 16 and over in so many wards of Blaby, taken in."""
    lines = ["area,area_name,area_kind,parent_area,group,count,age_from"]
    for number in range(count):
        for group in COUNTY:
            lines.append(f"w{number:04},Ward {number},ward,blaby,{group},{1000 + number},16")
    return take_in(by, "\n".join(lines), publication=makers.make_publication(), period=period)
