import { z } from 'zod';

/** What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it is needed. */
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});
export type ProviderMetadata = z.output<typeof metadata>;

/**
 * @param issuer as it is configured: another one's description is none of this provider (§4.3)
 * @throws Error with a sentence
 */
export function readMetadata(text: string, issuer: string): ProviderMetadata {
  const { data, error } = metadata.safeParse(parsed(text));
  if (!data) {
    const [issue] = error.issues;
    throw new Error(`the description of the provider lacks ${issue?.path.join('.') || 'everything'}`);
  }
  if (data.issuer !== issuer)
    throw new Error(
      `the provider calls itself ${data.issuer.slice(0, 200)}, and not ${issuer}: set issuer to that`,
    );
  const isPlain = issuer.startsWith('http:');
  for (const [name, url] of Object.entries(data)) {
    if (typeof url !== 'string' || name === 'issuer') continue;
    const { protocol } = new URL(url);
    if (protocol !== 'https:' && !(isPlain && protocol === 'http:'))
      throw new Error(`${name} of the provider is not an address of https`);
  }
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
