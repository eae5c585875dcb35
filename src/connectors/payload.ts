/** Text, or bytes that are no text, in a form that a delivery can be stored in. */
export type Payload = string | { readonly base64: string };

export function payloadBytes(payload: Payload): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload.base64, 'base64');
}
