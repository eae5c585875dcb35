import { Alert, List } from '@mantine/core';
import type { BackupResult } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { backupTexts } from './backup.texts.ts';

/** What became of an import. */
export function ImportResult({ result: { results } }: { result: BackupResult }) {
  const texts = useTexts(backupTexts);
  const failed = results.filter(({ what }) => what === 'failed');
  return (
    <Alert variant="light" color={failed.length > 0 ? 'yellow' : 'teal'} role="status">
      {texts.done(results.length - failed.length)} {failed.length > 0 && texts.failed(failed.length)}
      <List size="sm">
        {failed.map(({ kind, id, reason = '' }) => (
          <List.Item key={`${kind} ${id}`}>
            <DeviceText text={`${kind} ${id}: ${reason}`} longest={600} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
