"""A Kafka cluster for tests: librdkafka's mock, three brokers on loopback, until the process is ended.

Prints `brokers host:port,host:port,host:port`. With --check it only looks whether the library is there.
"""

import ctypes
import signal
import sys

library = ctypes.CDLL("librdkafka.so.1")
if "--check" in sys.argv:
    sys.exit(0)

PRODUCER = 0
LIST_OFFSETS = 2

library.rd_kafka_new.restype = ctypes.c_void_p
library.rd_kafka_mock_cluster_new.restype = ctypes.c_void_p
library.rd_kafka_mock_cluster_new.argtypes = [ctypes.c_void_p, ctypes.c_int]
library.rd_kafka_mock_set_apiversion.argtypes = [ctypes.c_void_p, ctypes.c_int16, ctypes.c_int16, ctypes.c_int16]
library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
library.rd_kafka_mock_cluster_bootstraps.argtypes = [ctypes.c_void_p]

reason = ctypes.create_string_buffer(512)
handle = library.rd_kafka_new(PRODUCER, None, reason, len(reason))
if not handle:
    sys.exit(reason.value.decode())
cluster = library.rd_kafka_mock_cluster_new(handle, 3)
# Its answers to later versions are malformed.
library.rd_kafka_mock_set_apiversion(cluster, LIST_OFFSETS, 0, 3)
print("brokers", library.rd_kafka_mock_cluster_bootstraps(cluster).decode(), flush=True)
signal.pause()
