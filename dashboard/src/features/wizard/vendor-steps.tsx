import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './vendor-steps.module.css';
import { vendorStepsTexts } from './vendor-steps.texts.ts';

type Steps = readonly [string, string, string];

export function hasSteps(kind: string): boolean {
  return kind in vendorStepsTexts.en;
}

/** Where the address is found, in three steps, each with a drawing of what to look for. */
export function VendorSteps({ kind }: { kind: string }) {
  const steps = (useTexts(vendorStepsTexts) as Readonly<Record<string, Steps>>)[kind];
  if (!steps) return null;
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li key={step}>
          <Stack gap={4}>
            <Drawing step={index} />
            <Text size="xs">
              {index + 1}. {step}
            </Text>
          </Stack>
        </li>
      ))}
    </ol>
  );
}

/** A group with its menu, the list of bots, and the address to copy: alike in all chats. */
function Drawing({ step }: { step: number }) {
  return (
    <svg viewBox="0 0 160 90" className={styles.drawing} aria-hidden="true">
      <rect x="0.5" y="0.5" width="159" height="89" rx="6" className={styles.frame} />
      {step === 0 && (
        <>
          <line x1="0" y1="20" x2="160" y2="20" className={styles.frame} />
          <rect x="10" y="8" width="52" height="6" rx="3" className={styles.faint} />
          <circle cx="136" cy="11" r="1.6" className={styles.strong} />
          <circle cx="142" cy="11" r="1.6" className={styles.strong} />
          <circle cx="148" cy="11" r="1.6" className={styles.strong} />
          <circle cx="142" cy="11" r="11" className={styles.ring} />
          <rect x="10" y="32" width="70" height="12" rx="4" className={styles.faint} />
          <rect x="10" y="50" width="96" height="12" rx="4" className={styles.faint} />
          <rect x="80" y="68" width="70" height="12" rx="4" className={styles.faint} />
        </>
      )}
      {step === 1 && (
        <>
          <rect x="12" y="12" width="60" height="6" rx="3" className={styles.faint} />
          <rect x="12" y="28" width="136" height="14" rx="4" className={styles.faint} />
          <rect x="12" y="50" width="136" height="18" rx="4" className={styles.ring} />
          <path d="M24 59h10M29 54v10" className={styles.line} />
          <rect x="42" y="56" width="58" height="6" rx="3" className={styles.strong} />
        </>
      )}
      {step === 2 && (
        <>
          <rect x="12" y="14" width="48" height="6" rx="3" className={styles.faint} />
          <rect x="12" y="34" width="98" height="18" rx="4" className={styles.frame} />
          <text x="18" y="46" className={styles.text}>
            https://…
          </text>
          <rect x="118" y="34" width="30" height="18" rx="4" className={styles.ring} />
          <rect x="127" y="38" width="8" height="9" rx="1.5" className={styles.line} />
          <rect x="130" y="40" width="8" height="9" rx="1.5" className={styles.line} />
          <rect x="12" y="66" width="80" height="6" rx="3" className={styles.faint} />
        </>
      )}
    </svg>
  );
}
