/// <reference path="./oidc-provider.d.ts" />
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'tocsin', secret: 'a client secret: 100%/+ & more' };

/** A person as the provider knows them. */
export interface Person {
  readonly sub: string;
  readonly preferred_username?: string;
  readonly groups?: readonly string[];
}

export interface TestProvider {
  readonly issuer: string;
  /** Who signs in next. Undefined: nobody, who says no. */
  person: Person | undefined;
  readonly requests: string[];
}

/**
 * A real provider of OpenID Connect (the certified `oidc-provider`) on a free port of loopback, with whose form nobody
 * has to bother: whoever comes is the person that is set.
 * @param redirectUris of the client
 */
export async function startProvider(t: TestContext, redirectUris: readonly string[]): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Person>();
  const scenario: TestProvider = {
    issuer,
    person: { sub: 'u-1', preferred_username: 'alice', groups: ['mqtt-admins'] },
    requests: [],
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirectUris,
        post_logout_redirect_uris: redirectUris.map((uri) => new URL('/login', uri).href),
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    cookies: { keys: ['k'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      // Its own page asks for fonts of another site.
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: { body: string }, form: string) => {
          context.body = `<!doctype html><title>Sign out?</title>${form}`;
        },
      },
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => people.get(sub) ?? { sub },
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    scenario.requests.push(`${request.method} ${request.url?.split('?', 1)[0]}`);
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    const { person } = scenario;
    void (async () => {
      const { prompt, params } = await provider.interactionDetails(request, response);
      if (!person) {
        const error = { error: 'access_denied', error_description: 'the person said no' };
        return await provider.interactionFinished(request, response, error);
      }
      people.set(person.sub, person);
      const options = { mergeWithLastSubmission: true };
      if (prompt.name === 'login') {
        const login = { login: { accountId: person.sub } };
        return await provider.interactionFinished(request, response, login, options);
      }
      const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id });
      grant.addOIDCScope('openid profile email');
      const consent = { consent: { grantId: await grant.save() } };
      await provider.interactionFinished(request, response, consent, options);
    })();
  });
  return scenario;
}

/** What a browser does between two sites: follows redirects, and keeps the cookies of each. */
export async function followAtProvider(address: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = address;
  const { origin } = new URL(address);
  for (let step = 0; step < 20; step++) {
    if (new URL(url).origin !== origin) return url;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const [name = '', value = ''] = pair.split('=', 2);
      jar.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null)
      throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`);
    url = new URL(next, url).href;
  }
  throw new Error('the provider leads in a circle');
}
