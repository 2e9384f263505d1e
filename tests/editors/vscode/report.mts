// Runs tests one after the other and says what came of each, in the words of tests/editors/run.

/** Carries on after a test that fails; `onFailure` may look at what is left. */
export class Report {
  readonly #prefix: string;
  readonly #onFailure: (name: string) => Promise<void>;
  failed = 0;

  constructor(prefix: string, onFailure: (name: string) => Promise<void> = () => Promise.resolve()) {
    this.#prefix = prefix;
    this.#onFailure = onFailure;
  }

  /** Runs a test, and gives whether it passed. */
  async test(name: string, body: () => void | Promise<void>): Promise<boolean> {
    const start = performance.now();
    try {
      await body();
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`ok ${this.#prefix}/${name} (${seconds} s)`);
      return true;
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED ${this.#prefix}/${name}: ${error instanceof Error ? error.message : String(error)}`);
      await this.#onFailure(name).catch(() => undefined);
      return false;
    }
  }
}
