"""Everything that is counted and timed. Labels are from closed lists: no path, no words, nobody.

Counting costs a few microseconds, and is done whether or not anybody reads it (METRICS_BIND).
"""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("catalogue_requests", "Requests that were answered.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "catalogue_request_seconds", "Until the beginning of a response, by route.", ["route"], buckets=SECONDS
)
PAGE_CACHE = Counter(
    "catalogue_page_cache", "Pages for everybody: from the cache, made, not modified, or old in an outage.", ["result"]
)
HIT, MADE, NOT_MODIFIED, OLD = (PAGE_CACHE.labels(result) for result in ("hit", "made", "not_modified", "old"))
SEARCH_SECONDS = Histogram("catalogue_search_seconds", "For matching the words of a question.", buckets=SECONDS)
INDEX_VERSION = Gauge(
    "catalogue_index_version", "Version of the catalogue in the index of a worker.", multiprocess_mode="liveall"
)
INDEX_SECONDS = Histogram("catalogue_index_update_seconds", "For bringing the index up to date.", buckets=SECONDS)
DATABASE_FAULTS = Counter("catalogue_database_faults", "Responses with a page for a fault of the database.", ["fault"])
OUTAGES = Counter("catalogue_database_outages", "Times that a worker found the database away.")
DOWNLOADS_REFUSED = Counter("catalogue_downloads_refused", "Files that were not sent since too many are.")
SLOW_QUERIES = Counter("catalogue_slow_queries", "Statements that took longer than SLOW_QUERY_MS.")
STARTS = Counter("catalogue_worker_starts", "Workers of the web server that started.")
POOL_SIZE = Gauge("catalogue_pool_connections", "Connections in the pools of all workers.", multiprocess_mode="livesum")
POOL_WAITING = Gauge(
    "catalogue_pool_waiting", "Requests that wait for a connection of a pool.", multiprocess_mode="livesum"
)
POOL_WAITS = Counter("catalogue_pool_waits", "Requests that had to wait for a connection of a pool.")
POOL_WAIT_SECONDS = Counter("catalogue_pool_wait_seconds", "That requests waited for a connection of a pool.")

# Those without labels of a request, which are also sent to a collector of OpenTelemetry (tracing.py).
COUNTERS = (
    PAGE_CACHE,
    DATABASE_FAULTS,
    OUTAGES,
    DOWNLOADS_REFUSED,
    SLOW_QUERIES,
    STARTS,
    POOL_WAITS,
    POOL_WAIT_SECONDS,
)
