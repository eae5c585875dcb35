import { Button, Menu } from '@mantine/core';
import { IconBan, IconBell, IconBellOff, IconChevronDown, IconPlugConnectedX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ClientRow } from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { useMay } from '../../../shared/session/session.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { attempt } from '../../../shared/ui/attempt.tsx';
import { ForRole, useNeededRole } from '../../../shared/ui/for-role.tsx';
import { showUndo } from '../../../shared/ui/undo-toast.tsx';
import { useBanClients } from '../ban-clients.ts';
import { namedQuery } from '../client-menu.tsx';
import { clientTexts } from '../clients.texts.ts';
import { type ClientSet, KickDialog, shortName } from '../kick-dialog.tsx';
import { detailTexts } from './detail.texts.ts';

const HOUR = 3_600_000;
const SILENCES = { hour: HOUR, four: 4 * HOUR, day: 24 * HOUR } as const;

interface ClientActionsProps {
  readonly client: ClientRow;
  /** The button that starts a trace. */
  readonly trace: ReactNode;
}

/** The buttons of the head. */
export function ClientActions({ client, trace }: ClientActionsProps) {
  const texts = useTexts(detailTexts);
  const words = useTexts(clientTexts);
  const bans = useBanClients();
  const navigate = useNavigate();
  const { clientid, banned, state } = client;
  const [kicking, setKicking] = useState<ClientSet>();
  const named = namedQuery(clientid);
  const mayBan = useMay('administrator');
  const banRole = useNeededRole('administrator');
  const maySilence = useMay('operator');
  const silenceRole = useNeededRole('operator');

  async function silence(length: keyof typeof SILENCES): Promise<void> {
    const { id } = await api.post<{ id: string }>('/silences', {
      matchers: { key: clientid },
      ends_at: Date.now() + SILENCES[length],
      reason: '',
    });
    showUndo({
      message: texts.silenced(shortName(clientid)),
      undo: () => api.post(`/silences/${encodeURIComponent(id)}/expire`),
    });
  }

  return (
    <>
      <ForRole role="operator">
        <Button
          variant="default"
          disabled={state === 'gone' || state === 'never_seen'}
          leftSection={<IconPlugConnectedX size={16} stroke={1.5} />}
          onClick={() => setKicking({ ids: [clientid] })}
        >
          {texts.kick}
        </Button>
      </ForRole>
      {banned ? (
        <ForRole role="administrator">
          <Button variant="default" onClick={() => attempt(() => bans.unban([clientid]))}>
            {words.unban}
          </Button>
        </ForRole>
      ) : (
        <Menu>
          <Menu.Target>
            <Button
              variant="default"
              disabled={!mayBan}
              title={mayBan ? undefined : banRole}
              leftSection={<IconBan size={16} stroke={1.5} />}
              rightSection={<IconChevronDown size={14} stroke={1.5} />}
            >
              {words.ban}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['hour', 'day', 'forever'] as const).map((length) => (
              <Menu.Item key={length} onClick={() => attempt(() => bans.ban([clientid], length))}>
                {words.banFor[length]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {trace}
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            disabled={!maySilence}
            title={maySilence ? undefined : silenceRole}
            leftSection={<IconBellOff size={16} stroke={1.5} />}
            rightSection={<IconChevronDown size={14} stroke={1.5} />}
          >
            {words.silence}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(SILENCES) as (keyof typeof SILENCES)[]).map((length) => (
            <Menu.Item key={length} onClick={() => attempt(() => silence(length))}>
              {texts.silenceFor[length]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        disabled={named === undefined}
        title={named === undefined ? words.tooManyNames : undefined}
        leftSection={<IconBell size={16} stroke={1.5} />}
        onClick={() => void navigate({ to: '/rules/wizard', search: { q: named } as never })}
      >
        {words.newAlert}
      </Button>
      <KickDialog clients={kicking} onClose={() => setKicking(undefined)} />
    </>
  );
}
