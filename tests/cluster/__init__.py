"""The catalogue on more machines, on this one: `make cluster`, and the site of the drills of tests/drills/cluster/.

Three machines are three addresses of the loopback interface. Each has etcd, and PostgreSQL under Patroni; beside them
run HAProxy, three web servers, a worker and nginx, with the files of deploy/ in which only addresses and folders are
others.
"""
