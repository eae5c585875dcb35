import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { System } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { accessTexts } from './access.texts.ts';

/** A red bar while anybody on the network gets in without a password. */
export function OpenListenersBar() {
  const texts = useTexts(accessTexts);
  const { data } = useQuery({
    queryKey: ['system'],
    queryFn: () => api.get<System>('/system'),
    refetchInterval: 10_000,
  });
  const open = data?.open_listeners ?? [];
  if (open.length === 0) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      ▲ {texts.open(open.join(', '))}
    </Alert>
  );
}
