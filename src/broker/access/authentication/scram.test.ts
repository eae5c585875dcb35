import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { credentialOf, judgeFinal, readClientFirst } from './scram.ts';

/** The example of RFC 7677 §3. */
const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
const credential = credentialOf('sha256', salt, 4096, pbkdf2Sync('pencil', salt, 4096, 32, 'sha256'));
const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const answer = { nonce, message: `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096` };
const proof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';

function judge(final: string, clientFirst = 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO') {
  const first = readClientFirst(Buffer.from(clientFirst));
  assert.ok(first);
  return judgeFinal(Buffer.from(final), first, answer, credential);
}

test('the example of RFC 7677 is accepted and signed', () => {
  assert.equal(judge(`c=biws,r=${nonce},p=${proof}`), 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

const wrong: readonly string[] = [
  `c=biws,r=${nonce},p=eHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  `c=biws,r=${nonce},p=dHzb`,
  `c=biws,r=${nonce}x,p=${proof}`,
  `c=eSws,r=${nonce},p=${proof}`,
  `c=biws,r=${nonce}`,
  `c=biws,r=${nonce},x=1,p=${proof}`,
  '',
];

for (const final of wrong) {
  test(`refused: ${final}`, () => assert.equal(judge(final), undefined));
}

const firsts: readonly (readonly [message: string, username: string | undefined])[] = [
  ['n,,n=user,r=abc', 'user'],
  ['y,,n=user,r=abc', 'user'],
  ['n,,n=a=2Cb=3Dc,r=abc', 'a,b=c'],
  ['n,,n=a=b,r=abc', undefined],
  ['p=tls-exporter,,n=user,r=abc', undefined],
  ['n,a=admin,n=user,r=abc', undefined],
  ['n,,n=,r=abc', undefined],
  ['n,,n=user,r=', undefined],
  ['n,,n=user,r=a b', undefined],
  ['', undefined],
];

for (const [message, username] of firsts) {
  test(`a first message ${JSON.stringify(message)} is from ${username ?? 'nobody'}`, () => {
    assert.equal(readClientFirst(Buffer.from(message))?.username, username);
  });
}
