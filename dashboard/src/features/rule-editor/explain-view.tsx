import { Stack, Text } from '@mantine/core';
import type { RuleExplanation } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import styles from './explain-view.module.css';
import { resultTexts } from './result.texts.ts';

/** A value of the statement, as the API has it. */
interface Operand {
  readonly text: string;
  readonly type?: string;
  readonly value?: unknown;
  readonly error?: string;
  readonly not_evaluated?: true;
  readonly parts?: readonly Operand[];
  readonly name?: string;
}

interface Term extends Operand {
  readonly kind: 'and' | 'or' | 'not' | 'comparison' | 'in' | 'value';
  readonly verdict: 'true' | 'false' | 'error' | 'not_evaluated' | 'not_boolean';
  readonly terms?: readonly Term[];
  readonly left?: Operand;
  readonly right?: Operand;
  readonly subject?: Operand;
}

type Verdict = Term['verdict'];

const SIGNS: Readonly<Record<Verdict, string>> = {
  true: '✓',
  false: '✗',
  error: '!',
  not_evaluated: '·',
  not_boolean: '?',
};

/** Why the event makes a row or none: every part of the statement with what it came to. */
export function ExplainView({ explanation }: { explanation: RuleExplanation }) {
  const texts = useTexts(resultTexts);
  const { from = [], select = [], foreach } = explanation;
  const where = explanation.where as Term | undefined;
  return (
    <Stack gap="xs">
      <Part title={texts.from}>
        <ul className={styles.tree}>
          {from.map(({ topic, matched, reason, start }) => (
            <li key={start}>
              <Sign verdict={matched ? 'true' : 'false'} />{' '}
              <code className={styles.code}>{visibleText(topic)}</code>{' '}
              <span className={styles.note}>{reason ?? (matched ? texts.hearsIt : texts.hearsNot)}</span>
            </li>
          ))}
        </ul>
      </Part>
      {select.length > 0 && (
        <Part title={foreach ? texts.foreach : texts.select}>
          <ul className={styles.tree}>
            {(select as Operand[]).map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is the name
              <li key={index}>
                <Value operand={item} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {where ? (
        <Part title={texts.where}>
          <ul className={styles.tree}>
            <TermNode term={where} />
          </ul>
        </Part>
      ) : (
        explanation.outcome !== 'no_event' && (
          <Part title={texts.where}>
            <span className={styles.note}>{texts.noWhere}</span>
          </Part>
        )
      )}
      {foreach && foreach.incase.length > 0 && (
        <Part title={texts.incase}>
          <ul className={styles.tree}>
            {(foreach.incase as Term[]).map((term, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is the name
              <TermNode key={index} term={term} />
            ))}
          </ul>
        </Part>
      )}
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" ff="monospace">
        {title}
      </Text>
      {children}
    </div>
  );
}

function TermNode({ term }: { term: Term }) {
  const texts = useTexts(resultTexts);
  const { kind, verdict, terms = [], left, right, subject } = term;
  const operands = [left, right, subject, ...(term.parts ?? [])].filter(
    (operand): operand is Operand => operand !== undefined && !isConstant(operand),
  );
  return (
    <li>
      <Sign verdict={verdict} />{' '}
      {kind === 'and' || kind === 'or' || kind === 'not' ? (
        <span>{texts[kind]}</span>
      ) : (
        <code className={styles.code}>{visibleText(term.text)}</code>
      )}
      {verdict === 'not_evaluated' && <span className={styles.note}> {texts.notEvaluated}</span>}
      {verdict === 'not_boolean' && <span className={styles.note}> {texts.notBoolean}</span>}
      {term.error !== undefined && <span className={styles.error}> {term.error}</span>}
      {terms.length > 0 && (
        <ul className={styles.tree}>
          {terms.map((inner, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order is the name
            <TermNode key={index} term={inner} />
          ))}
        </ul>
      )}
      {terms.length === 0 && verdict !== 'not_evaluated' && operands.length > 0 && (
        <ul className={styles.tree}>
          {operands.map((operand, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order is the name
            <li key={index}>
              <Value operand={operand} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function isConstant({ text, value }: Operand): boolean {
  return text === `'${String(value)}'` || text === String(value);
}

function Value({ operand }: { operand: Operand }) {
  const texts = useTexts(resultTexts);
  const { text, type, value, error, not_evaluated, name } = operand;
  const shown = type === 'undefined' || value === undefined ? texts.undefined : JSON.stringify(value);
  return (
    <>
      <code className={styles.code}>{visibleText(text)}</code>
      {name !== undefined && name !== text && <span className={styles.note}> → {visibleText(name)}</span>}
      {text === '*' ? (
        <span className={styles.note}> {texts.allColumns}</span>
      ) : error !== undefined ? (
        <span className={styles.error}> {error}</span>
      ) : (
        !not_evaluated && (
          <span className={styles.value}>
            {' = '}
            <bdi className="device-text">{visibleText(shown.slice(0, 300))}</bdi>
          </span>
        )
      )}
    </>
  );
}

function Sign({ verdict }: { verdict: Verdict }) {
  const texts = useTexts(resultTexts);
  const words: Readonly<Record<Verdict, string>> = {
    true: texts.holds,
    false: texts.doesNotHold,
    error: texts.failedPart,
    not_evaluated: texts.notEvaluated,
    not_boolean: texts.notBoolean,
  };
  return (
    <span role="img" aria-label={words[verdict]} className={styles.sign} data-verdict={verdict}>
      {SIGNS[verdict]}
    </span>
  );
}
