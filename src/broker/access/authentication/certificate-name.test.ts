import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, startTestBroker } from '../../../../test/support/test-broker.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import type { PeerCertificate } from '../../connections/peer-certificate.ts';
import { CERTIFICATE_NAMES, type CertificateName, nameOf } from './certificate-name.ts';

const certificate: PeerCertificate = {
  commonName: 'meter-7',
  subject: 'C=DE,O=Example,CN=meter-7',
  der: Buffer.from('30820122300d', 'hex'),
};

const names: Readonly<Partial<Record<CertificateName, string>>> = {
  cn: 'meter-7',
  dn: 'C=DE,O=Example,CN=meter-7',
  crt: 'MIIBIjAN',
  pem: '-----BEGIN CERTIFICATE-----\nMIIBIjAN\n-----END CERTIFICATE-----\n',
};

for (const kind of CERTIFICATE_NAMES.filter((name) => name !== 'md5')) {
  test(`${kind} of a certificate`, () => assert.equal(nameOf(kind, certificate), names[kind]));
}

test('md5 of a certificate has 32 hexadecimal digits, and a proxy tells none', () => {
  assert.match(nameOf('md5', certificate) ?? '', /^[0-9a-f]{32}$/);
  for (const kind of ['md5', 'pem', 'crt'] as const) {
    assert.equal(nameOf(kind, { ...certificate, der: undefined }), undefined);
  }
});

function startWithCertificates(settings: { certificateAsUsername?: 'cn'; certificateAsClientId?: 'cn' }) {
  const scenario = startTestBroker(settings, { allowAnonymous: 'loopback' });
  const dial = (shown: PeerCertificate | undefined, address = '192.0.2.7') => {
    const peer = scenario.dial(address);
    peer.peerCertificate = shown;
    return peer;
  };
  return { ...scenario, dial };
}

test('the certificate names the client, whatever CONNECT says, and lets it in where nobody else checks', async () => {
  const { broker, dial, record } = startWithCertificates({
    certificateAsUsername: 'cn',
    certificateAsClientId: 'cn',
  });
  const events = record('client.check_authn_complete');
  const peer = dial(certificate);
  assert.equal((await peer.ask(connect('admin', { username: 'admin' }), 'connack')).reasonCode, 0);
  assert.equal(broker.client('meter-7')?.username, 'meter-7');
  assert.equal(broker.client('admin'), undefined);
  assert.deepEqual(
    events.map(({ isAnonymous, client }) => [isAnonymous, client.identity]),
    [[false, 'meter-7']],
  );
});

test('its session is its own: without the certificate, or with another one, nobody gets it', async () => {
  const { dial } = startWithCertificates({ certificateAsUsername: 'cn' });
  const owner = dial(certificate);
  await owner.send(connect('dev', { properties: { sessionExpiryInterval: 100 } }));
  const thief = dial({ ...certificate, commonName: 'meter-8' });
  assert.equal((await thief.ask(connect('dev'), 'connack')).reasonCode, ReasonCode.NotAuthorized);
  for (const address of ['192.0.2.7', '127.0.0.1']) {
    const bare = dial(undefined, address);
    assert.equal((await bare.ask(connect('dev'), 'connack')).reasonCode, ReasonCode.NotAuthorized);
  }
  assert.equal((await dial(undefined, '127.0.0.1').ask(connect('other'), 'connack')).reasonCode, 0);
  assert.equal(owner.closed, undefined);
});

test('a certificate without the name that is wanted is as bad as a wrong password', async () => {
  const { dial } = startWithCertificates({ certificateAsUsername: 'cn' });
  const peer = dial({ ...certificate, commonName: undefined });
  const connack = await peer.ask(connect('dev', { username: 'admin' }), 'connack');
  assert.equal(connack.reasonCode, ReasonCode.BadUserNameOrPassword);
});
