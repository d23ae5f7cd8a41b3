const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** How often a long step is spoken of where no spinner can turn. */
const reminderMs = 15_000

interface Screen {
  write(text: string): unknown
  isTTY?: boolean
}

/** Tells a person what is going on, one line per step with the time it took; a spinner only on a terminal. */
export class Progress {
  private title: string | undefined
  private begun = 0
  private frame = 0

  constructor(private readonly screen: Screen = process.stdout) {}

  /** Runs a step and tells of its beginning and end; `work` may hand back a remark for the last line. */
  async step<T>(title: string, work: () => Promise<T>, remark?: (result: T) => string): Promise<T> {
    this.title = title
    this.begun = Date.now()
    const timer = setInterval(() => this.tick(), this.screen.isTTY ? 120 : reminderMs)
    if (!this.screen.isTTY) this.screen.write(`… ${title}\n`)
    try {
      const result = await work()
      this.end('✓', remark ? `${title}: ${remark(result)}` : title)
      return result
    } catch (error) {
      this.end('✗', title)
      throw error
    } finally {
      clearInterval(timer)
    }
  }

  /** A line of its own, above the spinner. */
  say(line: string): void {
    this.clear()
    this.screen.write(`${line}\n`)
  }

  private tick(): void {
    if (this.title === undefined) return
    const line = `${this.title}, ${this.elapsed()}`
    if (!this.screen.isTTY) {
      this.screen.write(`  still at it: ${line}\n`)
      return
    }
    this.frame = (this.frame + 1) % frames.length
    this.screen.write(`\r\x1b[2K${frames[this.frame]} ${line}`)
  }

  private end(mark: string, line: string): void {
    this.clear()
    this.screen.write(`${mark} ${line} (${this.elapsed()})\n`)
    this.title = undefined
  }

  private clear(): void {
    if (this.screen.isTTY) this.screen.write('\r\x1b[2K')
  }

  private elapsed(): string {
    const seconds = (Date.now() - this.begun) / 1000
    return seconds < 60
      ? `${seconds.toFixed(1)} s`
      : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  }
}
