import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { useNeededRole } from '../../shared/ui/for-role.tsx';
import { useBanClients } from './ban-clients.ts';
import type { BanLength } from './client-calls.ts';
import { clientTexts } from './clients.texts.ts';

interface ClientMenuProps {
  readonly clientId: string;
  readonly isBanned: boolean;
  readonly hasSession: boolean;
  readonly onKick: () => void;
}

const LENGTHS: readonly BanLength[] = ['hour', 'day', 'forever'];

/** What can be done with one client. */
export function ClientMenu({ clientId, isBanned, hasSession, onKick }: ClientMenuProps) {
  const texts = useTexts(clientTexts);
  const navigate = useNavigate();
  const [mayKick, mayBan] = [useMay('operator'), useMay('administrator')];
  const [kickRole, banRole] = [useNeededRole('operator'), useNeededRole('administrator')];
  const bans = useBanClients();
  const named = namedQuery(clientId);
  const banTitle = mayBan ? undefined : banRole;
  return (
    <>
      <Menu.Item onClick={() => void navigate({ to: '/clients/detail', search: { id: clientId } as never })}>
        {texts.open}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item disabled={!mayKick || !hasSession} title={mayKick ? undefined : kickRole} onClick={onKick}>
        {texts.kick}
      </Menu.Item>
      {isBanned ? (
        <Menu.Item disabled={!mayBan} title={banTitle} onClick={() => attempt(() => bans.unban([clientId]))}>
          {texts.unban}
        </Menu.Item>
      ) : (
        LENGTHS.map((length) => (
          <Menu.Item
            key={length}
            disabled={!mayBan}
            title={banTitle}
            onClick={() => attempt(() => bans.ban([clientId], length))}
          >
            {texts.banFor[length]}
          </Menu.Item>
        ))
      )}
      <Menu.Divider />
      <Menu.Item
        disabled={named === undefined}
        title={named === undefined ? texts.tooManyNames : undefined}
        onClick={() => void navigate({ to: '/rules/wizard', search: { q: named } as never })}
      >
        {texts.newAlert}
      </Menu.Item>
      <Menu.Item onClick={() => void copyText(clientId)}>{texts.copyId}</Menu.Item>
    </>
  );
}

/** An address with more is cut by servers and proxies. */
const LONGEST_QUERY = 6_000;

/** Characters of a client id that a playbook takes. */
const LONGEST_NAME = 256;

/** The search that finds only these, for the address of the alert form; undefined where that or a rule cannot hold them. */
export function namedQuery(...ids: readonly string[]): string | undefined {
  if (ids.some((id) => id.length > LONGEST_NAME || /\p{Cc}/u.test(id))) return undefined;
  const q = idWord(...ids);
  return q.length > LONGEST_QUERY || encodeURIComponent(q.toWellFormed()).length > LONGEST_QUERY
    ? undefined
    : q;
}

/** The search that finds only these. */
function idWord(...ids: readonly string[]): string {
  return `id:${ids.map(quotedWord).join(',')}`;
}

/** A value that is meant exactly, whatever is in it. */
export function quotedWord(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Says what went wrong where there is no place for it on the page. */
