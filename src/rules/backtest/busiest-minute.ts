const MINUTE = 60_000;

/** The minute with the most rows, which is what the limits of group bots are about. */
export class BusiestMinute {
  #minute = -1;
  #rows = 0;
  #busiest: { readonly from: number; readonly rows: number } | undefined;

  /** @param at in ascending order */
  add(at: number, rows: number): void {
    const minute = Math.floor(at / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#rows = 0;
    }
    this.#rows += rows;
    if (this.#rows > (this.#busiest?.rows ?? 0)) this.#busiest = { from: minute * MINUTE, rows: this.#rows };
  }

  /** Undefined without any rows. */
  read(): { readonly from: number; readonly rows: number } | undefined {
    return this.#busiest;
  }
}
