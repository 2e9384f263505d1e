// A window of the editor, used as a person would: with mouse, keys and eyes.

import { join } from "node:path";

import { type Browser, chromium, type FrameLocator, type Page } from "playwright-core";

import { until } from "./codeServer.mts";

/** How long the editor may take for what it does at once on a quiet machine, in milliseconds. */
const PATIENCE = 60_000;
const SQUIGGLES = ["error", "warning", "info"].map((kind) => `.monaco-editor .squiggly-${kind}`).join(", ");
const INPUT = ".quick-input-widget .quick-input-filter .monaco-inputbox input";
const ROWS = ".quick-input-widget .quick-input-list .monaco-list-row";

/** Starts the browser. It reaches this machine only. */
export async function browse(executablePath: string): Promise<Browser> {
  const rules = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1";
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", rules];
  return chromium.launch({ executablePath, headless: true, args });
}

export class Window {
  readonly page: Page;
  readonly #pictures: string;

  private constructor(page: Page, pictures: string) {
    this.page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(PATIENCE);
  }

  /** Opens the address; pictures go to the folder `pictures`. */
  static async open(browser: Browser, url: string, pictures: string): Promise<Window> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const window = new Window(await context.newPage(), pictures);
    await window.page.goto(url, { waitUntil: "domcontentloaded", timeout: 2 * PATIENCE });
    await window.page.waitForSelector(".explorer-folders-view .monaco-list-row", { timeout: 2 * PATIENCE });
    return window;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.#pictures, `${name}.png`) });
  }

  /** Opens a file of the workspace's top folder from the explorer. */
  async file(name: string): Promise<void> {
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).first().dblclick();
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector(".monaco-editor .view-line");
  }

  /** Opens a file of a folder from the explorer, and closes the folder again. */
  async fileIn(folder: string, name: string): Promise<void> {
    const row = (label: string, level: number) =>
      this.page.locator(`.explorer-folders-view .monaco-list-row[aria-level="${level}"][aria-label^="${label}"]`).first();
    await row(folder, 1).click();
    await row(name, 2).dblclick();
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector(".monaco-editor .view-line");
    await row(folder, 1).click();
    await row(name, 2).waitFor({ state: "detached" });
  }

  /** How many findings are underlined in the editor; one that goes over several lines counts for each. */
  async squiggles(): Promise<number> {
    return this.page.locator(SQUIGGLES).count();
  }

  /** Waits until so many findings are underlined. */
  async see(count: number): Promise<void> {
    let seen = -1;
    const look = async () => (seen = await this.squiggles()) === count;
    await until(`${count} underlined`, PATIENCE / 1000, look).catch((error: unknown) => {
      throw new Error(`${String(error)}; there are ${seen}`);
    });
  }

  /** Runs a command that makes the findings go and come again, and gives how long that takes, in milliseconds. */
  async restartTime(title: string): Promise<number> {
    await this.page.keyboard.press("F1");
    await this.page.locator(INPUT).fill(`>${title}`);
    await this.page.locator(ROWS).first().waitFor();
    // It is looked at every picture that the browser draws.
    const watch = `new Promise((resolve) => {
      const start = performance.now();
      let gone = false;
      const look = () => {
        const seen = document.querySelectorAll(${JSON.stringify(SQUIGGLES)}).length > 0;
        gone ||= !seen;
        if (gone && seen) resolve(performance.now() - start);
        else requestAnimationFrame(look);
      };
      look();
    })`;
    const [time] = await Promise.all([this.page.evaluate<number>(watch), this.page.keyboard.press("Enter")]);
    return time;
  }

  /** What the Problems view lists, a line each. */
  async problems(): Promise<string[]> {
    await this.command("Problems: Focus on Problems View");
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** Runs a command by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.locator(INPUT).fill(`>${title}`);
    await this.pick(title);
  }

  /** Picks the entry that begins with `text` from the list that is open. */
  async pick(text: string): Promise<void> {
    const row = this.page.locator(ROWS).filter({ has: this.page.locator(".label-name", { hasText: text }) }).first();
    await row.waitFor();
    await row.click();
  }

  /** Types into the input that is open. */
  async fill(text: string): Promise<void> {
    await this.page.locator(INPUT).fill(text);
  }

  /** Puts the cursor at a line and a column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.locator(".monaco-editor .view-lines").first().click({ position: { x: 300, y: 5 } });
    await this.page.keyboard.press("Control+G");
    await this.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector(".quick-input-widget", { state: "hidden" });
    await this.page.waitForSelector(`[aria-label*="Ln ${line}, Col ${column}"], :text("Ln ${line}, Col ${column}")`);
  }

  /** Waits until the hover at the cursor has `text` in it. */
  async hover(text: string): Promise<void> {
    await until(`a hover says ${text}`, PATIENCE / 1000, async () => (await this.#hovers()).includes(text));
  }

  /** Waits until there is no hover at the cursor. */
  async noHover(): Promise<void> {
    await until("no hover", PATIENCE / 1000, async () => (await this.#hovers().catch(() => "")) === "");
  }

  /** What the hover at the cursor says. */
  async #hovers(): Promise<string> {
    await this.page.locator(".monaco-editor .view-lines").first().press("Escape");
    await this.page.keyboard.press("Control+K");
    await this.page.keyboard.press("Control+I");
    const hover = this.page.locator(".monaco-hover:not(.hidden) .hover-contents:visible");
    await hover.first().waitFor({ timeout: 3000 });
    await this.page.waitForTimeout(300);
    return (await hover.allInnerTexts()).join(" ").replace(/\s+/g, " ");
  }

  /** The page that a panel shows, once it has `text` in it. */
  async panel(text: string): Promise<FrameLocator> {
    const page = this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
    await page.locator("h1", { hasText: text }).waitFor();
    return page;
  }

  /** Whether a light bulb is shown. */
  async bulb(): Promise<void> {
    const bulb = '[class*="codicon-light-bulb"], [class*="codicon-gutter-lightbulb"], .lightBulbWidget';
    await this.page.locator(".monaco-editor").locator(bulb).first().waitFor({ state: "attached" });
  }

  /** Opens the list of quick fixes and gives their titles. */
  async quickFixes(): Promise<string[]> {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    // A list that opens while findings are still arriving is closed again by the editor.
    await until("quick fixes are listed", PATIENCE / 1000, async () => {
      await this.page.keyboard.press("Control+.");
      return rows.first().waitFor({ timeout: 5000 }).then(() => true);
    });
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /** Chooses from the open list of quick fixes. */
  async choose(title: string): Promise<void> {
    const focused = this.page.locator(".action-widget .monaco-list-row.action.focused");
    await focused.first().waitFor();
    for (let steps = 0; !(await focused.first().innerText()).includes(title); steps++) {
      if (steps > 50) {
        throw new Error(`there is no quick fix ${title}`);
      }
      await this.page.keyboard.press("ArrowDown");
      await this.page.waitForTimeout(30);
    }
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector(".action-widget .monaco-list-row", { state: "hidden" });
  }

  /** Writes lines into the empty document that is open, each once the one before is seen. */
  async write(lines: string[]): Promise<void> {
    const shown = this.page.locator(".monaco-editor .view-line");
    await this.page.locator(".monaco-editor .view-lines").first().click();
    for (const [index, line] of lines.entries()) {
      await this.page.keyboard.insertText(line);
      await until(`${line} is shown`, 20, async () => {
        const text = await shown.nth(index).innerText();
        return text.replaceAll("\u00a0", " ") === line;
      });
      await this.page.keyboard.press("Enter");
      await until("another line is shown", 20, async () => (await shown.count()) === index + 2);
    }
  }

  /** Saves the document, and waits until the editor says so. */
  async save(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await this.page.waitForSelector(".tab.active:not(.dirty)");
  }

  /** Saves all documents, and waits until the editor says so. */
  async saveAll(): Promise<void> {
    await this.command("File: Save All");
    await until("all is saved", 20, async () => (await this.page.locator(".tab.dirty").count()) === 0);
  }

  /** Undoes the last step: where it changed several files, the editor undoes it in all of them. */
  async undo(): Promise<void> {
    await this.page.locator(".monaco-editor .view-lines").first().click();
    await this.page.keyboard.press("Control+Z");
  }

  /** Waits for a message that contains `text`, and gives the whole of it with its buttons. */
  async message(text: string): Promise<string> {
    const message = this.page.locator(".notifications-toasts .notification-list-item", { hasText: text }).first();
    await message.waitFor();
    return message.innerText();
  }

  /** Clears all messages. */
  async clear(): Promise<void> {
    await this.command("Notifications: Clear All Notifications");
    await this.page.waitForSelector(".notifications-toasts .notification-list-item", { state: "detached" });
  }

  /** Closes all editors without saving. */
  async closeEditors(): Promise<void> {
    await this.command("View: Close All Editors");
    const discard = this.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Don't Save" });
    await until("all editors are closed", 20, async () => {
      if (await discard.isVisible()) {
        await discard.click();
      }
      return (await this.page.locator(".tab").count()) === 0;
    });
  }
}
