import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { systemTexts } from './system.texts.ts';

interface Made {
  readonly name: string;
  readonly text: string;
}

/** What is given to whoever helps: it is read here before it leaves the house. */
export function SupportBundle() {
  const texts = useTexts(systemTexts);
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<Made>();
  const [problem, setProblem] = useState<Error>();
  const make = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const bundle = await api.get<{ made_at: string }>('/system/support_bundle');
      const name = `tocsin-support-${bundle.made_at.slice(0, 19).replaceAll(':', '-')}.json`;
      setMade({ name, text: `${JSON.stringify(bundle, undefined, 2)}\n` });
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section
      title={texts.bundle}
      about={texts.bundleAbout}
      actions={
        <ForRole role="administrator">
          <Button variant="default" loading={isBusy} onClick={() => void make()}>
            {made ? texts.bundleAgain : texts.bundlePreview}
          </Button>
        </ForRole>
      }
    >
      {problem && <ProblemView problem={problem} />}
      {made && <PayloadView payload={made.text} name={made.name} maximumHeight={320} />}
    </Section>
  );
}
