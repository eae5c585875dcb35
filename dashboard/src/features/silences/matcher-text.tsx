import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { type Severity, useSeverityWords } from '../../shared/ui/severity-mark.tsx';
import type { Matchers } from './silence-queries.ts';
import styles from './silences.module.css';
import { silenceTexts } from './silences.texts.ts';

const MOST_VALUES = 3;

/** Which alerts are meant, in a line. */
export function MatcherText({ matchers }: { matchers: Matchers }) {
  const texts = useTexts(silenceTexts);
  const severities = useSeverityWords();
  const { rule, monitor, key, key_re: keyRe, severity, labels, group } = matchers;
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [texts.rule, listOf(rule)],
    [texts.monitor, listOf(monitor)],
    [texts.key, listOf(key)],
    [texts.key, keyRe === undefined ? [] : [`/${keyRe}/`]],
    [texts.severity, listOf(severity).map((one) => severities[one as Severity] ?? one)],
    [texts.labels, Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`)],
    [texts.group, listOf(group)],
  ];
  const said = parts.filter(([, values]) => values.length > 0);
  if (said.length === 1 && said[0]?.[1].length === 1 && said[0][1][0] === '*') return <>{texts.anything}</>;
  return (
    <span className={styles.matchers}>
      {said.map(([name, values]) => (
        <span key={`${name} ${values[0]}`}>
          <span className={styles.dimmed}>{name} </span>
          {values.slice(0, MOST_VALUES).map((value, index) => (
            <span key={value}>
              {index > 0 && ', '}
              <DeviceText text={value} longest={64} />
            </span>
          ))}
          {values.length > MOST_VALUES && ` +${values.length - MOST_VALUES}`}
        </span>
      ))}
    </span>
  );
}

/** The same as a text, for what is searched and exported. */
export function matcherLine(matchers: Matchers): string {
  return Object.entries(matchers)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}
