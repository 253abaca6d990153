"""Readers together, writers alone."""

import threading

from embeddings.read_write_lock import ReadWriteLock


def test_readers_are_inside_together():
    lock = ReadWriteLock()
    both = threading.Barrier(2, timeout=5)

    def read():
        with lock.read():
            both.wait()

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not both.broken


def test_a_writer_is_alone_and_no_increment_is_lost():
    lock = ReadWriteLock()
    total = [0, 0]
    torn = []

    def write():
        for _ in range(200):
            with lock.write():
                total[0] += 1
                total[1] += 1

    def read():
        for _ in range(200):
            with lock.read():
                if total[0] != total[1]:
                    torn.append(tuple(total))

    threads = [threading.Thread(target=one) for one in (write, read, write, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total == [400, 400]
    assert not torn


def test_a_waiting_writer_goes_before_new_readers():
    lock = ReadWriteLock()
    order = []
    inside, waiting = threading.Event(), threading.Event()

    def long_read():
        with lock.read():
            inside.set()
            waiting.wait(5)

    def write():
        with lock.write():
            order.append("write")

    def late_read():
        with lock.read():
            order.append("read")

    first = threading.Thread(target=long_read)
    first.start()
    inside.wait(5)
    writer = threading.Thread(target=write)
    writer.start()
    while not lock._waiting_writers:
        pass
    reader = threading.Thread(target=late_read)
    reader.start()
    waiting.set()
    for thread in (first, writer, reader):
        thread.join()
    assert order == ["write", "read"]
