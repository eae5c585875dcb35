import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { readQuery } from './query-scope.ts';
import { EVERYBODY, type Scope } from './scope.ts';
import { wizardTexts } from './wizard.texts.ts';

/** So many clients a rule may name. */
const MOST_NAMED = 1000;

interface QueryNoteProps {
  /** A filter of the clients page. */
  readonly query: string;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
}

/** What of the filter the rule does not say, and the clients that it finds now instead; nothing when it says all of it. */
export function QueryNote({ query, scope, onScope }: QueryNoteProps) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const { scope: read, unsaid, narrowed } = readQuery(query);
  const isPartial = unsaid.length > 0 || narrowed !== undefined;
  const { data: count } = useQuery({
    queryKey: ['client-count', query],
    queryFn: async ({ signal }) => (await find(query, 1, signal)).meta.counts.all,
    enabled: isPartial,
    staleTime: 10_000,
    retry: false,
  });
  const take = useMutation({
    mutationFn: async () => (await find(query, MOST_NAMED)).data.map(({ clientid }) => clientid),
    onSuccess: (clients) => onScope({ ...EVERYBODY, kind: 'clients', clients }),
  });
  // Whoever has chosen for themselves knows what they have chosen.
  if (!isPartial || JSON.stringify(scope) !== JSON.stringify(read)) return null;
  return (
    <Stack gap="xs" role="note">
      {unsaid.length > 0 && (
        <Text size="sm" c="var(--tocsin-warning)">
          {texts.unsaid} <DeviceText text={unsaid.join(' ')} />
        </Text>
      )}
      <Text size="sm">
        {read.kind === 'all' ? texts.aboutAll : texts.aboutThese}{' '}
        {read.kind !== 'all' && <DeviceText text={texts.scopeWord(read)} />}
        {narrowed !== undefined && read.kind === 'prefix' && ` ${texts.beginsHere}`}
      </Text>
      {count !== undefined && count > 0 && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            disabled={count > MOST_NAMED}
            loading={take.isPending}
            onClick={() => take.mutate()}
          >
            {texts.takeFound(count, formats.number(count))}
          </Button>
          {count > MOST_NAMED && (
            <Text size="xs" c="dimmed">
              {texts.tooManyFound(formats.number(MOST_NAMED))}
            </Text>
          )}
        </Group>
      )}
      {take.error && <ProblemView problem={take.error} />}
    </Stack>
  );
}

function find(q: string, limit: number, signal?: AbortSignal) {
  return api.get<{ data: { clientid: string }[]; meta: { counts: { all: number } } }>(
    '/client_search',
    { q, limit },
    signal,
  );
}
