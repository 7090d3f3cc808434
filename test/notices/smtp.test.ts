import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { Mail } from '../../src/notices/mail-channel.js';
import { readSmtpUrl } from '../../src/notify/smtp-options.js';
import { checkSmtp, createMailSender } from '../../src/notify/smtp.js';
import { startMailServer } from '../helpers/mail-server.js';
import { makeCertificate } from '../helpers/server-certificate.js';

const FROM = 'Ferry <notices@ferry.example.com>';
const MAIL: Mail = {
  id: 'n_1',
  to: ['staff@shop.example.com'],
  copyTo: [],
  subject: 'הייבוא שלך הצליח: 1 בספטמבר 2026',
  text: 'שלום\nhttps://ferry.example.com/#/session/s_1\n',
  html: '<p dir="rtl">שלום <a href="https://ferry.example.com/#/session/s_1">x</a></p>',
};
const quiet = new AbortController().signal;

const LOGIN: SMTPServerOptions = {
  disabledCommands: [],
  onAuth: ({ username, password }, _session, done) => {
    if (username === 'ferry@x' && password === 'p:w/1') done(null, { user: 'ferry@x' });
    else done(new Error('no'));
  },
};

test('a mail arrives whole: Hebrew subject, both parts, sender, recipient, an id of its own and the mark of a machine', async (t) => {
  const server = await startMailServer(t);
  const send = createMailSender({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
  assert.deepEqual(await send(MAIL, quiet), { kind: 'sent' });
  const [{ mail, recipients } = assert.fail('nothing came')] = server.caught;
  assert.deepEqual(recipients, ['staff@shop.example.com']);
  assert.equal(mail.subject, MAIL.subject);
  assert.equal(mail.text?.trim(), MAIL.text.trim());
  assert.equal(mail.html?.trim(), MAIL.html);
  assert.equal(mail.from?.address, 'notices@ferry.example.com');
  assert.equal(mail.messageId, '<n_1@ferry.example.com>');
  const marks = mail.headers.filter(({ key }) => key === 'auto-submitted');
  assert.deepEqual(
    marks.map(({ value }) => value),
    ['auto-generated'],
  );
});

test('who gets a copy is not named in the mail', async (t) => {
  const server = await startMailServer(t);
  const send = createMailSender({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
  await send({ ...MAIL, copyTo: ['ops@ferry.example.com'] }, quiet);
  const [{ raw, recipients } = assert.fail('nothing came')] = server.caught;
  assert.deepEqual(recipients, ['staff@shop.example.com', 'ops@ferry.example.com']);
  assert.ok(!raw.includes('ops@'));
});

const FORGERIES = [
  'a@example.com\r\nBcc: evil@example.com',
  'a@example.com, evil@example.com',
  'a@example.com>\r\nRCPT TO:<evil@example.com',
  '"x" <a@example.com>, evil@example.com',
];

for (const forged of FORGERIES) {
  test(`neither an address such as ${JSON.stringify(forged)} nor a subject adds a header or a recipient`, async (t) => {
    const server = await startMailServer(t);
    const send = createMailSender({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
    const subject = 'x\r\nBcc: evil@example.com\r\n\r\nbody';
    await send({ ...MAIL, to: [forged], subject }, quiet);
    await send({ ...MAIL, subject }, quiet);
    assert.ok(server.caught.length >= 1);
    for (const { recipients, mail } of server.caught) {
      assert.ok(!recipients.includes('evil@example.com'), String(recipients));
      assert.ok(!mail.headers.some(({ key }) => key === 'bcc'));
    }
  });
}

test('over smtps and with a login a mail comes safely, and a wrong password can be mended', async (t) => {
  const tls = makeCertificate(t);
  const server = await startMailServer(t, { ...LOGIN, ...tls, secure: true });
  const at = (login: string) => ({
    ...{ smtpUrl: `smtps://${login}@localhost:${server.port}`, from: FROM },
    tls: { ca: tls.cert },
  });
  const good = at('ferry%40x:p%3Aw%2F1');
  await checkSmtp(good);
  assert.deepEqual(await createMailSender(good)(MAIL, quiet), { kind: 'sent' });
  assert.deepEqual(
    server.caught.map(({ secure, user }) => [secure, user]),
    [[true, 'ferry@x']],
  );
  const bad = at('ferry%40x:other');
  const refused = await createMailSender(bad)(MAIL, quiet);
  assert.deepEqual([refused.kind, 'isFinal' in refused && refused.isFinal], ['refused', false]);
  await assert.rejects(checkSmtp(bad), { code: 'notice_failed' });
});

test('smtp takes STARTTLS when it is offered', async (t) => {
  const tls = makeCertificate(t);
  const server = await startMailServer(t, { ...tls, disabledCommands: ['AUTH'] });
  const smtpUrl = `smtp://localhost:${server.port}`;
  await createMailSender({ smtpUrl, from: FROM, tls: { ca: tls.cert } })(MAIL, quiet);
  assert.deepEqual(
    server.caught.map(({ secure }) => secure),
    [true],
  );
});

test('a certificate that nobody vouches for is not trusted', async (t) => {
  const tls = makeCertificate(t);
  const server = await startMailServer(t, { ...tls, secure: true, disabledCommands: ['AUTH'] });
  const smtpUrl = `smtps://localhost:${server.port}`;
  const { kind, problem } = await createMailSender({ smtpUrl, from: FROM })(MAIL, quiet);
  assert.equal(kind, 'refused');
  assert.match(problem, /^No safe connection .+\(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  assert.equal(server.caught.length, 0);
});

test('a password goes to no server that offers no TLS, unless it is on this machine', async (t) => {
  let logins = 0;
  const server = await startMailServer(t, {
    ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
    onAuth: (_login, _session, done) => {
      logins += 1;
      done(null, { user: 'u' });
    },
  });
  const sendAt = (host: string) =>
    createMailSender({ smtpUrl: `smtp://u:p@${host}:${server.port}`, from: FROM })(MAIL, quiet);
  // The same address, written so that it could be any.
  const { kind, problem } = await sendAt('127.1');
  assert.equal(kind, 'refused');
  assert.match(problem, /^No safe connection /);
  assert.equal(logins, 0);
  assert.equal((await sendAt('127.0.0.1')).kind, 'sent');
  assert.equal(logins, 1);
});

test('where a password would cross a network, smtp insists on TLS', () => {
  const insists = (url: string) => readSmtpUrl(url).requireTLS;
  assert.equal(insists('smtp://u:p@mail.example.com'), true);
  assert.equal(insists('smtp://u:p@127.0.0.1'), false);
  assert.equal(insists('smtp://mail.example.com:25'), false);
});

test('an address of a mail server gives host, port and login, and one that is none is refused', () => {
  const { host, port, secure, auth } = readSmtpUrl('smtps://a%40b:c@[::1]?logger=true');
  assert.deepEqual([host, port, secure, auth], ['::1', 465, true, { user: 'a@b', pass: 'c' }]);
  assert.equal(readSmtpUrl('smtp://mail.example.com').port, 587);
  for (const url of ['smtp://', 'smtp:///x', 'smtp://a b', 'http://mail.example.com'])
    assert.throws(() => readSmtpUrl(url), { code: 'config_invalid' }, url);
});

test('451 may be tried again and 550 may not; neither says to whom', async (t) => {
  const server = await startMailServer(t);
  server.refusals.push(
    { code: 451, text: 'staff@shop.example.com: later' },
    { code: 550, text: 'staff@shop.example.com: never' },
  );
  const send = createMailSender({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
  const problem = (code: number) => `The mail server refused it with ${code}.`;
  const refused = { kind: 'refused' } as const;
  assert.deepEqual(await send(MAIL, quiet), { ...refused, problem: problem(451), isFinal: false });
  assert.deepEqual(await send(MAIL, quiet), { ...refused, problem: problem(550), isFinal: true });
  assert.deepEqual(await send(MAIL, quiet), { kind: 'sent' });
});

test('of two recipients the server may refuse one: it is sent, and said', async (t) => {
  const server = await startMailServer(t, {
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('ops@')) done(Object.assign(new Error('no'), { responseCode: 550 }));
      else done();
    },
  });
  const send = createMailSender({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
  const delivery = await send({ ...MAIL, copyTo: ['ops@ferry.example.com'] }, quiet);
  assert.equal(delivery.kind, 'sent');
  assert.match(delivery.problem ?? '', /one of its recipients/);
});

test('a server that hangs is left after the time limit, and at once when the program ends', async (t) => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const smtpUrl = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const problem = 'The mail server did not answer in time.';
  const late = { kind: 'refused', problem, isFinal: false };
  assert.deepEqual(
    await createMailSender({ smtpUrl, from: FROM, timeoutMs: 50 })(MAIL, quiet),
    late,
  );
  const ending = new AbortController();
  silent.once('connection', () => {
    ending.abort();
  });
  const { kind } = await createMailSender({ smtpUrl, from: FROM })(MAIL, ending.signal);
  assert.equal(kind, 'refused');
});

test('a mail server that is not there may come back, and checking says that it is not', async (t) => {
  const server = await startMailServer(t);
  await server.stop();
  const smtpUrl = `smtp://127.0.0.1:${server.port}`;
  const delivery = await createMailSender({ smtpUrl, from: FROM })(MAIL, quiet);
  assert.deepEqual([delivery.kind, 'isFinal' in delivery && delivery.isFinal], ['refused', false]);
  await assert.rejects(checkSmtp({ smtpUrl }), { code: 'notice_failed' });
});
