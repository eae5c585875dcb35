import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ClientRow } from '../../../../../src/api/contract.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { ConnectDevice } from '../../connect-device/connect-device.tsx';
import { ClientState } from '../client-state.tsx';
import { detailTexts } from './detail.texts.ts';

/** Longer names stand in no command that somebody would copy. */
const LONGEST_ID = 200;

/** Of a client that nobody has seen: who expects it, and how it gets in. Null: nobody has heard of it. */
export function NeverConnected({ clientId, client }: { clientId: string; client: ClientRow | null }) {
  const texts = useTexts(detailTexts);
  return (
    <Stack gap="sm">
      <Stack gap={4}>
        {client && <ClientState client={client} />}
        <Text>
          <Text span fw={600} inherit>
            {texts.never}
          </Text>
          {texts.stop}
          {client?.expected_by === undefined ? (
            texts.neverHelp
          ) : (
            <>
              {texts.expectedBy}{' '}
              <Anchor
                component={Link}
                to="/rules/edit"
                search={{ id: client.expected_by } as never}
                inherit
                underline="always"
              >
                {client.expected_by}
              </Anchor>
              {texts.stop}
            </>
          )}
        </Text>
      </Stack>
      <ConnectDevice
        needsLogin={false}
        title={texts.connectIt}
        clientId={clientId.length > LONGEST_ID ? undefined : clientId}
      />
    </Stack>
  );
}
