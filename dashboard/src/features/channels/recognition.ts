import type { RecognizedAddress } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

/** Which vendor an address is of, by the address alone; it is not kept. @throws Problem */
export function recognizeAddress(url: string): Promise<RecognizedAddress> {
  return api.post<RecognizedAddress>('/connectors_recognize', { url });
}

/** Only what can be an address is asked about. */
export function looksLikeAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+\.?[^\s/]*(?:\/\S*)?$/i.test(text.trim());
}
