import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { testConnector } from './connector-changes.ts';
import { connectorTexts } from './connectors.texts.ts';
import type { TestOutcome } from './verdict-view.tsx';

/** The button, and what came of it. */
export function useConnectorTest(id: string) {
  const texts = useTexts(connectorTexts);
  const [outcome, setOutcome] = useState<TestOutcome>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      setOutcome({ verdict: await testConnector(id) });
    } catch (problem) {
      setOutcome({ problem: problem as Error });
    } finally {
      setBusy(false);
    }
  };
  const button = (
    <ForRole role="editor">
      <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void run()}>
        {texts.test}
      </Button>
    </ForRole>
  );
  return { outcome, button };
}
