"""A file of many records to take in, by hand or as long work, and what of it was kept."""

from tests import bars, copies
from tests.faults.processes import done
from tests.faults.working import wait_until

RECORDS = bars.size(300, 600)
WHOLE, NOTHING = [RECORDS, RECORDS], [0, 0]
BRING = """
from django.contrib.auth.models import Group
from evidence import services, tasks
from loneliness.accounts.models import User
by, _ = User.objects.get_or_create(email="killed@example.org", name="Kit Kilmer")
by.groups.add(Group.objects.get(name="Evidence officer"))
rows = "".join(f"Study {number} of town {{n}} by {{n * 7919}},2011\\n" for n in range({records}))
file = services.bring("killed-{number}.csv", f"title,year\\n{{rows}}".encode(), by=by)
services.read_in(file)
"""
LATER = "print(tasks.take_in_later(file, by=by).pk)\n"
JOB = "SELECT state, begun, message FROM records_job WHERE id = {pk}"
KEPT = "SELECT count(*) FROM {table} WHERE title LIKE 'Study {number} of town %'"
TABLES = "evidence_publication", "evidence_historicalpublication"
# Two minutes pass.
PASS = """
from loneliness.records import jobs
from loneliness.records.models import Job
past = 2 * jobs.HELD
for job in Job.objects.filter(finished_at=None):
    job.rung_at -= past
    job.held_until = job.held_until and job.held_until - past
    job.save()
"""


def bring(environment, number, then=""):
    """Bring and read the file of a number; what was printed of it, and of what is done then."""
    return done(environment, BRING.format(number=number, records=RECORDS) + then)


def kept(address, number):
    """How many of the file's publications, and of their history rows, there are."""
    asked = (KEPT.format(table=table, number=number) for table in TABLES)
    return [copies.ask(address, one)[0][0] for one in asked]


class Long:
    """Work on a file, given to whichever worker there is."""

    def __init__(self, environment, number):
        self.address, self.number = environment["DATABASE_URL"], number
        self.pk = int(bring(environment, number, LATER).split()[-1])

    def standing(self):
        """Where the job is, how often it was begun, and what it says."""
        return copies.ask(self.address, JOB.format(pk=self.pk))[0]

    def wait_for(self, state):
        wait_until(
            lambda: self.standing()[0] in (state, "done", "failed"),
            lambda: f"never {state}: {self.standing()}",
        )

    def kept(self):
        return kept(self.address, self.number)
