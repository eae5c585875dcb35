import { recognizeUrl } from '../../connectors/door.ts';
import { connectorDraftSchema } from '../../delivery/door.ts';
import { type ImportRow, type Members, reasonOf, rowOf } from './emqx-config.ts';
import { fitTo } from './fit-to.ts';

/** The chats that EMQX reaches over HTTP, which are channels here. */
const CHATS: ReadonlySet<string> = new Set(['wecom', 'dingtalk', 'feishu']);

/** What is offered beside an HTTP action that speaks to a chat. */
export interface ChatChannel {
  /** Of the action, `http:tell_ops`. */
  readonly action: string;
  /** `wecom:tell_ops` */
  readonly channel: string;
  readonly row: ImportRow;
}

/** @param rows actions and bridges, with the connectors that they use */
export function chatChannels(rows: readonly ImportRow[]): ChatChannel[] {
  const things = rows.flatMap((row) => row.becomes(new Set()));
  const urls = new Map(
    things.flatMap(({ kind, item }) =>
      kind === 'connectors' && item.type === 'http' ? [[String(item.name), String(item.url)]] : [],
    ),
  );
  return things.flatMap(({ kind, item }) => {
    if (kind !== 'actions' || item.type !== 'http') return [];
    const base = urls.get(String(item.connector));
    const url = base === undefined ? undefined : addressOf(base, item.parameters as Members);
    const found = url === undefined ? undefined : recognizeUrl(url);
    const isChat = found?.certainty === 'vendor' && CHATS.has(found.type) && found.problem === undefined;
    if (!isChat) return [];
    const name = String(item.name);
    const fit = fitTo(connectorDraftSchema, { type: found.type, name, url, description: item.description });
    if (!fit.item) return [];
    const row = rowOf({
      type: 'channel',
      name: `${found.type}:${name}`,
      original: { action: `http:${name}`, url },
      becomes: [{ kind: 'connectors', item: fit.item }],
      reasons: [reasonOf('chat', { vendor: found.type }), ...fit.reasons],
      selected: false,
    });
    return [{ action: `http:${name}`, channel: `${found.type}:${name}`, row }];
  });
}

/** Undefined where it depends on the row. */
function addressOf(base: string, { path }: Members): string | undefined {
  const tail = String(path ?? '');
  const url =
    tail === '' || tail.startsWith('?')
      ? base + tail
      : `${base.replace(/\/$/, '')}/${tail.replace(/^\//, '')}`;
  return url.includes('${') ? undefined : url;
}
