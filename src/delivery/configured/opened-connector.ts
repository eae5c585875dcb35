import type {
  ConnectorHandle,
  ConnectorIdentity,
  ConnectorKind,
  Parcel,
  ProbeResult,
  RequestView,
} from '../../connectors/connector.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import { parseDuration } from '../../lib/duration.ts';
import { Scrubber } from '../../lib/secrets/scrubber.ts';
import { mapTexts, requestHoldsSecret, secretsIn } from '../../lib/secrets.ts';
import type { ConnectorSettings } from './connector-settings.ts';

/**
 * Opens a connector. Whatever its driver or the other side says is told without the secrets of its settings and
 * requests: vendors echo tokens in their answers.
 * @throws Error with a sentence, without secrets too
 */
export async function openConnector(
  kind: ConnectorKind,
  settings: ConnectorSettings,
  identity?: ConnectorIdentity,
): Promise<ConnectorHandle> {
  if (settings.missing !== undefined) throw new Error(settings.missing);
  const scrubber = scrubberOf(settings);
  try {
    const handle = await kind.open(settings.used, identity);
    return withoutSecrets(handle, scrubber, parseDuration(String(settings.used.request_timeout)));
  } catch (error) {
    throw new Error(scrubber.text((error as Error).message), { cause: error });
  }
}

/** What a connector with these settings would send, for people to read. */
export function describeRequest(
  kind: ConnectorKind,
  settings: ConnectorSettings,
  request: unknown,
): RequestView {
  const view = kind.describe(settings.used, request);
  if (settings.secrets.length === 0) return view;
  const scrubber = new Scrubber(settings.secrets);
  return mapTexts(view, (text) => scrubber.known(text)) as RequestView;
}

function scrubberOf({ used, secrets }: ConnectorSettings): Scrubber {
  return new Scrubber([...secretsIn(used), ...secrets]);
}

/** All members, so that one that is new cannot be forgotten here. */
type EveryMember = { readonly [Member in keyof Required<ConnectorHandle>]: ConnectorHandle[Member] };

function withoutSecrets(
  handle: ConnectorHandle,
  scrubber: Scrubber,
  timeout: number | undefined,
): ConnectorHandle {
  const sendBatch = handle.sendBatch?.bind(handle);
  const every: EveryMember = {
    get concurrency() {
      return handle.concurrency;
    },
    timeout: handle.timeout ?? timeout,
    async send(parcel, signal) {
      return scrubbed(await handle.send(parcel, signal), scrubber, parcel);
    },
    sendBatch:
      sendBatch &&
      (async (parcels, signal) => {
        const outcomes = await sendBatch(parcels, signal);
        return outcomes.map((outcome, index) => scrubbed(outcome, scrubber, parcels[index]));
      }),
    listen: handle.listen?.bind(handle),
    async probe(signal): Promise<ProbeResult> {
      const result = await handle.probe(signal);
      return result.reachable ? result : { reachable: false, reason: scrubber.text(result.reason) };
    },
    clockAhead: handle.clockAhead?.bind(handle),
    drain: () => handle.drain(),
    close: () => handle.close(),
  };
  return every as ConnectorHandle;
}

function scrubbed(outcome: Outcome, ofSettings: Scrubber, parcel: Parcel<unknown> | undefined): Outcome {
  const inRequest = requestHoldsSecret(parcel?.request)
    ? new Scrubber(secretsIn(parcel?.request))
    : undefined;
  const known = (text: string): string => ofSettings.known(inRequest?.known(text) ?? text);
  const { answer } = outcome;
  if (outcome.kind === 'delivered') {
    const excerpt = known(answer?.excerpt ?? '');
    return answer && excerpt !== answer.excerpt ? { ...outcome, answer: { ...answer, excerpt } } : outcome;
  }
  const told = (text: string): string => ofSettings.text(known(text));
  return {
    ...outcome,
    reason: told(outcome.reason),
    ...(answer && { answer: { ...answer, excerpt: told(answer.excerpt) } }),
  };
}
