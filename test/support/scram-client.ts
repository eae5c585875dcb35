import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** The client's side of SCRAM (RFC 5802), written apart from the broker's. */
export class ScramClient {
  readonly #username: string;
  readonly #password: string;
  readonly #hash: 'sha256' | 'sha512';
  readonly #nonce: string;
  /** What the server has to sign with. */
  expected = '';

  constructor(
    username: string,
    password: string,
    hash: 'sha256' | 'sha512' = 'sha256',
    nonce = randomBytes(16).toString('hex'),
  ) {
    this.#username = username;
    this.#password = password;
    this.#hash = hash;
    this.#nonce = nonce;
  }

  get #bare(): string {
    return `n=${this.#username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${this.#nonce}`;
  }

  first(): Buffer {
    return Buffer.from(`n,,${this.#bare}`);
  }

  final(challenge: Buffer | undefined): Buffer {
    const serverFirst = challenge?.toString() ?? '';
    const [, nonce = '', salt = '', iterations] = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst) ?? [];
    const length = this.#hash === 'sha256' ? 32 : 64;
    const salted = pbkdf2Sync(
      this.#password,
      Buffer.from(salt, 'base64'),
      Number(iterations),
      length,
      this.#hash,
    );
    const hmac = (key: Buffer, text: string) => createHmac(this.#hash, key).update(text).digest();
    const clientKey = hmac(salted, 'Client Key');
    const storedKey = createHash(this.#hash).update(clientKey).digest();
    const unproved = `c=${Buffer.from('n,,').toString('base64')},r=${nonce}`;
    const message = `${this.#bare},${serverFirst},${unproved}`;
    const signature = hmac(storedKey, message);
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    this.expected = `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`;
    return Buffer.from(`${unproved},p=${proof.toString('base64')}`);
  }
}
