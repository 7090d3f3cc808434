import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js';
import { runSql } from '../helpers/postgres.js';
import { startServer } from '../helpers/postgres-server.js';
import { mayMount, mountDisk } from '../helpers/small-disk.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { requireTool } from '../support/require-tool.js';
import { clientTexts, sealBatch } from '../support/seal-batch.js';

/** A certificate for localhost that nobody has signed but itself. */
function makeCertificate(folder: string): { cert: string; key: string; certFile: string } {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync(requireTool('openssl'), [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ]);
  assert.equal(made.status, 0, made.stderr.toString());
  const read = (path: string) => readFileSync(path, 'utf8');
  return { cert: read(certFile), key: read(keyFile), certFile };
}

test('a URL that asks for TLS with a certificate that can be checked gets it, and a stranger is refused', async (t) => {
  const { cert, key, certFile } = makeCertificate(makeTempDir(t));
  const server = await startServer({ tls: { cert, key } });
  t.after(() => server.stop());
  const url = new URL(server.url);
  url.searchParams.set('sslmode', 'verify-full');
  await assert.rejects(openPostgresStore({ url: url.href }), /self-signed certificate/);

  url.searchParams.set('sslrootcert', certFile);
  const store = await openPostgresStore({ url: url.href });
  t.after(() => store.close());
  await store.check();
  const [row] = await runSql(
    server.url,
    "SELECT bool_and(ssl) AS all_by_tls FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'clientferry'",
  );
  assert.deepEqual(row, { all_by_tls: true });
});

test(
  'R5: when the disk of the database is full nothing of a list is there, and it is staged once there is room',
  { skip: mayMount ? false : 'only root may mount a small disk' },
  async (t) => {
    const disk = mountDisk(t, 'size=120m');
    const server = await startServer({ folder: disk });
    t.after(() => server.stop());
    const store = await openPostgresStore({ url: server.url });
    t.after(() => store.close());
    const standing = await sealBatch(store, { clients: clientTexts(10) });

    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 2 * 1024 * 1024));
    await assert.rejects(sealBatch(store, { businessUid: 'b2', clients: clientTexts(50_000) }), {
      code: 'disk_full',
    });
    assert.equal((await store.readClients(standing.id, 1, 10)).length, 10);
    assert.deepEqual(
      (await store.listBatches()).map(({ id }) => id),
      [standing.id],
    );

    rmSync(filler);
    const again = await sealBatch(store, { businessUid: 'b2', clients: clientTexts(50_000) });
    assert.equal((await store.readClients(again.id, 49_999, 50_000)).length, 2);
  },
);
