import { type BacktestGapCode, type BacktestGapTexts, backtestGaps } from '../../texts/backtest-gaps.ts';

/** Something that a backtest could not look at, so that its counts may be too small. */
export interface BacktestGap {
  readonly code: BacktestGapCode;
  readonly message: string;
  readonly messageZh: string;
  /** Unix milliseconds, when it is about a part of the time. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Events that are missing, where somebody counted. */
  readonly count?: number | undefined;
}

type ParametersOf<Code extends BacktestGapCode> =
  Parameters<BacktestGapTexts[Code]> extends [infer Parameter] ? Parameter : Record<never, never>;

export function gap<Code extends BacktestGapCode>(
  code: Code,
  parameters: ParametersOf<Code>,
  about: Pick<BacktestGap, 'from' | 'to' | 'count'> = {},
): BacktestGap {
  const say = (language: 'en' | 'zh'): string =>
    (backtestGaps[language][code] as (given: ParametersOf<Code>) => string)(parameters);
  return { code, message: say('en'), messageZh: say('zh'), ...about };
}
