"""Judging in a child process: answers come back, nothing hangs, the next file is judged as ever."""

import os
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.documents import NewerFormatError
from app.pdf import container
from app.pdf.judging import Judge, JudgedTooLongError
from app.pdf.refusals import NotOursError
from tests.pdf import plain_papers as papers

ROOT = Path(__file__).resolve().parents[2]
HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n1 0 obj\n"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds only the time")


def length(data: bytes) -> int:
    return len(data)


def child_number(_data: bytes) -> int:
    return os.getpid()


def meets_another(data: bytes) -> int:
    """Comes back only once two children are at this at the same time."""
    folder = Path(data.decode())
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.01)
    return os.getpid()


def loops(data: bytes) -> int:
    while data:
        pass
    return 0


def sleeps_for_ever(_data: bytes) -> None:
    time.sleep(3600)


def waits_then_measures(data: bytes) -> int:
    time.sleep(3)  # longer than the processor time allowed: waiting takes none
    return len(data)


def crashes(_data: bytes) -> None:
    os._exit(7)


def runs_out_of_memory(_data: bytes) -> int:
    return len(bytearray(900_000_000))


def raises_type_error(_data: bytes) -> None:
    raise TypeError("as malformed files make pyHanko do")


def newer(_data: bytes) -> None:
    raise NewerFormatError(format=9)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(seconds=2.0, patience=3.0) as one:
        yield one


def why(judge: Judge, data: bytes, *task: object) -> str:
    with pytest.raises(NotOursError) as caught:
        judge.judge(data, *task)
    return str(caught.value.fields["why"])


def still_judges(judge: Judge) -> bool:
    pdf = papers.record(1)
    return judge.judge(pdf) == container.open_container(pdf)


def test_a_container_comes_back_as_it_was_found(judge: Judge) -> None:
    assert still_judges(judge)


def test_any_pure_work_can_be_given_to_the_child(judge: Judge) -> None:
    assert judge.judge(b"abc", length) == 3
    assert judge.judge(bytes(30_000_000), length) == 30_000_000


def test_one_large_record_after_the_other_fits_into_the_memory() -> None:
    chance = random.Random(5)
    large = papers.record(0, attachments={f"scan{at}.pdf": chance.randbytes(8_500_000) for at in range(5)})
    with Judge() as judge:
        for _ in range(2):
            assert judge.judge(large).attachments.keys() == {f"scan{at}.pdf" for at in range(5)}


def test_one_child_judges_many_files(judge: Judge) -> None:
    numbers = {judge.judge(b"", child_number) for _ in range(3)}
    assert len(numbers) == 1 and os.getpid() not in numbers


def test_who_asks_at_the_same_time_is_answered_side_by_side(tmp_path: Path) -> None:
    folder = str(tmp_path).encode()
    with Judge(seconds=20.0, at_once=2) as one, ThreadPoolExecutor(3) as pool:
        oldest = one.judge(b"", child_number)
        met = set(pool.map(lambda _: one.judge(folder, meets_another), range(2)))
        assert len(met) == 2 and oldest in met
        # One after the other they go to the child that has seen most; never are there more than two.
        assert {one.judge(b"", child_number) for _ in range(3)} == {oldest}
        assert set(pool.map(lambda _: one.judge(b"", child_number), range(30))) <= met


def test_a_crash_beside_another_file_ends_one_child_only(tmp_path: Path) -> None:
    with Judge(seconds=20.0, at_once=2) as one, ThreadPoolExecutor(2) as pool:
        slow = pool.submit(one.judge, b"abc", waits_then_measures)
        assert why(one, b"", crashes) == "unreadable"
        assert slow.result() == 3
        assert still_judges(one)


def test_closing_while_a_file_is_judged_is_a_refusal_and_not_a_crash() -> None:
    with Judge(at_once=2) as one, ThreadPoolExecutor(1) as pool:
        one.judge(b"", length)
        asked = pool.submit(why, one, b"x", sleeps_for_ever)
        time.sleep(0.3)
        one.close()
        assert asked.result(timeout=20) == "unreadable"
        assert still_judges(one)


def test_refusals_of_ours_come_back_as_themselves(judge: Judge) -> None:
    assert why(judge, b"GIF89a") == "not_pdf"
    with pytest.raises(NewerFormatError) as caught:
        judge.judge(b"", newer)
    assert caught.value.fields == {"format": 9}
    before = judge.judge(b"", child_number)
    why(judge, b"")
    assert judge.judge(b"", child_number) == before


@pytest.mark.parametrize("task", [loops, sleeps_for_ever])
def test_what_takes_too_long_is_refused_and_the_next_file_judged(judge: Judge, task: object) -> None:
    judge.judge(b"", length)
    start = time.monotonic()
    assert why(judge, b"x", task) == "too_long"
    assert time.monotonic() - start < 20
    assert still_judges(judge)


@posix_only
def test_a_loop_is_ended_for_its_processor_time_long_before_patience_ends() -> None:
    with Judge(seconds=1.0, patience=300.0) as one:
        start = time.monotonic()
        with pytest.raises(JudgedTooLongError):
            one.judge(b"x", loops)
        assert time.monotonic() - start < 150
        assert still_judges(one)


@posix_only
def test_a_file_that_only_waits_for_a_busy_machine_is_judged() -> None:
    with Judge(seconds=1.0, patience=60.0) as one:
        assert one.judge(b"abc", waits_then_measures) == 3


def test_a_crash_is_a_refusal(judge: Judge) -> None:
    assert why(judge, b"", crashes) == "unreadable"
    assert still_judges(judge)


def test_a_librarys_own_error_is_a_refusal(judge: Judge) -> None:
    assert why(judge, b"", raises_type_error) == "unreadable"
    assert still_judges(judge)


@posix_only
def test_memory_is_bounded(judge: Judge) -> None:
    assert why(judge, b"", runs_out_of_memory) == "too_large"
    assert still_judges(judge)


def test_a_ten_megabyte_array_is_refused_in_time(judge: Judge) -> None:
    start = time.monotonic()
    assert why(judge, HEAD + b"[" + b"1 " * 5_000_000 + b"]\nendobj\n% zhiping.json") in (
        "too_many_objects",
        "too_long",
    )
    assert time.monotonic() - start < 60
    assert still_judges(judge)


def test_a_bomb_of_a_megabyte_and_a_half_is_refused(judge: Judge) -> None:
    packer = zlib.compressobj(1)
    block = bytes(1 << 24)
    packed = b"".join(packer.compress(block) for _ in range(22)) + packer.flush()
    assert 1_400_000 < len(packed) < 1_800_000
    body = (
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    )
    table = len(HEAD) + len(body)
    foot = b"xref\n0 2\n0000000000 65535 f \n%010d 00000 n \n" % (len(HEAD) - 8)
    foot += b"trailer\n<< /Root 1 0 R /Size 2 >>\nstartxref\n%d\n%%%%EOF\n" % table
    marked = HEAD + body + foot + b"% zhiping.json"
    assert why(judge, marked) == "too_large"
    assert still_judges(judge)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"junk" * 10 + b"%PDF-1.7\n",
        HEAD + b"[" * 1_000_000 + b"% zhiping.json",
        HEAD + b"<</A " * 1_000_000 + b"% zhiping.json",
        os.urandom(1_000_000),
        HEAD + os.urandom(1_000_000) + b"% zhiping.json",
    ],
)
def test_hostile_shapes_are_refused_at_once(judge: Judge, data: bytes) -> None:
    assert why(judge, data) != "too_long"
    assert still_judges(judge)


def test_a_closed_judge_starts_anew() -> None:
    judge = Judge()
    first = judge.judge(b"", child_number)
    judge.close()
    judge.close()
    assert judge.judge(b"", child_number) != first
    judge.close()


@posix_only
@pytest.mark.parametrize("task", ["child_number", "loops"])
def test_the_child_ends_when_its_parent_is_killed(task: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os\n"
        "from app.pdf.judging import Judge\n"
        "from tests.pdf import test_judging\n"
        "if __name__ == '__main__':\n"
        "    judge = Judge(seconds=30)\n"
        "    print(judge.judge(b'', test_judging.child_number), flush=True)\n"
        f"    judge.judge(b'x', test_judging.{task})\n"
        "    input()\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
        # The child holds the same standard output: its end comes only when both are gone.
        parent.communicate(timeout=20)


@posix_only
def test_no_ctrl_c_reaches_a_child_that_is_just_starting(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, signal, threading, time\n"
        "from app.pdf.judging import Judge\n"
        "from tests.pdf import test_judging\n"
        "def press():\n"
        "    while True:\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "        time.sleep(0.01)\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, lambda *_: None)\n"
        "    threading.Thread(target=press, daemon=True).start()\n"
        "    with Judge() as judge:\n"
        "        print(judge.judge(b'abc', test_judging.length))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        start_new_session=True,
        timeout=60,
    )
    assert (done.stdout.split(), done.stderr) == ([b"3"], b"")


def test_the_child_works_under_the_program_as_a_module(tmp_path: Path) -> None:
    package = tmp_path / "stand_in"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "__main__.py").write_text(
        "from app.pdf.judging import Judge\n"
        "from app.pdf.refusals import NotOursError\n"
        "def main():\n"
        "    with Judge() as judge:\n"
        "        try:\n"
        "            judge.judge(b'x')\n"
        "        except NotOursError as error:\n"
        "            print(error.fields['why'])\n"
        "if __name__ == '__main__':\n"
        "    main()\n",
        encoding="utf-8",
    )
    search = os.pathsep.join((str(ROOT), str(tmp_path)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "stand_in"],
        env={**os.environ, "PYTHONPATH": search},
        capture_output=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == ([b"not_pdf"], b"")
