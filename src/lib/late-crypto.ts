import type nodeCrypto from 'node:crypto';

let loaded: typeof nodeCrypto | undefined;

/**
 * Node's crypto, loaded with its first use. That takes some 10 ms, and a broker is open before it needs a hash or a
 * random number.
 */
export function crypto(): typeof nodeCrypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}
