import { isUtf8 } from 'node:buffer';
import type { Message } from '../../broker/door.ts';
import type { Row, RowSource } from '../../sql/door.ts';
import type { ExplanationTexts } from '../../texts/explanation.ts';
import type { FromTarget, TopicRules } from '../event-topics.ts';
import type { Origin } from '../message-origins.ts';
import { WatchedRow } from '../row-template.ts';
import type { RuleOutput } from '../rule-draft.ts';
import type { Output, OutputPreview, OutputSkip, OutputWarning } from '../rule-outputs.ts';

/** Rows whose outputs are shown; characters of one text of an output, and of all of them. */
const MOST_ROWS = 10;
const LONGEST_TEXT = 65_536;
const LONGEST_ALTOGETHER = 4_000_000;
/** Milliseconds after which no further output is rendered: the broker waits. */
const LONGEST_RENDERING = 500;

export interface OutputView {
  /** The id of an action, or the name of the function. */
  readonly output: string;
  /** Of the rows, counted from 1. */
  readonly row: number;
  readonly would_send: boolean;
  readonly skipped?: { readonly code: string; readonly reason: string } | undefined;
  /** A template could not be rendered. */
  readonly error?: string | undefined;
  readonly warnings: ReadonlyArray<{ readonly code: string; readonly message: string }>;
  readonly [content: string]: unknown;
}

interface PreparedRule {
  readonly definitions: readonly RuleOutput[];
  readonly outputs: readonly Output[];
  readonly targets: readonly FromTarget[];
  readonly topics: TopicRules;
}

/**
 * What each output would send for each row; `isCut` when there are more outputs than there was room and time for.
 * @param now Unix milliseconds
 */
export function explainOutputs(
  rule: PreparedRule,
  rows: readonly Row[],
  event: ExplainedSource,
  texts: ExplanationTexts,
  now: () => number,
): { outputs: OutputView[]; isCut: boolean } {
  const views: OutputView[] = [];
  const shortener = new TextShortener();
  const end = now() + LONGEST_RENDERING;
  for (const [index, row] of rows.slice(0, MOST_ROWS).entries()) {
    for (const [at, output] of rule.outputs.entries()) {
      if (shortener.isFull || now() > end) return { outputs: views, isCut: true };
      const base = { output: nameOf(rule.definitions, at), row: index + 1 };
      views.push(explainOutput(output, base, rule, row, event, shortener, texts));
    }
  }
  return { outputs: views, isCut: rows.length > MOST_ROWS };
}

interface ExplainedSource {
  readonly source: RowSource;
  readonly cause: Origin | undefined;
}

function explainOutput(
  output: Output,
  base: Pick<OutputView, 'output' | 'row'>,
  { targets, topics }: PreparedRule,
  row: Row,
  event: ExplainedSource,
  shortener: TextShortener,
  texts: ExplanationTexts,
): OutputView {
  const watched = new WatchedRow(row);
  try {
    const preview = output.preview({ row, ...event }, watched);
    const { skipped } = preview;
    return {
      ...base,
      would_send: skipped === undefined,
      skipped: skipped && { code: skipped.code, reason: skipText(skipped, texts) },
      ...(shortener.shorten(contentOf(preview)) as object),
      warnings: [
        ...missingOf(watched, texts),
        ...(preview.warnings ?? []).map((warning) => ({
          code: warning.code,
          message: warningText(warning, texts),
        })),
        ...(isHeardBy(targets, preview, topics) ? [{ code: 'own_output', message: texts.ownOutput() }] : []),
      ],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...base, would_send: false, error: message, warnings: missingOf(watched, texts) };
  }
}

function missingOf({ missing }: WatchedRow, texts: ExplanationTexts): OutputView['warnings'] {
  return [...missing].map((name) => ({
    code: 'variable_undefined',
    message: texts.variableUndefined({ name: name === '' ? '.' : name }),
  }));
}

/** The alert stands behind the actions. */
function nameOf(outputs: readonly RuleOutput[], at: number): string {
  const output = outputs[at];
  return typeof output === 'string' ? output : (output?.function ?? 'alert');
}

function contentOf({ kind, content }: OutputPreview): unknown {
  switch (kind) {
    case 'action':
      return content;
    case 'republish':
      return { message: messageView(content) };
    case 'console':
      return { log: content };
    case 'alert':
      return { alert: content };
  }
}

/** The names of EMQX's arguments. */
function messageView(content: OutputPreview['content']): unknown {
  const { topic, qos, retain, payload, properties, directDispatch } = content as {
    topic: string;
    qos: number;
    retain: boolean;
    payload: Buffer;
    properties: Message['properties'];
    directDispatch: boolean;
  };
  const { userProperties, ...others } = properties;
  const isText = isUtf8(payload);
  return {
    topic,
    qos,
    retain,
    payload: payload.toString(isText ? 'utf8' : 'base64'),
    payload_encoding: isText ? 'plain' : 'base64',
    mqtt_properties: Object.fromEntries(
      Object.entries(others).map(([name, value]) => [hyphenated(name), value]),
    ),
    user_properties: userProperties ?? [],
    direct_dispatch: directDispatch,
  };
}

/** `contentType` is `Content-Type`. */
function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, '-$&').replace(/^./, (first) => first.toUpperCase());
}

function isHeardBy(
  targets: readonly FromTarget[],
  { kind, content }: OutputPreview,
  topics: TopicRules,
): boolean {
  if (kind !== 'republish') return false;
  const topic = String(content.topic);
  return targets.some(
    (target) => target.kind === 'messages' && topics.topicMatchesFilter(topic, target.filter),
  );
}

function skipText(skip: OutputSkip, texts: ExplanationTexts): string {
  if (skip.code === 'loop') return skip.detail;
  if (skip.code === 'action_missing' || skip.code === 'action_disabled' || skip.code === 'alert_taken_over')
    return texts[skip.code]();
  return texts[skip.code]({ connector: skip.connector });
}

function warningText(warning: OutputWarning, texts: ExplanationTexts): string {
  switch (warning.code) {
    case 'key_missing':
      return texts.key_missing();
    case 'body_not_json':
      return texts.body_not_json();
    case 'body_not_sent':
      return texts.body_not_sent(warning);
    case 'header_left_out':
      return texts.header_left_out(warning);
    case 'property_left_out':
      return texts.property_left_out(warning);
  }
}

/** Many outputs may hold a large payload, each for itself. */
class TextShortener {
  #left = LONGEST_ALTOGETHER;

  get isFull(): boolean {
    return this.#left <= 0;
  }

  shorten(content: unknown): unknown {
    if (typeof content === 'string') return this.#text(content);
    if (Array.isArray(content)) return content.map((part) => this.shorten(part));
    if (typeof content !== 'object' || content === null || Buffer.isBuffer(content)) return content;
    return Object.fromEntries(Object.entries(content).map(([name, part]) => [name, this.shorten(part)]));
  }

  #text(text: string): string {
    const room = Math.min(LONGEST_TEXT, this.#left);
    this.#left -= Math.min(text.length, room);
    if (text.length <= room) return text;
    return `${text.slice(0, room).toWellFormed()}… (${text.length})`;
  }
}
