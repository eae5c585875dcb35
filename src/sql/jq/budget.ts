import { JqLimitError } from './jq-error.ts';

/** Steps between two looks at the clock, of some 50 ns each. */
const STEPS = 2048;
/** Elements and characters that one run may make, whether it keeps them or not. */
const MOST_MADE = 16 * 1024 * 1024;
export const LONGEST_TEXT = 4 * 1024 * 1024;
const LONGEST_ARRAY = 1_000_000;

/** What one run of a program may take. Time is real time: what is bounded is how long the broker waits. */
export class Budget {
  readonly #milliseconds: number;
  readonly #deadline: number;
  #left = STEPS;
  #made = 0;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#deadline = performance.now() + milliseconds;
  }

  /** @throws JqLimitError */
  step(): undefined {
    this.#left -= 1;
    if (this.#left <= 0) this.#look();
  }

  /** Something with so many elements or characters is made. @throws JqLimitError */
  makeText(length: number): undefined {
    if (length > LONGEST_TEXT) throw new JqLimitError({ code: 'jqTextTooLong', limit: LONGEST_TEXT });
    this.#make(length / 8);
  }

  /** @throws JqLimitError */
  makeArray(length: number): undefined {
    if (length > LONGEST_ARRAY) throw new JqLimitError({ code: 'jqArrayTooLong', limit: LONGEST_ARRAY });
    this.#make(length);
  }

  /** One more element in an array that grows. @throws JqLimitError */
  addElement(length: number): undefined {
    if (length > LONGEST_ARRAY) this.makeArray(length);
    this.#make(1);
  }

  #make(units: number): undefined {
    this.#made += units;
    this.#left -= units / 16;
    if (this.#made > MOST_MADE) throw new JqLimitError({ code: 'jqMakesTooMuch' });
    if (this.#left <= 0) this.#look();
  }

  #look(): undefined {
    this.#left = STEPS;
    if (performance.now() > this.#deadline) {
      throw new JqLimitError({ code: 'jqTooSlow', limit: this.#milliseconds });
    }
  }
}
